from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from kmsportal.tenancy.models import User
from tests.console.chromium.conftest import Look
from tests.console.conftest import PASSWORD


def test_the_way_in_with_a_one_time_password(
    live_server: LiveServer, page: Page, ada: User, look: Look
) -> None:
    User.objects.update(must_change_password=True)
    page.goto(live_server.url)
    look("sign-in")
    page.get_by_label("E-mail").fill(ada.email)
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    look("sign-in-refused")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Choose your password")).to_be_visible()
    look("change-password")
