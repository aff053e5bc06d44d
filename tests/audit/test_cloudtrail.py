import base64
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.cloudtrail import cut, encode, render_service_event
from kmsportal.core.call import Door
from kmsportal.core.errors import AccessDeniedException, KMSInternalException
from kmsportal.core.members import event_members
from kmsportal.core.moments import microseconds
from kmsportal.core.operation import Kind
from kmsportal.core.record import KeyTransition, KeyUse, LedgerEvent, Trace
from kmsportal.core.shapes import SECRET, Params
from tests.audit.worlds import (
    ALICE_ACCOUNT,
    ALICE_KEY,
    KEY_ARN,
    MALLORY_ACCOUNT,
    NOON,
    REGION,
    event,
    members,
    operation,
    user,
)

REQUIRED = [
    "eventVersion",
    "userIdentity",
    "eventTime",
    "eventSource",
    "eventName",
    "awsRegion",
    "sourceIPAddress",
    "userAgent",
    "requestParameters",
    "responseElements",
    "requestID",
    "eventID",
    "readOnly",
    "resources",
    "eventType",
    "managementEvent",
    "recipientAccountId",
    "eventCategory",
]


def test_a_record_has_cloudtrails_members_in_its_order() -> None:
    record = members(event())
    assert list(record) == REQUIRED
    assert record["eventVersion"] == "1.11"
    assert record["eventTime"] == "2026-11-23T12:00:00Z"
    assert record["eventSource"] == "kms.amazonaws.com"
    assert record["userIdentity"]["userName"] == "Alice"
    assert record["readOnly"] is True
    assert record["requestParameters"] is None
    assert record["resources"] == [
        {"accountId": ALICE_ACCOUNT, "type": "AWS::KMS::Key", "ARN": KEY_ARN}
    ]


def test_the_event_keeps_what_projections_need() -> None:
    made = event()
    assert made.time == microseconds(NOON) == 1_795_435_200_123_456
    assert made.operation == "kms:Encrypt"
    assert made.principal == f"arn:aws:iam::{ALICE_ACCOUNT}:user/Alice"
    assert (made.account_id, made.region) == (ALICE_ACCOUNT, REGION)
    assert made.keys == (ALICE_KEY,)
    assert made.error is None


def test_a_change_shows_what_it_asked_and_answered() -> None:
    trace = Trace(
        keys=(ALICE_KEY,),
        extra_resources=(
            (f"arn:aws:kms:{REGION}:{ALICE_ACCOUNT}:alias/app", ALICE_ACCOUNT),
        ),
        request={"aliasName": "alias/app"},
        response={"keyId": KEY_ARN},
        additional={"grantId": "1"},
    )
    record = members(event(trace=trace, of=operation("CreateAlias", kind=Kind.CHANGE)))
    assert record["readOnly"] is False
    assert record["requestParameters"] == {"aliasName": "alias/app"}
    assert record["responseElements"] == {"keyId": KEY_ARN}
    assert record["additionalEventData"] == {"grantId": "1"}
    assert [entry["type"] for entry in record["resources"]] == ["AWS::KMS::Key"] * 2


def test_a_refusal_is_shown_without_an_answer_or_a_transition() -> None:
    transition = KeyTransition(arn=KEY_ARN, account_id=ALICE_ACCOUNT, state="Disabled")
    trace = Trace(
        keys=(ALICE_KEY,), response={"keyId": KEY_ARN}, transitions=(transition,)
    )
    made = event(trace=trace, error=AccessDeniedException("Not you. " + "x" * 2000))
    record = members(made)
    assert made.error == record["errorCode"] == "AccessDeniedException"
    assert len(record["errorMessage"]) == 1024
    assert record["responseElements"] is None
    assert made.transitions == ()


def test_a_refusal_without_a_sentence_has_no_message() -> None:
    assert "errorMessage" not in members(event(error=KMSInternalException()))


