"""Boto3 makes grants, uses them by token, lists them in pages and ends them."""

import pytest

from tests.clients.sessions import Session


@pytest.fixture(scope="module")
def grantee(mallory_session: Session) -> str:
    """A user of another account."""
    return mallory_session.sts.get_caller_identity()["Arn"]


@pytest.fixture
def key_arn(alice_session: Session) -> str:
    return alice_session.kms.create_key()["KeyMetadata"]["Arn"]


def test_a_grant_token_opens_a_foreign_key_at_once(
    alice_session: Session, mallory_session: Session, grantee: str, key_arn: str
) -> None:
    kms, theirs = alice_session.kms, mallory_session.kms
    with pytest.raises(theirs.exceptions.ClientError, match="AccessDenied"):
        theirs.encrypt(KeyId=key_arn, Plaintext=b"hello")
    made = kms.create_grant(
        KeyId=key_arn,
        GranteePrincipal=grantee,
        RetiringPrincipal=grantee,
        Operations=["Encrypt", "Decrypt"],
        Constraints={"EncryptionContextSubset": {"app": "orders"}},
    )
    context, tokens = {"app": "orders", "n": "1"}, [made["GrantToken"]]
    sealed = theirs.encrypt(
        KeyId=key_arn, Plaintext=b"hello", EncryptionContext=context, GrantTokens=tokens
    )
    opened = theirs.decrypt(
        CiphertextBlob=sealed["CiphertextBlob"],
        EncryptionContext=context,
        GrantTokens=tokens,
    )
    assert opened["Plaintext"] == b"hello"
    theirs.retire_grant(GrantToken=made["GrantToken"])
    with pytest.raises(theirs.exceptions.ClientError, match="AccessDenied"):
        theirs.encrypt(KeyId=key_arn, Plaintext=b"hello", EncryptionContext=context)


def test_grants_come_in_pages(
    alice_session: Session, mallory_session: Session, grantee: str, key_arn: str
) -> None:
    kms = alice_session.kms
    made = {
        kms.create_grant(
            KeyId=key_arn,
            GranteePrincipal=grantee,
            RetiringPrincipal=grantee,
            Operations=["DescribeKey"],
        )["GrantId"]
        for _ in range(3)
    }
    pages = kms.get_paginator("list_grants").paginate(
        KeyId=key_arn, PaginationConfig={"PageSize": 2}
    )
    assert {grant["GrantId"] for page in pages for grant in page["Grants"]} == made
    retirable = mallory_session.kms.get_paginator("list_retirable_grants").paginate(
        RetiringPrincipal=grantee, PaginationConfig={"PageSize": 2}
    )
    found = {grant["GrantId"] for page in retirable for grant in page["Grants"]}
    assert made <= found


def test_errors_are_typed(alice_session: Session, key_arn: str) -> None:
    kms = alice_session.kms
    with pytest.raises(kms.exceptions.InvalidArnException):
        kms.create_grant(
            KeyId=key_arn,
            GranteePrincipal="arn:aws:iam::111122223333:user/nobody",
            Operations=["Encrypt"],
        )
    with pytest.raises(kms.exceptions.InvalidGrantTokenException):
        kms.describe_key(KeyId=key_arn, GrantTokens=["no-token"])
    with pytest.raises(kms.exceptions.InvalidGrantIdException):
        kms.revoke_grant(KeyId=key_arn, GrantId="no-id")
    with pytest.raises(kms.exceptions.NotFoundException):
        kms.revoke_grant(KeyId=key_arn, GrantId="0" * 64)
    with pytest.raises(kms.exceptions.DryRunOperationException):
        kms.create_grant(
            KeyId=key_arn,
            GranteePrincipal="arn:aws:iam::111122223333:root",
            Operations=["Encrypt"],
            DryRun=True,
        )
