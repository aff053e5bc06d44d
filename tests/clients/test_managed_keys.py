"""An unmodified client has the key of a service made, and sees when it was used."""

import pytest
from botocore.exceptions import ClientError

from tests.clients.sessions import Session
from tests.servers.processes import wait_until


def test_describing_the_alias_of_a_service_makes_its_key(
    alice_session: Session,
) -> None:
    kms = alice_session.kms
    made = kms.describe_key(KeyId="alias/aws/s3")["KeyMetadata"]
    assert made["KeyManager"] == "AWS"
    assert kms.describe_key(KeyId=made["KeyId"])["KeyMetadata"] == made
    with pytest.raises(ClientError, match="AccessDenied"):
        kms.encrypt(KeyId="alias/aws/s3", Plaintext=b"x")


def test_the_last_use_of_a_key_is_told(alice_session: Session) -> None:
    kms = alice_session.kms
    key_id = kms.create_key()["KeyMetadata"]["KeyId"]
    assert kms.get_key_last_usage(KeyId=key_id)["KeyLastUsage"] == {}
    used = kms.encrypt(KeyId=key_id, Plaintext=b"x")
    wait_until(lambda: bool(kms.get_key_last_usage(KeyId=key_id)["KeyLastUsage"]))
    usage = kms.get_key_last_usage(KeyId=key_id)["KeyLastUsage"]
    assert usage["Operation"] == "Encrypt"
    assert usage["KmsRequestId"] == used["ResponseMetadata"]["RequestId"]


def test_custom_key_stores_come_in_pages(alice_session: Session) -> None:
    pages = alice_session.kms.get_paginator("describe_custom_key_stores").paginate()
    assert [page["CustomKeyStores"] for page in pages] == [[]]
