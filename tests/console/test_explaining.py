"""Explain, preview and review on the console."""

import csv
import io
from typing import Any

import pytest
from django.test import Client as Browser

from kmsportal.projector import catch_up
from kmsportal.tenancy.models import Role
from tests.console.conftest import role_browser
from tests.keys.policies import account_root, allow, deny, policy_of, trust
from tests.world import Client, World, refused


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    return world.user(alice, "bob")


@pytest.fixture
def here(home: str, orders: dict[str, Any]) -> str:
    return f"{home}keys/{orders['KeyId']}/"


def text_of(browser: Browser, address: str, **query: str) -> str:
    return " ".join(browser.get(address, query).content.decode().split())


def test_a_question_is_answered_with_verdict_layers_and_change(
    signed_in: Browser, home: str, bob: Client, orders: dict[str, Any]
) -> None:
    asked = {
        "principal_arn": bob.arn,
        "action": "kms:Decrypt",
        "key_id": "alias/orders",
    }
    page = text_of(signed_in, f"{home}explain/", **asked)
    assert "Denied: nothing allows it" in page
    assert f"User: {bob.arn} is not authorized to perform: kms:Decrypt" in page
    assert "leaves it to the principal&#x27;s own policies" in page
    assert "Add a statement that allows kms:Decrypt to a new identity policy" in page


def test_what_else_the_call_says_counts(
    signed_in: Browser, home: str, world: World, alice: Client, orders: dict[str, Any]
) -> None:
    bound = {"StringEquals": {"kms:EncryptionContext:app": "shop"}}
    carol = world.user(alice, "carol", policy_of(allow("kms:*", Condition=bound)))
    asked = {
        "principal_arn": carol.arn,
        "action": "kms:Decrypt",
        "key_id": "alias/orders",
    }
    assert "kms:encryptioncontext:app" in text_of(signed_in, f"{home}explain/", **asked)
    asked |= {"encryption_context": "app=shop", "time": "2026-01-01T00:00:00"}
    assert "is allowed kms:Decrypt" in text_of(signed_in, f"{home}explain/", **asked)


def test_a_question_that_cannot_be_put_is_told_on_the_page(
    signed_in: Browser, home: str
) -> None:
    asked = {"principal_arn": "arn:aws:s3:::a-bucket-name", "action": "kms:Decrypt"}
    assert "is not the ARN of a principal" in text_of(
        signed_in, f"{home}explain/", **asked
    )
    assert "This field is required" in text_of(signed_in, f"{home}explain/", action="x")


def test_a_denied_event_and_a_refusal_lead_to_their_explanation(
    signed_in: Browser, home: str, alice: Client, bob: Client, here: str
) -> None:
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId="alias/orders", Plaintext=b"x")
    catch_up()
    page = text_of(signed_in, f"{home}events/")
    assert f"{home}explain/?principal_arn=arn%3Aaws%3Aiam" in page
    auditor = role_browser(alice, Role.AUDITOR)
    answer = auditor.get(f"{here}policy/")
    assert answer.status_code == 403
    assert "Explain why" in answer.content.decode()


def test_a_policy_is_previewed_before_it_is_saved(
    signed_in: Browser, here: str, world: World, alice: Client
) -> None:
    carol = world.user(alice, "carol", policy_of(allow("kms:*")))
    carol.encrypt(KeyId="alias/orders", Plaintext=b"x")
    catch_up()
    own = trust(account_root(alice.account_id))
    text = policy_of(own, deny("kms:Encrypt", Principal={"AWS": carol.arn}))
    before = alice.describe_key(KeyId="alias/orders")
    answer = signed_in.post(f"{here}policy/preview/", {"policy": text, "days": "90"})
    page = " ".join(answer.content.decode().split())
    assert carol.arn in page
    assert "Loses" in page
    back = signed_in.post(f"{here}policy/edit/", {"policy": text, "draft": "on"})
    assert "kms:Encrypt" in back.content.decode()
    assert alice.describe_key(KeyId="alias/orders") == before
    carol.encrypt(KeyId="alias/orders", Plaintext=b"x")
    bad = signed_in.post(f"{here}policy/preview/", {"policy": "{}", "days": "30"})
    assert "Syntax errors in policy" in bad.content.decode()
    assert signed_in.get(f"{here}policy/preview/").status_code == 302


def test_who_has_access_is_a_page_and_a_table(
    signed_in: Browser, here: str, world: World, alice: Client
) -> None:
    carol = world.user(alice, "carol", policy_of(allow("kms:Sign")))
    page = text_of(signed_in, f"{here}access/", principal="carol")
    assert carol.arn in page
    assert ">Sign</a>" in page
    answer = signed_in.get(f"{here}access.csv", {"principal": "carol"})
    assert answer.headers["Content-Type"] == "text/csv"
    (row,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert (row["principal"], row["action"]) == (carol.arn, "kms:Sign")


def test_what_a_principal_may_do_is_a_page_and_a_table(
    signed_in: Browser, home: str, orders: dict[str, Any], world: World, alice: Client
) -> None:
    carol = world.user(alice, "carol", policy_of(allow("kms:Sign")))
    assert "Review" in text_of(signed_in, f"{home}access/principal/")
    asked = {"principal_arn": carol.arn}
    assert orders["KeyId"] in text_of(signed_in, f"{home}access/principal/", **asked)
    answer = signed_in.get(f"{home}access/principal.csv", asked)
    assert orders["Arn"] in answer.content.decode()
    assert signed_in.get(f"{home}access/principal.csv").status_code == 302


def test_buttons_that_would_be_refused_say_so(
    alice: Client, here: str, home: str, signed_in: Browser
) -> None:
    user = role_browser(alice, Role.KEY_USER)
    page = text_of(user, here)
    assert "no policy allows you kms:DisableKey here" in page
    assert f'href="{here}disable/"' not in page
    assert "no policy allows you kms:CreateKey here" in text_of(user, f"{home}keys/")
    own = text_of(signed_in, here)
    assert f'href="{here}disable/"' in own
    assert "no policy allows you" not in own
