"""Settings of the property tests that hold for all, whichever module is collected first; and the browser, for all."""

from __future__ import annotations

import strategies
from browsing import browser

__all__ = ["browser", "strategies"]
