"""Boto3 finds what it expects: typed errors, pages, identities and events."""

import json
from typing import Any

import pytest

from tests.clients.sessions import Session
from tests.proofs.sites import ALICE, ALICE_ACCOUNT_ID
from tests.servers.processes import wait_until

_TAGS = [{"TagKey": f"tag-{number}", "TagValue": "x"} for number in range(5)]


@pytest.fixture(scope="module")
def key_id(alice_session: Session) -> str:
    return _make_key(alice_session)


def test_errors_are_typed(alice_session: Session, key_id: str) -> None:
    kms = alice_session.kms
    sealed = kms.encrypt(KeyId=key_id, Plaintext=b"hello", EncryptionContext={"a": "b"})
    blob = sealed["CiphertextBlob"]
    with pytest.raises(kms.exceptions.InvalidCiphertextException):
        kms.decrypt(CiphertextBlob=blob, EncryptionContext={"a": "c"})
    with pytest.raises(kms.exceptions.NotFoundException, match="does not exist"):
        kms.describe_key(KeyId="00000000-0000-0000-0000-000000000000")
    with pytest.raises(kms.exceptions.MalformedPolicyDocumentException):
        kms.put_key_policy(KeyId=key_id, Policy="{}")
    with pytest.raises(kms.exceptions.TagException):
        kms.tag_resource(KeyId=key_id, Tags=[{"TagKey": "aws:a", "TagValue": "b"}])
    opened = kms.decrypt(CiphertextBlob=blob, EncryptionContext={"a": "b"})
    assert opened["Plaintext"] == b"hello"


def test_a_disabled_key_is_a_typed_error(alice_session: Session) -> None:
    kms, key_id = alice_session.kms, _make_key(alice_session)
    kms.disable_key(KeyId=key_id)
    with pytest.raises(kms.exceptions.DisabledException):
        kms.encrypt(KeyId=key_id, Plaintext=b"hello")
    kms.schedule_key_deletion(KeyId=key_id, PendingWindowInDays=7)
    with pytest.raises(kms.exceptions.KMSInvalidStateException):
        kms.enable_key(KeyId=key_id)


def test_keys_come_in_pages(alice_session: Session) -> None:
    made = {_make_key(alice_session) for _ in range(3)}
    pages = alice_session.kms.get_paginator("list_keys").paginate(
        PaginationConfig={"PageSize": 2}
    )
    found = [key["KeyId"] for page in pages for key in page["Keys"]]
    assert len(found) == len(set(found))
    assert made <= set(found)


def test_aliases_come_in_pages(alice_session: Session, key_id: str) -> None:
    names = [f"alias/page-{number}" for number in range(5)]
    for name in names:
        alice_session.kms.create_alias(AliasName=name, TargetKeyId=key_id)
    pages = alice_session.kms.get_paginator("list_aliases").paginate(
        KeyId=key_id, PaginationConfig={"PageSize": 2}
    )
    assert [alias["AliasName"] for page in pages for alias in page["Aliases"]] == names


def test_tags_come_in_pages(alice_session: Session) -> None:
    key_id = _make_key(alice_session, Tags=_TAGS)
    pages = alice_session.kms.get_paginator("list_resource_tags").paginate(
        KeyId=key_id, PaginationConfig={"PageSize": 2}
    )
    assert [tag for page in pages for tag in page["Tags"]] == _TAGS


def test_rotations_and_policies_are_paged_too(
    alice_session: Session, key_id: str
) -> None:
    kms = alice_session.kms
    rotations = kms.get_paginator("list_key_rotations").paginate(
        KeyId=key_id, IncludeKeyMaterial="ALL_KEY_MATERIAL"
    )
    assert [page["Rotations"][0]["KeyId"] for page in rotations] == [
        kms.describe_key(KeyId=key_id)["KeyMetadata"]["Arn"]
    ]
    policies = kms.get_paginator("list_key_policies").paginate(KeyId=key_id)
    assert [page["PolicyNames"] for page in policies] == [["default"]]


def test_a_caller_learns_who_she_is(alice_session: Session) -> None:
    identity = alice_session.sts.get_caller_identity()
    assert identity["Account"] == ALICE_ACCOUNT_ID
    assert identity["Arn"] == f"arn:aws:iam::{ALICE_ACCOUNT_ID}:user/admin"
    assert identity["UserId"].startswith("AIDA")


def test_cloudtrail_shows_the_very_calls(alice_session: Session, key_id: str) -> None:
    called = [
        alice_session.kms.generate_data_key(KeyId=key_id, KeySpec="AES_256"),
        alice_session.kms.get_key_rotation_status(KeyId=key_id),
    ]
    wanted = {call["ResponseMetadata"]["RequestId"] for call in called}
    wait_until(lambda: wanted <= _looked_up(alice_session).keys())
    found = [_looked_up(alice_session)[request_id] for request_id in wanted]
    assert {record["userIdentity"]["accessKeyId"] for record in found} == {
        ALICE.access_key
    }
    assert {record["eventName"] for record in found} == {
        "GenerateDataKey",
        "GetKeyRotationStatus",
    }


def _looked_up(session: Session) -> dict[str, Any]:
    """Return the records of the caller's access key by request id."""
    pages = session.cloudtrail.get_paginator("lookup_events").paginate(
        LookupAttributes=[
            {"AttributeKey": "AccessKeyId", "AttributeValue": ALICE.access_key}
        ]
    )
    records = [
        json.loads(event["CloudTrailEvent"])
        for page in pages
        for event in page["Events"]
    ]
    return {record["requestID"]: record for record in records}


def _make_key(session: Session, **members: Any) -> str:
    return session.kms.create_key(**members)["KeyMetadata"]["KeyId"]
