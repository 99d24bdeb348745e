"""What tests of the page in Chromium share: the browser, and a page that is watched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 30_000  # ms
SERIOUS = ("serious", "critical")
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}

MARKS = [
    pytest.mark.page,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
    # gradio, uvicorn and starlette call what their own dependencies have deprecated
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    # a browser, a server and the tests share what may be one busy core
    pytest.mark.flaky(reruns=3),
]


@contextmanager
def chromium() -> Iterator[Any]:
    """Start Chromium, and end it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def barriers(page: Any) -> list[str]:
    """Return what axe-core finds in a page that shuts people out: names, roles, contrast."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe-core")
    return [
        f"{rule['id']}: {node['target']} {node['html'][:200]}"
        for rule in axe.Axe().run(page).response["violations"]
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
    ]


def click_until(page: Any, target: str, result: str) -> None:
    """Click, as a person does again, until something comes of it.

    A click that falls between two drawings of a view is lost with the button that it fell on.
    """
    from playwright.sync_api import TimeoutError as TookTooLong

    for _ in range(4):
        page.click(target)
        try:
            page.wait_for_selector(result, timeout=PATIENCE // 4)
        except TookTooLong:
            continue
        return
    page.wait_for_selector(result)


class Watched:
    """A page in a session of its own; ``asked`` are its requests, ``faults`` its errors."""

    def __init__(self, browser: Any, address: str, view: str, **how: Any) -> None:
        self.address = address
        how = {"viewport": WIDE, "reduced_motion": "reduce"} | how
        self.context = browser.new_context(**how)
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.faults: list[str] = []
        self.page.set_default_timeout(PATIENCE)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._heard)
        self.page.goto(f"{address}/#{view}")
        self.page.wait_for_selector("[role='tab'][aria-selected='true']")

    def _heard(self, message: Any) -> None:
        if message.type == "error":
            self.faults.append(message.text)

    @property
    def elsewhere(self) -> list[str]:
        """Requests to anything but the page's own server."""
        return [url for url in self.asked if not url.startswith((self.address, "data:", "blob:"))]

    def close(self) -> None:
        """End the session."""
        self.context.close()
