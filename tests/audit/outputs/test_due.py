"""Destinations: each record arrives, in order, at least once, whoever dies when."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from audit.models import Destination, OutputRecord
from audit.outputs import due, outbox
from kmsportal.outgoing import signature
from tests.audit.outputs.worlds import (
    NAME,
    SECRET,
    Collector,
    Receiver,
    create,
    deliver,
    frames,
    shown,
)
from tests.world import NOW, Client, World

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def random(client: Client, times: int = 1) -> None:
    for _ in range(times):
        client.generate_random(NumberOfBytes=1)


def test_a_webhook_gets_signed_records_in_order(
    alice: Client, receiver: Receiver
) -> None:
    secret = create(alice, EndpointURL=receiver.url)["Secret"]
    random(alice, 3)
    assert deliver() == 4
    assert receiver.names == ["CreateDestination", *["GenerateRandom"] * 3]
    (body,), (headers,) = receiver.bodies, receiver.headers
    told = json.loads(body)
    assert (told["first"], told["last"]) == (1, 4)
    assert headers["X-KMSPortal-Signature"] == signature(secret.encode(), body)
    assert (shown(alice)["Cursor"], shown(alice)["WaitingRecords"]) == (4, 0)


def test_nothing_is_kept_that_everyone_has(alice: Client, receiver: Receiver) -> None:
    create(alice, EndpointURL=receiver.url)
    random(alice)
    deliver()
    assert not OutputRecord.objects.exists()


def test_a_refusal_leaves_the_cursor_and_is_told(
    alice: Client, receiver: Receiver
) -> None:
    create(alice, EndpointURL=receiver.url)
    receiver.status = 503
    assert deliver() == 0
    alice.time = NOW + 3 * SECOND
    failed = shown(alice)
    assert failed["Error"] == "It answered with status 503."
    assert (failed["Cursor"], failed["WaitingRecords"]) == (0, 1)
    assert failed["LagSeconds"] == 3
    assert deliver(SECOND) == 0
    assert len(receiver.bodies) == 1
    receiver.status = 200
    assert deliver(5 * SECOND) == 2
    assert "Error" not in shown(alice)


def test_batches_are_bounded(
    alice: Client, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "MOST_RECORDS", 2)
    create(alice, EndpointURL=receiver.url)
    random(alice, 4)
    assert deliver() == 5
    assert [len(json.loads(body)["records"]) for body in receiver.bodies] == [2, 2, 1]


def test_a_redirect_is_not_followed(alice: Client, receiver: Receiver) -> None:
    create(alice, EndpointURL=receiver.url)
    receiver.status = 302
    assert deliver() == 0
    assert shown(alice)["Error"] == "It answered with status 302."


def test_json_lines_carry_the_token(alice: Client, receiver: Receiver) -> None:
    create(alice, Kind="HTTP", EndpointURL=receiver.url, Secret=SECRET, Format="OCSF")
    random(alice)
    deliver()
    lines = [json.loads(line) for line in receiver.bodies[0].splitlines()]
    assert [line["class_uid"] for line in lines] == [6003, 6003]
    assert receiver.headers[0]["Authorization"] == f"Bearer {SECRET}"


def test_splunk_gets_events_with_their_times(alice: Client, receiver: Receiver) -> None:
    create(alice, Kind="SPLUNK", EndpointURL=receiver.url, Secret=SECRET)
    deliver()
    event = json.loads(receiver.bodies[0])
    assert event["time"] == NOW.timestamp()
    assert event["sourcetype"] == "aws:cloudtrail"
    assert event["event"]["eventName"] == "CreateDestination"
    assert receiver.headers[0]["Authorization"] == f"Splunk {SECRET}"


def test_syslog_counts_its_octets_over_tls(alice: Client, collector: Collector) -> None:
    create(
        alice,
        Kind="SYSLOG",
        Format="CEF",
        EndpointURL=collector.url,
        CACertificate=collector.certificate,
    )
    random(alice)
    assert deliver() == 2
    first, second = frames(collector.sessions[0])
    assert first.startswith("<110>1 2026-11-23T12:00:00Z ")
    assert " kmsportal - GenerateRandom - CEF:0|KMS Portal|" in second


def test_a_certificate_nobody_vouches_for_is_told(
    alice: Client, collector: Collector
) -> None:
    create(alice, Kind="SYSLOG", EndpointURL=collector.url)
    assert deliver() == 0
    assert shown(alice)["Error"].startswith("Its certificate is not trusted")


def test_a_pause_keeps_what_comes(alice: Client, receiver: Receiver) -> None:
    create(alice, EndpointURL=receiver.url)
    alice.perform("portal", "UpdateDestination", Name=NAME, Enabled=False)
    assert deliver() == 0
    alice.perform("portal", "UpdateDestination", Name=NAME, Enabled=True)
    assert deliver() == 3


def test_the_organisation_s_events_go_to_its_management_account(
    world: World, alice: Client, receiver: Receiver
) -> None:
    create(alice, EndpointURL=receiver.url, ForOrganization=True)
    bob = world.account()
    random(bob)
    deliver()
    accounts = {record["recipientAccountId"] for record in receiver.records}
    assert accounts == {alice.account_id, bob.account_id}


def test_another_account_s_events_go_nowhere(
    alice: Client, mallory: Client, receiver: Receiver
) -> None:
    create(alice, EndpointURL=receiver.url)
    random(mallory)
    deliver()
    assert receiver.names == ["CreateDestination"]


class Death(BaseException):
    """Passes every handler of errors, as SIGKILL does."""


def dying(before: Callable[..., Any] | None) -> Callable[..., Any]:
    """Return a step at which the process dies, once ``before`` is done."""

    def die(*args: Any, **kwargs: Any) -> None:
        if before is not None:
            before(*args, **kwargs)
        raise Death

    return die


STEPS = {
    "before records are numbered": (outbox, "_append", False),
    "after they are numbered, before the commit": (outbox, "_append", True),
    "after the claim": (due, "_read", False),
    "before the batch is sent": (due, "send", False),
    "after it was accepted, before the cursor moves": (due, "_pass", False),
    "after the cursor has moved": (due, "_pass", True),
    "before the claim ends": (due, "_release", False),
    "before old records go": (due, "forget_passed", False),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_death_skips_nothing(
    step: str, alice: Client, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(alice, EndpointURL=receiver.url)
    random(alice, 2)
    module, name, is_done = STEPS[step]
    with monkeypatch.context() as patched:
        patched.setattr(module, name, dying(getattr(module, name) if is_done else None))
        with pytest.raises(Death):
            deliver()
    deliver(timedelta(minutes=3))
    random(alice)
    deliver(timedelta(minutes=6))
    once = list(dict.fromkeys(record["eventID"] for record in receiver.records))
    assert len(once) == 4
    assert Destination.objects.get().cursor == 4
    last_of = {json.loads(body)["last"] for body in receiver.bodies}
    assert max(last_of) == 4
