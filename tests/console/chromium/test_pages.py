"""Every page, with data on it, at both widths and in both colour schemes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kmsportal.projector import catch_up
from kmsportal.tenancy.models import Membership, Role, User
from tests.console.chromium.conftest import Look
from tests.console.conftest import USE_KEYS, role_browser
from tests.world import NOW, Client, refused

Visit = Callable[[str], Page]


@pytest.fixture
def busy(alice: Client, orders: dict[str, Any]) -> str:
    """An account with keys in every state and a month of calls; a key's id."""
    alice.enable_key_rotation(KeyId=orders["KeyId"])
    for name in ("invoices", "customer-documents-archive", "backups"):
        made = alice.create_key(Description=f"Protects {name}")["KeyMetadata"]
        alice.create_alias(AliasName=f"alias/{name}", TargetKeyId=made["KeyId"])
    alice.disable_key(KeyId=alice_key(alice, "invoices"))
    leaving = alice_key(alice, "backups")
    alice.schedule_key_deletion(KeyId=leaving, PendingWindowInDays=9)
    with refused("DisabledException"):
        alice.encrypt(KeyId="alias/invoices", Plaintext=b"secret")
    alice.rotate_key_on_demand(KeyId=orders["KeyId"])
    alice.time = NOW + timedelta(minutes=3)
    for _ in range(3):
        alice.generate_data_key(KeyId="alias/orders", KeySpec="AES_256")
    catch_up()
    return str(orders["KeyId"])


def alice_key(alice: Client, name: str) -> str:
    found = alice.describe_key(KeyId=f"alias/{name}")
    return str(found["KeyMetadata"]["KeyId"])


def test_the_dashboard_and_lists(visit: Visit, look: Look, busy: str) -> None:
    for address, name in (
        ("", "dashboard"),
        ("keys/", "keys"),
        ("keys/?text=nothing", "keys-none"),
        ("aliases/", "aliases"),
        ("events/", "events"),
        ("events/?text=nothing&start_time=2026-11-01T00:00:00", "events-none"),
        ("cost/", "cost"),
        ("access/", "access"),
        ("access/tokens/", "tokens"),
    ):
        visit(address)
        look(name)


def test_a_key(visit: Visit, look: Look, busy: str) -> None:
    for section in ("", "policy", "aliases", "tags", "rotation", "events", "cost"):
        visit(f"keys/{busy}/{section}{'/' if section else ''}")
        look(f"key-{section or 'overview'}")


def test_the_forms(visit: Visit, look: Look, busy: str) -> None:
    for address, name in (
        ("keys/create/", "create"),
        (f"keys/{busy}/policy/edit/", "policy-edit"),
        (f"keys/{busy}/delete/", "delete"),
        (f"keys/{busy}/disable/", "disable"),
        ("aliases/retarget/orders/", "retarget"),
        ("keys/no-such-key/", "not-found"),
    ):
        visit(address)
        look(name)


def test_a_record_opens(visit: Visit, look: Look, busy: str) -> None:
    page = visit("events/?errors_only=on")
    page.get_by_text("Disabled", exact=True).click()
    expect(page.get_by_label("Record of Encrypt")).to_contain_text("DisabledException")
    look("event-open")


def test_access_is_explained_and_reviewed(
    visit: Visit, look: Look, busy: str, alice: Client
) -> None:
    role = f"arn:aws:iam::{alice.account_id}:role/KeyUser"
    query = f"principal_arn={role}&action=kms:DisableKey&key_id={busy}"
    for address, name in (
        ("explain/", "explain"),
        (f"explain/?{query}", "explain-denied"),
        (f"keys/{busy}/access/", "key-access"),
        (f"access/principal/?principal_arn={role}", "principal-access"),
    ):
        visit(address)
        look(name)


def test_a_policy_is_previewed_in_the_editor(
    visit: Visit, look: Look, busy: str, alice: Client
) -> None:
    page = visit(f"keys/{busy}/policy/edit/")
    alone = f'{{"Principal": {{"AWS": "{alice.arn}"}}, "Effect": "Allow",'
    statement = alone + ' "Action": ["kms:PutKeyPolicy"], "Resource": "*"}'
    page.get_by_label("Key policy (JSON)").fill(f'{{"Statement": [{statement}]}}')
    page.get_by_role("button", name="Preview").click()
    section = page.get_by_role("region", name="What this policy would change")
    expect(section).to_contain_text("Loses")
    expect(section).to_contain_text("update the key policy in the future")
    look("policy-preview")


def test_an_empty_account(visit: Visit, look: Look) -> None:
    for address, name in (("", "empty-dashboard"), ("keys/", "empty-keys")):
        visit(address)
        look(name)


def test_people(visit: Visit, look: Look, ada: User, alice: Client) -> None:
    role_browser(alice, Role.AUDITOR)
    page = visit("people/")
    look("people")
    for name in ("role", "remove", "password"):
        place = Membership.objects.get(role=Role.AUDITOR)
        visit(f"people/{place.pk}/{name}/")
        look(f"people-{name}")
    page = visit("people/")
    page.get_by_label("E-mail address").fill("grace@example.com")
    page.get_by_role("button", name="Add person").click()
    added = page.get_by_role("status").filter(has_text="is a member")
    expect(added).to_contain_text("one-time password")
    look("people-added")


def test_identities_and_policies(
    visit: Visit, look: Look, alice: Client, team: str
) -> None:
    alice.iam.attach_user_policy(UserName="bob", PolicyArn=team)
    alice.iam.put_user_policy(UserName="bob", PolicyName="own", PolicyDocument=USE_KEYS)
    alice.iam.create_policy_version(PolicyArn=team, PolicyDocument=USE_KEYS)
    for address, name in (
        ("users/", "users"),
        ("users/bob/", "user"),
        ("users/bob/groups/", "user-groups"),
        ("users/bob/delete/", "user-delete"),
        ("roles/deployer/", "role"),
        ("roles/deployer/trust/", "role-trust"),
        ("create/roles/", "role-create"),
        ("policies/", "policies"),
        (f"policies/of/{team}/", "policy"),
        (f"policies/versions/{team}/", "policy-versions"),
        (f"policies/version/v2/{team}/", "policy-version"),
        ("providers/", "providers"),
        ("groups/none/", "iam-not-found"),
    ):
        visit(f"iam/{address}")
        look(name)


def test_a_policy_is_remarked_upon_while_it_is_written(
    visit: Visit, look: Look
) -> None:
    page = visit("iam/policies/create/")
    page.get_by_label("Policy (JSON)").fill(USE_KEYS.replace("Decrypt", "Decypt"))
    expect(page.locator("#remarks")).to_contain_text("Decypt")
    look("policy-remarks")


def test_the_secret_of_an_access_key_is_shown_once_and_the_key_deactivated(
    visit: Visit, look: Look, team: str
) -> None:
    page = visit("iam/users/bob/keys/")
    page.get_by_role("button", name="Create access key").click()
    expect(page.get_by_text("it is shown this once")).to_be_visible()
    look("access-key-made")
    page.get_by_role("link", name="Deactivate").click()
    dialog = page.get_by_role("dialog", name="Deactivate this access key?")
    expect(dialog).to_be_visible()
    look("access-key-dialog")
    dialog.get_by_role("button", name="Deactivate").click()
    expect(page.get_by_text("Inactive", exact=True)).to_be_visible()
