"""Takes the pictures in docs/images: every view, on a wide screen and a phone, light and dark.

``make screenshots`` (or ``python -m docs.screenshots``) serves the samples on a free port, drives
Chromium and writes ``VIEW-WIDTH-LIGHT|DARK.png``, each reduced to a palette. Needs Chromium.
"""

from __future__ import annotations

import io
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from PIL import Image
from playwright.sync_api import sync_playwright

from assistant.conversation import Assistant
from assistant.web.intake import sample_files
from assistant.web.page import VIEWS, application
from corpus.library import Library

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
IMAGES = Path(__file__).parent / "images"
SIZES = {"wide": (1440, 900), "phone": (390, 844)}
SCHEMES = ("light", "dark")
COLOURS = 96
LARGEST = 150_000  # bytes
QUESTION = "临江区水务局2026年三公经费比上年减少多少？"
DOCUMENT = "水务局2026年部门预算"
DRAFT = "2026年机关运行经费财政拨款预算80.00万元，较上年增加2.00万元，主要原因是办公用房维修。"
NUMBER = ".figures-scroll td button"
SETTLED = 700  # ms for what moves


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve a library of the samples; yields the address."""
    Library.open(home, create=True).add(sample_files())
    assistant = Assistant.open(home)
    assistant.warm()
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(application(assistant), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


def asked(page: Any) -> None:
    """Show an answer with its evidence."""
    page.wait_for_selector(".welcome .chip")
    page.fill("#question textarea", QUESTION)
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#evidence .cited")


def looked_into(page: Any) -> None:
    """Show a document with a table of it; on a phone the list is what comes first."""
    page.wait_for_selector(".line")
    if page.viewport_size["width"] < 900:
        return
    page.click(f".line:has-text('{DOCUMENT}')")
    page.wait_for_selector(".document .preview")
    tables = page.locator(".turn-part optgroup >> nth=-1").locator("option")
    page.select_option(".turn-part select", tables.nth(1).get_attribute("value"))
    page.wait_for_selector(".preview .verdict")


def listed(page: Any) -> None:
    """Show the figures, on a wide screen with a receipt."""
    page.wait_for_selector(NUMBER)
    if page.viewport_size["width"] >= 900:
        page.click(NUMBER)
        page.wait_for_selector("#figures-receipt .cited")


def worded(page: Any) -> None:
    """Show how a draft was worded before."""
    page.wait_for_selector("#precedents form.draft")
    page.fill("#precedents-draft", DRAFT)
    page.click("#precedents form.draft [type='submit']")
    page.wait_for_selector("#precedents .family")


def reviewed(page: Any) -> None:
    """Show what a review of everything says."""
    page.wait_for_selector("#review form.choose")
    page.click("#review form.choose [type='submit']")
    page.wait_for_selector("#review .summary")


STEPS = {
    "ask": asked,
    "figures": listed,
    "library": looked_into,
    "precedents": worded,
    "review": reviewed,
}


def taken(browser: Any, address: str, view: str, size: str, scheme: str) -> bytes:
    """Return one picture as PNG."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{address}/#{view}")
    page.wait_for_selector(f"#view-{view}", state="visible")
    STEPS.get(view, lambda _: None)(page)
    page.wait_for_timeout(SETTLED)
    picture = Image.open(io.BytesIO(page.screenshot()))
    context.close()
    reduced = io.BytesIO()
    picture.convert("RGB").quantize(COLOURS).save(reduced, "PNG", optimize=True)
    return reduced.getvalue()


def main() -> int:
    """Take all pictures; 1 when one is too large for a repository."""
    IMAGES.mkdir(exist_ok=True)
    too_large = 0
    with TemporaryDirectory() as home, served(Path(home)) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for view in VIEWS:
            for size in SIZES:
                for scheme in SCHEMES:
                    data = taken(browser, address, view, size, scheme)
                    too_large += len(data) > LARGEST
                    (IMAGES / f"{view}-{size}-{scheme}.png").write_bytes(data)
                    print(f"{view}-{size}-{scheme}.png {len(data) // 1000} kB", flush=True)
        browser.close()
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main())
