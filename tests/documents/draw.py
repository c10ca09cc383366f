"""Draws a text as a scanner would see it; a program of its own, for Playwright keeps an event loop in its thread.

The text comes in, a picture of a page at 300 dots an inch goes out: .png, or .jpeg when asked.
"""

import sys
from html import escape

from playwright.sync_api import sync_playwright

from tests.browser import chromium

DPI = 300
_A4 = {"width": 794, "height": 1123}  # at 96 dots an inch
_STYLE = "body{margin:0}pre{margin:0;padding:76px;white-space:pre-wrap;font:18px/1.5 'DejaVu Serif',serif}"


def main() -> None:
    """Read, draw, write."""
    text = sys.stdin.buffer.read().decode()
    with sync_playwright() as playwright:
        flags = [flag for flag in chromium.FLAGS if flag != "--headless"]
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=flags)
        page = browser.new_page(viewport=_A4, device_scale_factor=DPI / 96)
        page.set_content(f"<style>{_STYLE}</style><pre>{escape(text)}</pre>")
        sys.stdout.buffer.write(page.screenshot(type="jpeg" if "jpeg" in sys.argv else "png"))
        browser.close()


if __name__ == "__main__":
    main()
