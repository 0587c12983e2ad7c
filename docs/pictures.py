"""Writes the pictures of the pages: `make pictures`. Chromium draws them, so it has to be installed."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import FloatRect, Page, sync_playwright

from spcb_minutes import Series, make_site, read, to_html

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs/images"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--disable-quic", "--no-first-run"]  # fmt: skip


def review_page(page: Page, folder: Path) -> FloatRect:
    """The page of an example at an action, which is marked in the record and in the source."""
    path = folder / "review-page.html"
    path.write_text(to_html(read(ROOT / "examples/harbour-2024-09-10.docx")), encoding="utf-8")
    page.goto(path.as_uri())
    page.get_by_role("link", name="086/24").first.click()
    page.evaluate("scrollBy(0, 165)")  # the heading of the item to the top
    page.get_by_text("DHM to write to the owners").last.hover()
    return {"x": 0, "y": 0, "width": 1200, "height": 560}


def site(page: Page, folder: Path) -> FloatRect:
    """The first page of the site of a year."""
    for name, text in make_site(Series.read([*(ROOT / "examples/year").glob("notes-*")])).items():
        path = folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    page.goto((folder / "site/index.html").as_uri())
    return {"x": 0, "y": 0, "width": 1200, "height": 700}


def main() -> None:
    """Draw every picture."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        for name, draw in {"review-page": review_page, "site": site}.items():
            page = browser.new_page(
                viewport={"width": 1200, "height": 700}, color_scheme="light", reduced_motion="reduce"
            )
            clip = draw(page, Path(folder))
            page.screenshot(path=IMAGES / f"{name}.png", clip=clip)


if __name__ == "__main__":
    main()
