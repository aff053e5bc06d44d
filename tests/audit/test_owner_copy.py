from typing import Any

import msgspec

from audit.owner_copy import owner_record
from kmsportal.core.call import Door
from kmsportal.core.record import KeyUse, Trace
from tests.audit.worlds import (
    ALICE_ACCOUNT,
    ALICE_KEY,
    KEY_ARN,
    MALLORY_ACCOUNT,
    event,
    operation,
    user,
)

CAROL_ACCOUNT = "444455556666"
CAROL_KEY = KeyUse(
    arn=f"arn:aws:kms:us-west-2:{CAROL_ACCOUNT}:key/c", account_id=CAROL_ACCOUNT
)


def copy_for(
    account_id: str,
    trace: Trace,
    **about: Any,
) -> dict[str, Any]:
    made = event(trace=trace, by=user(MALLORY_ACCOUNT, "Bob"), **about)
    (owner,) = (owner for owner in made.owners if owner.account_id == account_id)
    record: dict[str, Any] = msgspec.json.decode(owner_record(made, owner))
    return record


def test_the_owner_sees_who_did_what_with_her_key() -> None:
    context = {"app": "orders"}
    trace = Trace(keys=(ALICE_KEY,), request={"encryptionContext": context})
    record = copy_for(ALICE_ACCOUNT, trace)
    assert record["userIdentity"] == {
        "type": "AWSAccount",
        "arn": f"arn:aws:iam::{MALLORY_ACCOUNT}:user/Bob",
        "principalId": "AIDABOB",
        "accountId": MALLORY_ACCOUNT,
    }
    assert record["eventName"] == "Encrypt"
    assert record["requestParameters"] == {"encryptionContext": context}
    assert record["recipientAccountId"] == ALICE_ACCOUNT


def test_the_owner_sees_nothing_else_of_the_caller() -> None:
    trace = Trace(
        keys=(ALICE_KEY,),
        request={"keyId": KEY_ARN, "somethingNew": "private"},
        additional={"somethingNew": "private"},
    )
    record = copy_for(
        ALICE_ACCOUNT, trace, door=Door.CONSOLE, is_secure=True, host="kms.example"
    )
    text = str(record)
    for private in ("AKIABOB", "192.0.2.7", "aws-cli", "private", "kms.example"):
        assert private not in text
    assert record["requestParameters"] is None
    assert "sessionCredentialFromConsole" not in record


def test_both_copies_are_of_one_event_and_have_their_own_ids() -> None:
    made = event(by=user(MALLORY_ACCOUNT))
    callers = msgspec.json.decode(made.record)
    owners = msgspec.json.decode(owner_record(made, made.owners[0]))
    assert owners["sharedEventID"] == callers["sharedEventID"]
    assert owners["eventID"] == made.owners[0].event_id != callers["eventID"]


def test_each_owner_sees_her_side_of_a_re_encryption() -> None:
    trace = Trace(
        keys=(ALICE_KEY, CAROL_KEY),
        request={
            "sourceEncryptionContext": {"of": "alice"},
            "destinationEncryptionContext": {"of": "carol"},
            "destinationKeyId": CAROL_KEY.arn,
        },
        additional={"sourceKeyMaterialId": "aa", "destinationKeyMaterialId": "cc"},
    )
    of = operation("ReEncrypt")
    alices = copy_for(ALICE_ACCOUNT, trace, of=of)
    carols = copy_for(CAROL_ACCOUNT, trace, of=of)
    assert alices["requestParameters"] == {"sourceEncryptionContext": {"of": "alice"}}
    assert alices["additionalEventData"] == {"sourceKeyMaterialId": "aa"}
    assert [entry["ARN"] for entry in alices["resources"]] == [KEY_ARN]
    assert CAROL_ACCOUNT not in str(alices)
    assert carols["additionalEventData"] == {"destinationKeyMaterialId": "cc"}
    assert ALICE_ACCOUNT not in str(carols)
