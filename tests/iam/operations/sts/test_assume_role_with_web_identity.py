"""AssumeRoleWithWebIdentity, with an issuer that really answers."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jwt
import pytest
from pytest_django import Settings

from kmsportal.core.errors import ServiceError
from kmsportal.iam import issuer_keys
from tests.iam.issuers import AUDIENCE, Issuer, issuing
from tests.iam.sessions import holder_of, role
from tests.ledger import records
from tests.world import NOW, Client, refused

SUBJECT = "system:serviceaccount:apps:web"


@pytest.fixture(scope="module")
def running() -> Iterator[Issuer]:
    with issuing() as issuer:
        yield issuer


@pytest.fixture
def issuer(
    running: Issuer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Issuer:
    settings.KMSPORTAL_OIDC_LOOPBACK_HTTP = True
    monkeypatch.setattr(issuer_keys, "_failures", {})
    running.is_down = False
    running.fetches = 0
    return running


@pytest.fixture
def web_role(alice: Client, issuer: Issuer) -> str:
    made = alice.iam.create_open_id_connect_provider(
        Url=issuer.url, ClientIDList=[AUDIENCE]
    )
    return role(
        alice, "web", trusting(made["OpenIDConnectProviderArn"], issuer, SUBJECT)
    )


def trusting(provider: str, issuer: Issuer, subject: str) -> str:
    name = issuer.url.partition("://")[2]
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": [
            "sts:AssumeRoleWithWebIdentity",
            "sts:TagSession",
            "sts:SetSourceIdentity",
        ],
        "Condition": {
            "StringEquals": {f"{name}:sub": subject, f"{name}:aud": AUDIENCE}
        },
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def come(client: Client, role_arn: str, token: str, **members: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client.sts.assume_role_with_web_identity(
        RoleArn=role_arn, RoleSessionName="pod", WebIdentityToken=token, **members
    )
    return answer


def test_whom_the_issuer_vouches_for_becomes_a_session(
    alice: Client, issuer: Issuer, web_role: str
) -> None:
    made = come(alice, web_role, issuer.token(NOW))
    assert made["SubjectFromWebIdentityToken"] == SUBJECT
    assert made["Audience"] == AUDIENCE
    caller = holder_of(made)
    assert caller.arn == f"arn:aws:sts::{alice.account_id}:assumed-role/web/pod"
    assert caller.caller.session is not None
    assert caller.caller.session.provider == made["Provider"]


def test_the_event_names_the_identity_and_hides_the_token(
    alice: Client, issuer: Issuer, web_role: str
) -> None:
    token = issuer.token(NOW)
    made = come(alice, web_role, token)
    (record,) = records("sts:AssumeRoleWithWebIdentity")
    assert record["userIdentity"] == {
        "type": "WebIdentityUser",
        "principalId": f"{made['Provider']}:{AUDIENCE}:{SUBJECT}",
        "userName": SUBJECT,
        "identityProvider": made["Provider"],
    }
    assert record["recipientAccountId"] == alice.account_id
    assert record["requestParameters"] == {
        "roleArn": web_role,
        "roleSessionName": "pod",
    }
    assert token not in str(records())
    assert made["Credentials"]["SessionToken"] not in str(records())


def test_another_subject_is_not_trusted(
    alice: Client, issuer: Issuer, web_role: str
) -> None:
    with refused(
        "AccessDeniedException",
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    ):
        come(alice, web_role, issuer.token(NOW, sub="system:serviceaccount:x:y"))
    with refused(
        "AccessDeniedException",
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    ):
        come(alice, web_role + "x", issuer.token(NOW))


def test_a_strangers_account_does_not_know_the_issuer(
    mallory: Client, issuer: Issuer, web_role: str
) -> None:
    arn = f"arn:aws:iam::{mallory.account_id}:role/Administrator"
    with refused("InvalidIdentityTokenException"):
        come(mallory, arn, issuer.token(NOW))


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"aud": "another"}, "InvalidIdentityTokenException"),
        ({"azp": "another"}, "InvalidIdentityTokenException"),
        ({"iss": "https://elsewhere.example"}, "InvalidIdentityTokenException"),
        ({"sub": None}, "InvalidIdentityTokenException"),
        ({"exp": None}, "InvalidIdentityTokenException"),
        ({"iat": None}, "InvalidIdentityTokenException"),
        ({"exp": int(NOW.timestamp())}, "ExpiredTokenException"),
        ({"nbf": int(NOW.timestamp()) + 600}, "IDPRejectedClaimException"),
        ({"exp": 1e300}, "InvalidIdentityTokenException"),
    ],
)
def test_what_a_token_says_must_fit(
    claims: dict[str, Any], code: str, alice: Client, issuer: Issuer, web_role: str
) -> None:
    with refused(code):
        come(alice, web_role, issuer.token(NOW, **claims))


@pytest.mark.parametrize("token", ["abcd", "a.b.c", "{}.{}.{}", "\u00e4\u00f6\u00fc."])
def test_what_is_no_token_is_refused(
    token: str, alice: Client, issuer: Issuer, web_role: str
) -> None:
    with refused("InvalidIdentityTokenException"):
        come(alice, web_role, token)


def test_a_forged_signature_is_refused(
    alice: Client, issuer: Issuer, web_role: str
) -> None:
    claims = jwt.decode(issuer.token(NOW), options={"verify_signature": False})
    other = Issuer(issuer.url)
    other.add_key("one")
    unsigned = jwt.encode(claims, "", algorithm="none")
    by_secret = jwt.encode(
        claims, "a secret of thirty-two bytes and more", "HS256", headers={"kid": "one"}
    )
    for token in (other.token(NOW), unsigned, by_secret):
        with refused("InvalidIdentityTokenException"):
            come(alice, web_role, token)


def test_elliptic_curves_serve_as_well(
    alice: Client, issuer: Issuer, web_role: str
) -> None:
    issuer.add_key("curve", "EC")
    come(alice, web_role, issuer.token(NOW, key_id="curve"))


def test_keys_are_remembered_and_asked_for_anew_once_a_minute(
    alice: Client, issuer: Issuer, web_role: str
) -> None:
    come(alice, web_role, issuer.token(NOW))
    come(alice, web_role, issuer.token(NOW))
    assert issuer.fetches == 1
    issuer.add_key("new")
    with refused("InvalidIdentityTokenException"):
        come(alice, web_role, issuer.token(NOW, key_id="new"))
    assert issuer.fetches == 1
    alice.time = NOW + timedelta(seconds=61)
    come(alice, web_role, issuer.token(NOW, key_id="new"))
    assert issuer.fetches == 2


def test_an_issuer_that_does_not_answer_is_told_so(
    alice: Client, issuer: Issuer, web_role: str
) -> None:
    issuer.is_down = True
    with refused("IDPCommunicationErrorException"):
        come(alice, web_role, issuer.token(NOW))
    issuer.is_down = False
    # It is left alone for a while: strangers must not make the portal call it.
    with refused("IDPCommunicationErrorException"):
        come(alice, web_role, issuer.token(NOW))


def test_known_keys_outlast_an_issuer_that_is_down(
    alice: Client, issuer: Issuer, web_role: str
) -> None:
    come(alice, web_role, issuer.token(NOW))
    issuer.is_down = True
    alice.time = NOW + timedelta(hours=2)
    come(alice, web_role, issuer.token(alice.time))


def test_the_issuer_can_pass_tags_and_a_source_identity(
    alice: Client, issuer: Issuer, web_role: str
) -> None:
    tags = {"principal_tags": {"Team": ["ops"]}, "transitive_tag_keys": ["Team"]}
    claims: dict[str, Any] = {
        "https://aws.amazon.com/tags": tags,
        "https://aws.amazon.com/source_identity": "ann",
    }
    token = issuer.token(
        NOW,
        **claims,
    )
    made = come(alice, web_role, token)
    caller = holder_of(made).caller
    assert made["SourceIdentity"] == "ann"
    assert caller.principal.tags == {"Team": "ops"}
    assert caller.session is not None
    assert caller.session.transitive_tags == {"Team": "ops"}


def test_without_the_setting_only_https_will_do(
    alice: Client, issuer: Issuer, web_role: str, settings: Settings
) -> None:
    settings.KMSPORTAL_OIDC_LOOPBACK_HTTP = False
    with pytest.raises(ServiceError):
        come(alice, web_role, issuer.token(NOW))
    with refused("InvalidInputException", "Invalid Open ID Connect Provider URL"):
        alice.iam.create_open_id_connect_provider(Url="http://127.0.0.1:1")
