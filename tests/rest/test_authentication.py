"""Who may call REST, by token and by session."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client as Browser

from kmsportal.iam.models import ApiToken
from kmsportal.tenancy.models import Membership, Role, User
from tests.rest.people import (
    PASSWORD,
    RestClient,
    client_of,
    join,
    make_person,
    token_of,
)
from tests.world import Client, World

IDENTITY = "/api/v1/caller-identity"


def test_a_token_acts_as_the_member_s_role(api: RestClient, alice: Client) -> None:
    found = api.get("caller-identity").json()
    role = f"arn:aws:sts::{alice.account_id}:assumed-role/Administrator"
    assert found["arn"] == f"{role}/ada@example.com"
    assert found["account"] == alice.account_id


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer x",
        "Bearer kmsp_0000000000000000_AAAA",
        "Basic YTpi",
        "AWS4-HMAC-SHA256 Credential=AKIA/20261123/us-east-1/kms/aws4_request",
        "Bearer kmsp_\u00e9_\u00e9",
    ],
)
def test_anything_but_a_token_is_unauthorized(header: str, api: RestClient) -> None:
    refused = Browser().get(IDENTITY, headers={"Authorization": header})
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == 'Bearer realm="kms-portal"'
    assert refused.json()["code"] == "UnrecognizedClientException"


def test_no_token_at_all_is_unauthorized(db: None) -> None:
    refused = Browser().get(IDENTITY)
    assert refused.status_code == 401
    assert refused.json()["code"] == "MissingAuthenticationTokenException"


def test_another_secret_for_the_same_id_is_refused(ada: User, alice: Client) -> None:
    token = token_of(ada, alice.account_id)
    other = token[:-1] + ("A" if token[-1] != "A" else "B")
    refused = Browser().get(IDENTITY, headers={"Authorization": f"Bearer {other}"})
    assert refused.status_code == 401


def test_an_expired_token_is_refused(api: RestClient) -> None:
    now = datetime.now(UTC)
    ApiToken.objects.update(
        created_at=now - timedelta(days=2), expires_at=now - timedelta(seconds=1)
    )
    refused = api.get("caller-identity")
    assert refused.status_code == 401
    assert refused.json()["code"] == "ExpiredTokenException"


def test_a_token_ends_with_the_membership(api: RestClient, ada: User) -> None:
    Membership.objects.filter(user=ada).delete()
    assert api.get("caller-identity").status_code == 401


def test_a_token_of_a_dismissed_person_is_refused(api: RestClient, ada: User) -> None:
    User.objects.filter(id=ada.id).update(is_active=False)
    assert api.get("caller-identity").status_code == 403


def test_a_token_is_for_one_account(api: RestClient, mallory: Client) -> None:
    refused = api.browser.get(IDENTITY, headers={"X-KMS-Account": mallory.account_id})
    assert refused.status_code == 403


def test_a_token_s_use_is_noted_to_the_minute(api: RestClient) -> None:
    api.get("caller-identity")
    first = ApiToken.objects.get().last_used_at
    assert first is not None
    api.get("caller-identity")
    assert ApiToken.objects.get().last_used_at == first


def test_a_role_bounds_what_a_token_may_do(
    world: World, alice: Client, key_id: str
) -> None:
    auditor = make_person("audrey@example.com")
    join(auditor, alice.account_id, Role.AUDITOR)
    refused = client_of(auditor, alice.account_id).post(f"keys/{key_id}/disable")
    assert refused.status_code == 403
    assert "kms:DisableKey" in refused.json()["detail"]


def _signed_in(person: User) -> Browser:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return browser


def test_a_session_acts_in_the_person_s_only_account(ada: User, alice: Client) -> None:
    found = _signed_in(ada).get(IDENTITY)
    assert found.json()["account"] == alice.account_id


def test_a_session_names_the_account_of_several(
    ada: User, alice: Client, mallory: Client
) -> None:
    join(ada, mallory.account_id, Role.AUDITOR)
    browser = _signed_in(ada)
    assert browser.get(IDENTITY).status_code == 400
    headers = {"X-KMS-Account": mallory.account_id}
    found = browser.get(IDENTITY, headers=headers)
    assert found.json()["account"] == mallory.account_id


def test_a_session_cannot_enter_a_stranger_s_account(
    ada: User, mallory: Client
) -> None:
    headers = {"X-KMS-Account": mallory.account_id}
    assert _signed_in(ada).get(IDENTITY, headers=headers).status_code == 403


def test_a_session_cannot_change_anything_without_the_csrf_token(ada: User) -> None:
    refused = _signed_in(ada).post(
        "/api/v1/keys", "{}", content_type="application/json"
    )
    assert refused.status_code == 403
    assert refused.headers["Content-Type"] == "application/problem+json"


def test_a_session_changes_with_the_csrf_token(ada: User) -> None:
    browser = _signed_in(ada)
    token = "a" * 32
    browser.cookies["csrftoken"] = token
    made = browser.post(
        "/api/v1/keys",
        "{}",
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )
    assert made.status_code == 201


def test_a_one_time_password_is_changed_first(ada: User) -> None:
    User.objects.filter(id=ada.id).update(must_change_password=True)
    refused = _signed_in(ada).get(IDENTITY)
    assert refused.status_code == 403
    assert refused.json()["detail"] == "Change your one-time password first."


def test_a_password_proves_nobody_to_rest(ada: User) -> None:
    proof = base64.b64encode(f"{ada.email}:{PASSWORD}".encode()).decode()
    refused = Browser().get(IDENTITY, headers={"Authorization": f"Basic {proof}"})
    assert refused.status_code == 401


def test_a_token_makes_no_credentials_that_outlive_it(api: RestClient) -> None:
    assert api.post("session-credentials").status_code == 403
    assert api.post("tokens", name="another").status_code == 403


def test_a_session_makes_lists_and_revokes_tokens(ada: User, alice: Client) -> None:
    browser = _signed_in(ada)
    browser.cookies["csrftoken"] = "a" * 32
    headers = {"X-CSRFToken": "a" * 32}
    made = browser.post(
        "/api/v1/tokens",
        {"name": "backup"},
        content_type="application/json",
        headers=headers,
    )
    assert made.status_code == 201
    client = RestClient(Authorization=f"Bearer {made.json()['token']}")
    listed = client.get("tokens").json()["tokens"]
    assert [entry["name"] for entry in listed] == ["backup"]
    assert "token" not in listed[0]
    assert browser.delete(made.headers["Location"], headers=headers).status_code == 204
    assert client.get("tokens").status_code == 401
