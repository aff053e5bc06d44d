"""``kill -9`` in the middle of work: what was answered is in the ledger, once."""

import secrets
from collections import Counter
from collections.abc import Callable, Sequence

from tests.proofs.client import Address, Answer, WireClient
from tests.proofs.inspection import Inspection, inspect
from tests.proofs.load import Load, load
from tests.proofs.portal import Worker, running
from tests.proofs.sites import ALICE, Site


def test_nothing_answered_is_lost_when_processes_are_killed(site: Site) -> None:
    with running(site, wires=2, projector=True) as portal:
        with load(portal.addresses, ALICE, _mixed_calls(portal.address)) as calls:
            one, _, projector = portal.workers
            for victims in ([one], [projector], portal.workers):
                _kill_and_revive(victims, calls)
            calls.wait_for_more(60)
        portal.stop()
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


def _kill_and_revive(victims: Sequence[Worker], calls: Load) -> None:
    calls.wait_for_more(20 + secrets.randbelow(40))
    for worker in victims:
        worker.kill()
    for worker in victims:
        worker.start()
    for worker in victims:
        worker.wait_until_up()


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
