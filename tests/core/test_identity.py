from datetime import UTC, datetime
from typing import Any

import msgspec

from kmsportal.core.identity import identity_of
from kmsportal.core.principal import Principal, PrincipalKind

ACCOUNT = "111122223333"


def decoded(raw: msgspec.Raw) -> dict[str, Any]:
    members: dict[str, Any] = msgspec.json.decode(raw)
    return members


def test_a_root_user_is_her_account() -> None:
    root = Principal(
        kind=PrincipalKind.ROOT,
        account_id=ACCOUNT,
        arn=f"arn:aws:iam::{ACCOUNT}:root",
        unique_id=ACCOUNT,
    )
    assert decoded(identity_of(root, "AKIAROOT")) == {
        "type": "Root",
        "principalId": ACCOUNT,
        "arn": f"arn:aws:iam::{ACCOUNT}:root",
        "accountId": ACCOUNT,
        "accessKeyId": "AKIAROOT",
    }


def test_a_user_is_named() -> None:
    alice = Principal(
        kind=PrincipalKind.USER,
        account_id=ACCOUNT,
        arn=f"arn:aws:iam::{ACCOUNT}:user/staff/Alice",
        unique_id="AIDAALICE",
        name="Alice",
    )
    identity = decoded(identity_of(alice, "AKIAALICE"))
    assert identity["type"] == "IAMUser"
    assert identity["userName"] == "Alice"
    assert "sessionContext" not in identity


def test_a_role_session_shows_its_role() -> None:
    session = Principal(
        kind=PrincipalKind.ASSUMED_ROLE,
        account_id=ACCOUNT,
        arn=f"arn:aws:sts::{ACCOUNT}:assumed-role/Auditor/alice",
        unique_id="AROAAUDITOR:alice",
        name="alice",
        role_arn=f"arn:aws:iam::{ACCOUNT}:role/portal/Auditor",
        role_id="AROAAUDITOR",
        tags={"secret-project": "x"},
    )
    began = datetime(2026, 11, 23, 12, 0, 0, 5, tzinfo=UTC)
    identity = decoded(identity_of(session, "", session_began=began))
    assert "accessKeyId" not in identity
    assert "secret-project" not in str(identity)
    assert identity["sessionContext"] == {
        "sessionIssuer": {
            "type": "Role",
            "principalId": "AROAAUDITOR",
            "arn": f"arn:aws:iam::{ACCOUNT}:role/portal/Auditor",
            "accountId": ACCOUNT,
            "userName": "Auditor",
        },
        "attributes": {
            "creationDate": "2026-11-23T12:00:00Z",
            "mfaAuthenticated": "false",
        },
    }


def test_a_service_shows_only_its_host_name() -> None:
    service = Principal(
        kind=PrincipalKind.SERVICE,
        account_id=ACCOUNT,
        arn="",
        unique_id="",
        name="lambda.amazonaws.com",
    )
    assert decoded(identity_of(service, "")) == {
        "type": "AWSService",
        "invokedBy": "lambda.amazonaws.com",
    }
