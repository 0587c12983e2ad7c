"""The settings of the property tests hold for all of them, whichever module is collected first."""

from __future__ import annotations

import strategies

__all__ = ["strategies"]
