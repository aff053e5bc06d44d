"""OpenID Connect providers."""

import json

import pytest
from django.test import Client as Browser

from tests.console.iam.test_identities import text_of
from tests.world import Client

FORM = {"url": "https://token.example.com/ci", "client_ids": "sts.amazonaws.com"}


@pytest.fixture
def arn(signed_in: Browser, home: str, alice: Client) -> str:
    signed_in.post(f"{home}iam/providers/create/", FORM)
    return f"arn:aws:iam::{alice.account_id}:oidc-provider/token.example.com/ci"


def test_a_provider_is_made_and_listed(signed_in: Browser, home: str, arn: str) -> None:
    assert arn in text_of(signed_in, f"{home}iam/providers/")
    assert "sts.amazonaws.com" in text_of(signed_in, f"{home}iam/providers/of/{arn}/")
    again = signed_in.post(f"{home}iam/providers/create/", FORM).content.decode()
    assert "already exists" in again


def test_audiences_come_and_go(
    signed_in: Browser, home: str, arn: str, alice: Client
) -> None:
    signed_in.post(f"{home}iam/providers/of/{arn}/", {"client_id": "shop"})
    client = f"{home}iam/providers/client/{arn}/"
    assert "shop" in text_of(signed_in, f"{client}?client_id=shop")
    signed_in.post(client, {"client_id": "sts.amazonaws.com"})
    page = text_of(signed_in, f"{home}iam/providers/of/{arn}/")
    assert "shop" in page
    assert "sts.amazonaws.com</th>" not in page


def test_the_roles_that_trust_it_are_told(
    signed_in: Browser, home: str, arn: str, alice: Client
) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": arn},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {"token.example.com/ci:aud": "shop"}},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    alice.iam.create_role(RoleName="ci", AssumeRolePolicyDocument=document)
    page = text_of(signed_in, f"{home}iam/providers/of/{arn}/")
    assert "iam/roles/ci/trust/" in page
    assert "iam/roles/Auditor/trust/" not in page


def test_tags_of_a_provider(signed_in: Browser, home: str, arn: str) -> None:
    here = f"{home}iam/providers/tags/{arn}/"
    signed_in.post(here, {"name": "team", "value": "payments"})
    assert "payments" in text_of(signed_in, here)
    signed_in.post(f"{home}iam/providers/untag/{arn}/", {"name": "team"})
    assert "payments" not in text_of(signed_in, here)


def test_a_provider_is_deleted_by_its_name(
    signed_in: Browser, home: str, arn: str
) -> None:
    here = f"{home}iam/providers/delete/{arn}/"
    assert "Type token.example.com/ci to confirm" in text_of(signed_in, here)
    signed_in.post(here, {"confirmation": "token.example.com/ci"})
    assert "No identity providers yet" in text_of(signed_in, f"{home}iam/providers/")
    assert signed_in.get(here).status_code == 404
