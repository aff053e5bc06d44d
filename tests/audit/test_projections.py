import msgspec
import pytest

from audit.models import Event, EventResource
from audit.projections import EventIndex
from kmsportal.core.errors import NotFoundException
from kmsportal.core.principal import Principal, PrincipalKind
from kmsportal.core.record import KeyUse, Trace
from tests.audit.worlds import (
    ALICE_ACCOUNT,
    ALICE_KEY,
    KEY_ARN,
    MALLORY_ACCOUNT,
    event,
    user,
)

pytestmark = pytest.mark.django_db


def test_a_call_becomes_one_row_and_one_for_each_resource() -> None:
    alias = KEY_ARN.replace("key/", "alias/")
    trace = Trace(
        keys=(ALICE_KEY, ALICE_KEY), extra_resources=((alias, ALICE_ACCOUNT),)
    )
    EventIndex().apply([event(trace=trace)])
    row = Event.objects.get()
    assert (row.account_id, row.name, row.username) == (
        ALICE_ACCOUNT,
        "Encrypt",
        "Alice",
    )
    assert row.is_read_only is True
    assert row.resource_type == "AWS::KMS::Key"
    arns = EventResource.objects.values_list("arn", flat=True)
    assert sorted(arns) == sorted([KEY_ARN, alias])


def test_applying_twice_changes_nothing() -> None:
    made = event(by=user(MALLORY_ACCOUNT))
    for _ in range(2):
        EventIndex().apply([made])
    assert Event.objects.count() == EventResource.objects.count() == 2


def test_each_account_gets_its_own_copy() -> None:
    made = event(by=user(MALLORY_ACCOUNT, "Mallory"))
    EventIndex().apply([made])
    hers = Event.objects.get(account_id=MALLORY_ACCOUNT)
    owners = Event.objects.get(account_id=ALICE_ACCOUNT)
    assert hers.record.encode() == bytes(made.record)
    assert owners.event_id == made.owners[0].event_id
    assert (owners.username, owners.access_key_id) == ("", "")


@pytest.mark.parametrize(
    ("principal", "username"),
    [
        (
            Principal(
                kind=PrincipalKind.ROOT,
                account_id=ALICE_ACCOUNT,
                arn=f"arn:aws:iam::{ALICE_ACCOUNT}:root",
                unique_id=ALICE_ACCOUNT,
            ),
            "root",
        ),
        (
            Principal(
                kind=PrincipalKind.ASSUMED_ROLE,
                account_id=ALICE_ACCOUNT,
                arn=f"arn:aws:sts::{ALICE_ACCOUNT}:assumed-role/Auditor/ann",
                unique_id="AROAAUDITOR:ann",
                name="ann",
                role_arn=f"arn:aws:iam::{ALICE_ACCOUNT}:role/Auditor",
                role_id="AROAAUDITOR",
            ),
            "ann",
        ),
    ],
)
def test_the_user_name_is_cloudtrails(principal: Principal, username: str) -> None:
    EventIndex().apply([event(by=principal)])
    assert Event.objects.get().username == username


def test_no_name_a_caller_invents_can_stop_the_index() -> None:
    invented = KeyUse(arn=f"{KEY_ARN}\x00{'x' * 3000}", account_id=ALICE_ACCOUNT)
    made = event(
        trace=Trace(keys=(invented,), request={"keyId": "\x00"}),
        error=NotFoundException("\x00" * 2000),
        region="r" * 500,
        user_agent="\x00\u2028",
    )
    EventIndex().apply([made])
    row = Event.objects.get()
    assert msgspec.json.decode(row.record)["userAgent"] == "\x00\u2028"
    assert EventResource.objects.get().arn.startswith(KEY_ARN)
