"""``kill -9`` in the middle of work: what was answered is in the ledger, once."""

import os
import secrets
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.proofs.client import Address, Answer, WireClient
from tests.proofs.inspection import Inspection, inspect
from tests.proofs.load import Load, load
from tests.proofs.portal import Portal, running
from tests.proofs.sites import ALICE, Site
from tests.servers.portal import RunningPortal, running_portal
from tests.servers.processes import wait_until

_ROUNDS = 2


def test_nothing_answered_is_lost_when_processes_are_killed(site: Site) -> None:
    with running(site, wires=2, projector=True) as portal:
        with load(portal.addresses, ALICE, _mixed_calls(portal.address)) as calls:
            for _ in range(_ROUNDS):
                _kill_each(portal, calls)
            calls.wait_for_more(40)
        portal.stop()
    _require_whole(calls, inspect(site))


def test_nothing_answered_is_lost_when_all_is_killed_at_once(site: Site) -> None:
    with running(site, wires=2, projector=True) as portal:
        with load(portal.addresses, ALICE, _mixed_calls(portal.address)) as calls:
            _wait_a_moment(calls)
            for worker in portal.workers:
                worker.kill()
            portal.start()
            calls.wait_for_more(40)
            for worker in portal.workers:
                worker.kill()
    _require_whole(calls, inspect(site))


def _mixed_calls(address: Address) -> Callable[[WireClient], Answer]:
    """Return a step that mostly encrypts, and now and then changes the key."""
    with WireClient(address, ALICE) as client:
        key_id = client.make_key()

    def step(client: WireClient) -> Answer:
        if secrets.randbelow(8):
            return client.call("Encrypt", KeyId=key_id, Plaintext="aGVsbG8=")
        return client.call(
            "UpdateKeyDescription", KeyId=key_id, Description=secrets.token_hex()
        )

    return step


def _kill_each(portal: Portal, calls: Load) -> None:
    for worker in portal.workers:
        _wait_a_moment(calls)
        worker.kill()
        worker.start()
        worker.wait_until_up()


def _wait_a_moment(calls: Load) -> None:
    calls.wait_for_more(10 + secrets.randbelow(40))


def _require_whole(calls: Load, found: Inspection) -> None:
    answered = [answer.request_id for answer in calls.answers]
    assert len(answered) > 100
    assert {answer.status for answer in calls.answers} <= {200, 500}
    assert found.problems == []
    recorded = Counter(found.request_ids)
    # A failure is answered also where its event could not be kept.
    kept = [answer.request_id for answer in calls.succeeded()]
    assert [name for name in kept if recorded[name] != 1] == []
    assert max(recorded.values()) == 1
    assert found.usage == found.ledger
    assert found.events == len(found.request_ids)
    assert found.usage["kms:Encrypt"] <= len(answered)
