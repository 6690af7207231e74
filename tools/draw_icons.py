"""Draw the PNG icons of the app from our own SVG, with Chromium: ``python tools/draw_icons.py``."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "static" / "img"
SIZES = (180, 192, 512)
MASKABLE_PX = 512
SAFE_SHARE = 0.8
"""Devices cut a maskable icon to their own shape; what lies in the middle four fifths is seen."""


def main() -> None:
    """Draw every size, and the one that devices cut to their own shape."""
    drawing = (IMAGES / "icon.svg").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        for size in SIZES:
            _draw(page, drawing, size, IMAGES / f"icon-{size}.png")
        name = IMAGES / f"icon-maskable-{MASKABLE_PX}.png"
        _draw(page, drawing, MASKABLE_PX, name, share=SAFE_SHARE, ground="#0b4a8f")
        browser.close()


def _draw(
    page: Page, drawing: str, size: int, path: Path, *, share: float = 1.0, ground: str = "none"
) -> None:
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(
        f"<style>body{{margin:0;display:grid;place-items:center;height:100vh;background:{ground}}}"
        f"svg{{width:{size * share}px;height:{size * share}px}}</style>{drawing}"
    )
    page.screenshot(path=path, omit_background=True)
    print(path.name, path.stat().st_size)


if __name__ == "__main__":
    main()
