"""Codes of MFA devices: what they open, once, and how few may be wrong."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kmsportal.iam.mfa_codes import MOST_FAILURES, WAIT
from kmsportal.iam.one_time_codes import code_at, step_of
from tests.iam.devices import Device, enable, new_device, wrong
from tests.iam.identities import allow
from tests.iam.sessions import holder_of, role, session, trust
from tests.keys.ledger import last_record
from tests.world import NOW, Client, World, refused

INVALID = "MultiFactorAuthentication failed with invalid MFA one time pass code. "
NO_DEVICE = (
    "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify"
    " your MFA serial number is valid and associated with this user."
)
WITH_MFA: dict[str, Any] = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    return world.user(alice, "bob", allow("*"))


@pytest.fixture
def phone(alice: Client, bob: Client) -> Device:
    device = new_device(alice)
    enable(alice, device, "bob")
    return device


# RFC 6238, appendix B: SHA-1, the last six of eight digits.
@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert code_at(b"12345678901234567890", step_of(moment)) == code


def test_a_role_that_asks_for_mfa_opens_to_a_code(
    alice: Client, bob: Client, phone: Device
) -> None:
    arn = role(alice, "deploy", trust(bob.arn, **WITH_MFA))
    with refused("AccessDeniedException"):
        session(bob, arn)
    caller = session(bob, arn, SerialNumber=phone.serial, TokenCode=phone.code())
    shown = last_record(bob)["requestParameters"]
    assert shown == {
        "roleArn": arn,
        "roleSessionName": "test",
        "serialNumber": phone.serial,
    }
    caller.sts.get_caller_identity()
    attributes = last_record(caller)["userIdentity"]["sessionContext"]["attributes"]
    assert attributes["mfaAuthenticated"] == "true"


def test_the_sessions_policies_know_that_and_how_long_ago(
    alice: Client, bob: Client, phone: Device
) -> None:
    fresh: dict[str, Any] = {
        "Bool": {"aws:MultiFactorAuthPresent": "true"},
        "NumericLessThan": {"aws:MultiFactorAuthAge": "300"},
    }
    arn = role(alice, "deploy", trust(bob.arn, **fresh))
    own = bob.sts.get_session_token(SerialNumber=phone.serial, TokenCode=phone.code())
    caller = holder_of(own)
    caller.iam.list_users()
    session(caller, arn)
    caller.time = NOW + timedelta(minutes=5)
    with refused("AccessDeniedException"):
        session(caller, arn)


def test_a_session_without_a_code_says_so(bob: Client, alice: Client) -> None:
    arn = role(
        alice,
        "plain",
        trust(bob.arn, Bool={"aws:MultiFactorAuthPresent": "false"}),
    )
    with refused("AccessDeniedException"):
        session(bob, arn)
    session(holder_of(bob.sts.get_session_token()), arn)


def test_a_code_counts_once(bob: Client, phone: Device) -> None:
    shown = {"SerialNumber": phone.serial, "TokenCode": phone.code()}
    bob.sts.get_session_token(**shown)
    with refused("AccessDeniedException", INVALID):
        bob.sts.get_session_token(**shown)
    older = {"SerialNumber": phone.serial, "TokenCode": phone.code(ahead=-1)}
    with refused("AccessDeniedException", INVALID):
        bob.sts.get_session_token(**older)
    bob.time = NOW + timedelta(seconds=30)
    newer = {"SerialNumber": phone.serial, "TokenCode": phone.code(bob.time)}
    bob.sts.get_session_token(**newer)


def test_after_some_wrong_codes_a_right_one_has_to_wait(
    bob: Client, phone: Device
) -> None:
    for _ in range(MOST_FAILURES):
        with refused("AccessDeniedException", INVALID):
            bob.sts.get_session_token(
                SerialNumber=phone.serial, TokenCode=wrong(phone.code())
            )
    with refused("AccessDeniedException", INVALID):
        bob.sts.get_session_token(SerialNumber=phone.serial, TokenCode=phone.code())
    bob.time = NOW + WAIT
    bob.sts.get_session_token(SerialNumber=phone.serial, TokenCode=phone.code(bob.time))


def test_serial_number_and_code_go_together(bob: Client, phone: Device) -> None:
    sentence = (
        "MultiFactorAuthentication failed, must provide both MFA serial number and one"
        " time pass code."
    )
    with refused("AccessDeniedException", sentence):
        bob.sts.get_session_token(SerialNumber=phone.serial)
    with refused("AccessDeniedException", sentence):
        bob.sts.get_session_token(TokenCode=phone.code())


def test_anothers_device_is_none(
    world: World, alice: Client, mallory: Client, phone: Device
) -> None:
    shown = {"SerialNumber": phone.serial, "TokenCode": phone.code()}
    for caller in (world.user(alice, "eve"), mallory):
        with refused("AccessDeniedException", NO_DEVICE):
            caller.sts.get_session_token(**shown)


def test_no_event_shows_a_code(bob: Client, phone: Device) -> None:
    code = wrong(phone.code())
    with refused("AccessDeniedException"):
        bob.sts.get_session_token(SerialNumber=phone.serial, TokenCode=code)
    record = last_record(bob)
    assert record["requestParameters"] == {"serialNumber": phone.serial}
    assert "tokenCode" not in json.dumps(record)
