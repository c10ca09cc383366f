"""Two ways of working a page: with the mouse or a finger, and with the keyboard alone."""

from typing import Protocol

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 400


class Hands(Protocol):
    """Somebody who works a page."""

    def press(self, target: Locator) -> None:
        """Use a button or a link."""

    def write(self, target: Locator, words: str) -> None:
        """Put words into a field."""


class Mouse:
    """Clicks and types."""

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, target: Locator, words: str) -> None:
        target.fill(words)


class Keyboard:
    """Never touches the mouse: walks with Tab, presses with Enter or Space, types."""

    def _reach(self, target: Locator) -> Page:
        expect(target).to_be_visible()
        page = target.page
        for _step in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return page
            page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {target}")

    def press(self, target: Locator) -> None:
        page = self._reach(target)
        is_choice = target.evaluate("element => ['checkbox', 'radio'].includes(element.type)")
        page.keyboard.press("Space" if is_choice else "Enter")

    def write(self, target: Locator, words: str) -> None:
        page = self._reach(target)
        page.keyboard.press("Control+a")
        page.keyboard.type(words)