def test_the_owner_of_a_key_used_by_another_account_gets_a_copy() -> None:
    made = event(by=user(MALLORY_ACCOUNT, "Mallory"))
    assert [owner.account_id for owner in made.owners] == [ALICE_ACCOUNT]
    assert made.owners[0].event_id != members(made)["eventID"]
    assert members(made)["sharedEventID"]
    assert members(made)["recipientAccountId"] == MALLORY_ACCOUNT


def test_a_refused_stranger_leaves_no_copy_with_the_owner() -> None:
    made = event(by=user(MALLORY_ACCOUNT), error=AccessDeniedException("Not you."))
    assert made.owners == ()
    assert "sharedEventID" not in members(made)


@pytest.mark.parametrize(
    ("origin", "shown"),
    [
        ({"host": "kms.example"}, None),
        ({"is_secure": True}, None),
        (
            {"is_secure": True, "host": "kms.example"},
            {"clientProvidedHostHeader": "kms.example"},
        ),
        (
            {"is_secure": True, "host": "kms", "tls": ("TLSv1.3", "TLS_AES_128_CCM")},
            {
                "tlsVersion": "TLSv1.3",
                "cipherSuite": "TLS_AES_128_CCM",
                "clientProvidedHostHeader": "kms",
            },
        ),
    ],
)
def test_tls_is_shown_only_where_it_was_used(
    origin: dict[str, Any], shown: dict[str, str] | None
) -> None:
    assert members(event(**origin)).get("tlsDetails") == shown


def test_a_call_from_the_console_says_so() -> None:
    record = members(event(door=Door.CONSOLE))
    assert record["sessionCredentialFromConsole"] == "true"


def test_the_portals_own_service_has_a_name_of_its_own() -> None:
    record = members(event(of=operation("SearchEvents", service="portal")))
    assert record["eventSource"] == "portal.kmsportal"


def test_a_member_of_more_than_100_kb_is_left_out() -> None:
    trace = Trace(request={"policy": "x" * 110_000}, response={"keyId": KEY_ARN})
    record = members(event(trace=trace))
    assert record["requestParameters"] is None
    assert record["responseElements"] == {"keyId": KEY_ARN}


def test_the_ledger_line_is_one_line_and_reads_back() -> None:
    made = event(user_agent="two\nlines \u2028 and \x00", error=KMSInternalException())
    line = encode(made)
    assert b"\n" not in line
    again = msgspec.json.decode(line, type=LedgerEvent)
    assert again.record == made.record
    assert again == made


def test_a_raw_identity_cannot_smuggle_a_line_end() -> None:
    made = event()
    broken = msgspec.structs.replace(made, record=msgspec.Raw(b'{"a":\n1}'))
    with pytest.raises(ValueError, match="line end"):
        encode(broken)


@given(st.text(max_size=2000))
def test_cutting_keeps_whole_characters_within_1_kb(text: str) -> None:
    assert len(cut(text).encode()) <= 1024
    if len(text.encode()) <= 1024:
        assert cut(text) == text


def test_a_service_event_is_internal() -> None:
    details = {"rotationType": "AUTOMATIC", "keyId": "1234"}
    made = render_service_event(
        name="RotateKey",
        time=NOON,
        account_id=ALICE_ACCOUNT,
        region=REGION,
        keys=(KeyUse(arn=KEY_ARN, account_id=ALICE_ACCOUNT),),
        details=details,
        event_id="e-1",
    )
    record = members(made)
    assert record["eventType"] == "AwsServiceEvent"
    assert record["userIdentity"] == {
        "accountId": ALICE_ACCOUNT,
        "invokedBy": "AWS Internal",
    }
    assert record["serviceEventDetails"] == details
    assert record["readOnly"] is False
    assert "requestID" not in record
    assert made.operation == "kms:RotateKey"


class Wrapped(Params, frozen=True, kw_only=True):
    key_id: str
    plaintext: Annotated[bytes, SECRET]


def test_a_secret_parameter_is_in_no_part_of_the_event() -> None:
    params = Wrapped(key_id="alias/app", plaintext=b"hunter2")
    trace = Trace(request=event_members(params))
    line = encode(event(trace=trace, params=params))
    assert b"alias/app" in line
    assert b"hunter2" not in line
    assert base64.b64encode(b"hunter2") not in line
