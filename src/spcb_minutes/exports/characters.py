r"""Characters that a format cannot hold: each becomes U+FFFD, and is reported once for all.

"a bell \x07"  ->  in XML  "a bell \ufffd", and a ReplacedCharactersWarning
"""

from __future__ import annotations

import re
import sys
import warnings

from ..errors import ReplacedCharactersWarning

SURROGATES = "\ud800-\udfff"
"""Halves of UTF-16 pairs, for a class of an expression: no file in UTF-8 can hold them."""
NOT_IN_XML = "\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff" + SURROGATES
"""What XML 1.0 cannot hold, escaped or not (XML 1.0, production 2), for a class of an expression."""


class Characters:
    """Replaces what a format cannot hold, and remembers what that was."""

    def __init__(self, format_name: str, refused: str = SURROGATES) -> None:
        self._format = format_name
        self._refused = re.compile(f"[{refused}]")
        self._seen: dict[str, int] = {}

    def __call__(self, text: str) -> str:
        """The text with U+FFFD in the place of each refused character."""
        return self._refused.sub(self._replaced, text)

    def _replaced(self, found: re.Match[str]) -> str:
        self._seen[found[0]] = self._seen.get(found[0], 0) + 1
        return "\ufffd"

    def report(self, name: str | None) -> None:
        """Warn of all that was replaced in the document of this name; nothing where nothing was."""
        if not self._seen:
            return
        told = ", ".join(f"U+{ord(one):04X}" + (f" ({n} times)" if n > 1 else "") for one, n in self._seen.items())
        of = self._refused.sub("\ufffd", name or "text")
        warn(f"{of}: {self._format} cannot hold {told}; U+FFFD was written instead", ReplacedCharactersWarning)
        self._seen.clear()


def warn(message: str, category: type[Warning]) -> None:
    """Warn, and point at the line outside of this package that asked for the export."""
    level, frame = 1, sys._getframe()
    package = __name__.partition(".")[0]
    while frame.f_back and str(frame.f_globals.get("__name__")).partition(".")[0] == package:
        level, frame = level + 1, frame.f_back
    warnings.warn(message, category, stacklevel=level)
