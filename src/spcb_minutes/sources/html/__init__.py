r"""Reads web pages: the article of a page as minutes text, what stands around it aside. Nothing is run or fetched.

    <nav>Home</nav> <main><h2>041/24 Tides</h2>       ->  **041/24 Tides**
    <ul><li>High water<ul><li>was early.</ul></ul>        - High water
                                                              - was early.
                                                          aside: page "Home"

1. Every word that a browser shows is in the text or aside, but form controls' values, pictures' texts, the marks of
   footnotes, and what ``<del>`` strikes out.
2. Broken markup never raises, and the time is in proportion to the size: markup is flattened before it is parsed.
3. Style is what elements, ``style`` attributes and simple rules of the page's own style sheets say.
"""

from __future__ import annotations

from ...diagnostics import diagnose
from ...errors import MissingExtraError
from ...models import Furniture
from .. import text as texts
from ..reading import Limits, Reading
from ..writing import written
from .markup import markup_of, shallow
from .page import Page
from .pen import Pen


def read(data: bytes, where: str, limits: Limits) -> Reading:
    """The minutes text of a web page's bytes; ``where`` names the file if it cannot be read."""
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError:
        raise MissingExtraError(
            f"{where}: reading web pages needs one more package; install it with: pip install 'spcb-minutes[html]'"
        ) from None
    markup, told = markup_of(data, where)
    page = Page(LexborHTMLParser(shallow(markup)))
    pen = Pen()
    pen.write(page)
    reading = texts.tidy(written(pen.blocks))
    if page.changes:
        what = "A change" if page.changes == 1 else f"{page.changes} changes"
        message = f"{what} of this page {'is' if page.changes == 1 else 'are'} read as accepted."
        told = (*told, diagnose("M906", message))
    title = [Furniture(kind="metadata", text=page.title)] if page.title else []
    return Reading(
        text=reading.text,
        pages=reading.pages,
        diagnostics=(*told, *reading.diagnostics),
        aside=(*title, *pen.aside, *page.footnotes, *pen.links),
    )
