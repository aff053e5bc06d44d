"""Working with the console by mouse and by keyboard."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.console.chromium.conftest import Look
from tests.world import Client

Visit = Callable[[str], Page]


@pytest.fixture
def key(visit: Visit, orders: dict[str, Any]) -> Page:
    """The page of the key."""
    return visit(f"keys/{orders['KeyId']}/")


def state_of(alice: Client, orders: dict[str, Any]) -> str:
    found = alice.describe_key(KeyId=orders["KeyId"])
    return str(found["KeyMetadata"]["KeyState"])


def test_a_dialog_asks_before_a_key_is_disabled(
    key: Page, alice: Client, orders: dict[str, Any], look: Look
) -> None:
    key.get_by_role("link", name="Disable").click()
    dialog = key.get_by_role("dialog", name="Disable alias/orders?")
    expect(dialog).to_be_visible()
    look("dialog-disable")
    key.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    key.get_by_role("link", name="Disable").click()
    dialog.get_by_role("link", name="Keep as it is").click()
    expect(dialog).to_be_hidden()
    assert state_of(alice, orders) == "Enabled"


def test_a_key_is_disabled_by_keyboard_alone(
    key: Page, alice: Client, orders: dict[str, Any], look: Look
) -> None:
    key.get_by_role("link", name="Disable").focus()
    key.keyboard.press("Enter")
    expect(key.get_by_role("dialog")).to_be_visible()
    expect(key.get_by_role("link", name="Keep as it is")).to_be_focused()
    # What came in is given the focus once more as it settles, 20 ms later.
    expect(key.locator(".htmx-settling")).to_have_count(0)
    key.keyboard.press("Shift+Tab")
    key.keyboard.press("Enter")
    expect(key.get_by_role("status").first).to_contain_text("The key is disabled")
    look("key-disabled")
    assert state_of(alice, orders) == "Disabled"


def test_a_deletion_waits_for_the_name_and_is_cancelled_with_one_click(
    key: Page, alice: Client, orders: dict[str, Any], look: Look
) -> None:
    key.get_by_role("link", name="Delete").click()
    button = key.get_by_role("button", name="Schedule deletion")
    expect(button).to_be_disabled()
    key.get_by_label("Type alias/orders to confirm").fill("alias/order")
    expect(button).to_be_disabled()
    key.get_by_label("Type alias/orders to confirm").fill("alias/orders")
    button.click()
    expect(key.get_by_text("This key is deleted on")).to_be_visible()
    look("key-pending-deletion")
    assert state_of(alice, orders) == "PendingDeletion"
    key.get_by_role("button", name="Cancel deletion").click()
    expect(key.get_by_text("The deletion is cancelled.")).to_be_visible()
    assert state_of(alice, orders) == "Disabled"


def test_the_list_of_keys_follows_what_is_typed(
    visit: Visit, orders: dict[str, Any], alice: Client
) -> None:
    alice.create_key(Description="Another one")
    page = visit("keys/")
    expect(page.get_by_text("2 keys")).to_be_visible()
    page.get_by_label("Search").press_sequentially("orders")
    expect(page.get_by_text("1 key found")).to_be_visible()
    expect(page).to_have_url(re.compile("text=orders"))
    page.get_by_label("State").select_option("Disabled")
    expect(page.get_by_text("No key matches")).to_be_visible()
    page.get_by_role("link", name="Show all keys").click()
    expect(page.get_by_text("2 keys")).to_be_visible()


def test_a_key_is_made_by_form(visit: Visit, alice: Client) -> None:
    page = visit("keys/")
    page.get_by_role("link", name="Create key").first.click()
    page.get_by_label("Alias").fill("invoices")
    page.get_by_label("Tags").fill("team=billing")
    page.get_by_text("Show and edit the policy").click()
    expect(page.get_by_label("Key policy (JSON)")).to_be_visible()
    page.get_by_role("button", name="Create key").click()
    expect(page.get_by_role("heading", name="alias/invoices")).to_be_visible()
    expect(page.get_by_text("is made and ready for use")).to_be_visible()


def test_an_arn_is_copied(key: Page, orders: dict[str, Any]) -> None:
    key.context.grant_permissions(["clipboard-read", "clipboard-write"])
    key.get_by_role("button", name="Copy the ARN").click()
    expect(key.get_by_text("Copied")).to_be_visible()
    assert key.evaluate("navigator.clipboard.readText()") == orders["Arn"]


def test_credentials_and_a_token_are_shown(visit: Visit, look: Look) -> None:
    page = visit("access/")
    page.get_by_role("button", name="Get temporary credentials").click()
    expect(page.get_by_label("Credentials")).to_contain_text("AWS_SESSION_TOKEN")
    look("credentials")
    page.get_by_role("link", name="API tokens").click()
    page.get_by_label("Name").fill("nightly")
    page.get_by_role("button", name="Make token").click()
    expect(page.get_by_text("The token nightly is made.")).to_be_visible()
    look("token-made")


def test_menus_open_and_close_by_keyboard(key: Page, look: Look) -> None:
    menu = key.locator("summary", has_text="Region:")
    menu.focus()
    key.keyboard.press("Enter")
    expect(key.get_by_role("link", name="eu-central-1")).to_be_visible()
    look("menu-region")
    key.keyboard.press("Escape")
    expect(key.get_by_role("link", name="eu-central-1")).to_be_hidden()
    expect(menu).to_be_focused()


def test_the_region_is_switched(key: Page) -> None:
    key.locator("summary", has_text="Region:").click()
    key.get_by_role("link", name="eu-central-1").click()
    expect(key).to_have_url(re.compile("/eu-central-1/$"))
    key.get_by_role("navigation", name="Main").get_by_role("link", name="Keys").click()
    expect(key.get_by_text("No keys in eu-central-1 yet")).to_be_visible()


def test_the_content_is_one_key_press_away(key: Page) -> None:
    key.keyboard.press("Tab")
    expect(key.get_by_role("link", name="Skip to the content")).to_be_focused()
    key.keyboard.press("Enter")
    expect(key.locator("#content")).to_be_focused()


def test_on_a_narrow_screen_the_navigation_is_a_menu(key: Page) -> None:
    key.set_viewport_size({"width": 390, "height": 844})
    key.locator("summary[aria-label=Navigation]").click()
    key.get_by_role("link", name="Event history").click()
    expect(key.get_by_role("heading", name="Event history")).to_be_visible()


def test_everything_needed_works_without_scripts(
    key: Page, alice: Client, orders: dict[str, Any]
) -> None:
    browser = key.context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(key.context.cookies())  # type: ignore[arg-type]  # as they came
    page = plain.new_page()
    page.goto(key.url)
    page.get_by_role("link", name="Disable").click()
    page.get_by_role("button", name="Disable the key").click()
    assert state_of(alice, orders) == "Disabled"
    page.get_by_role("link", name="Delete").click()
    page.get_by_label("Type alias/orders to confirm").fill("alias/orders")
    page.get_by_role("button", name="Schedule deletion").click()
    assert state_of(alice, orders) == "PendingDeletion"
