"""A real Chromium upon a real server, and what it is asked to look at."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from billing.catalogue import install_books
from kmsportal.tenancy.models import User
from tests.console.conftest import PASSWORD

VIEWS: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (1280, "light"),
    (390, "dark"),
)
_SCREENSHOTS = os.environ.get("KMSPORTAL_TEST_SCREENSHOTS")

Look = Callable[[str], None]


@pytest.fixture
def page(
    live_server: LiveServer, chromium_path: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    """A fresh browser for each test.

    Playwright's synchronous API leaves a loop running in this thread. One that
    outlives its test, as pytest-playwright's does, breaks every test after it that
    runs a loop of its own; and Django mistakes this one for asynchronous code.
    """
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.set_default_timeout(20_000)
        expect.set_options(timeout=20_000)
        yield page
        browser.close()


@pytest.fixture
def visit(
    live_server: LiveServer, page: Page, ada: User, home: str
) -> Iterator[Callable[[str], Page]]:
    """Sign Ada in by the form, then open addresses within her account.

    The page must not have complained, above all not about its security policy.
    """
    # The database is emptied after each of these tests, and a migration fills it once.
    install_books()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/console/")
    page.get_by_label("E-mail").fill(ada.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live_server.url}{home}")

    def go(address: str = "") -> Page:
        page.goto(f"{live_server.url}{home}{address}")
        return page

    yield go
    # A refusal that a test provokes is not one of them.
    assert [text for text in complaints if "Failed to load" not in text] == []


@pytest.fixture
def look(page: Page) -> Look:
    """Check the page that is open: wide and light, then narrow and dark."""

    def at(name: str) -> None:
        for width, scheme in VIEWS:
            page.set_viewport_size({"width": width, "height": 844})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            where = f"{name}-{width}-{scheme}"
            _keep(page, where)
            _require_accessible(page, where)
            _require_no_sideways_scroll(page, where)

    return at


def _keep(page: Page, name: str) -> None:
    """Leave a picture in the folder ``KMSPORTAL_TEST_SCREENSHOTS``, for people."""
    if _SCREENSHOTS:
        page.screenshot(path=Path(_SCREENSHOTS) / f"{name}.png", full_page=True)


def _require_accessible(page: Page, where: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{where}:\n{found.generate_report()}"


def _require_no_sideways_scroll(page: Page, where: str) -> None:
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], where  # type: ignore[index]  # it was set
