"""Draws texts as a scanner would see them; a program of its own, for Playwright keeps an event loop in its thread.

Texts come in as a JSON list; out goes one picture, or with `pdf` a file whose pages are pictures.
"""

import base64
import json
import sys
from html import escape

from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium

DPI = 300
_A4 = {"width": 794, "height": 1123}  # at 96 dots an inch
_STYLE = "body{margin:0}pre{margin:0;padding:76px;white-space:pre-wrap;font:18px/1.5 'DejaVu Serif',serif}"
_SHEETS = "@page{size:A4;margin:0}body{margin:0}img{display:block;width:100%;height:297mm;break-after:page}"


def main() -> None:
    """Read, draw, write."""
    texts = json.load(sys.stdin)
    with sync_playwright() as playwright:
        flags = [flag for flag in chromium.FLAGS if flag != "--headless"]
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=flags)
        pictures = [_picture(browser, text) for text in texts]
        sys.stdout.buffer.write(_sheets(browser, pictures) if "pdf" in sys.argv else pictures[0])
        browser.close()


def _picture(browser: Browser, text: str) -> bytes:
    page = browser.new_page(viewport=_A4, device_scale_factor=DPI / 96)
    page.set_content(f"<style>{_STYLE}</style><pre>{escape(text)}</pre>")
    picture = page.screenshot()
    page.close()
    return picture


def _sheets(browser: Browser, pictures: list[bytes]) -> bytes:
    page = browser.new_page()
    shown = "".join(f"<img src='data:image/png;base64,{base64.b64encode(picture).decode()}'>" for picture in pictures)
    page.set_content(f"<style>{_SHEETS}</style>{shown}", wait_until="load")
    return page.pdf(prefer_css_page_size=True)


if __name__ == "__main__":
    main()
