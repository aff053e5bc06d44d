"""ListAuditExports: what can be downloaded or will be."""

from datetime import timedelta

from audit.proof.archiving import KEPT
from tests.audit.operations.exports import ask
from tests.world import NOW, Client


def listed(client: Client) -> list[str]:
    found = client.perform("portal", "ListAuditExports")["Exports"]
    return [export["ExportId"] for export in found]


def test_the_newest_comes_first_and_what_is_over_is_gone(alice: Client) -> None:
    first = ask(alice)["ExportId"]
    alice.time = NOW + timedelta(hours=1)
    second = ask(alice)["ExportId"]
    assert listed(alice) == [second, first]
    alice.time = NOW + KEPT
    assert listed(alice) == [second]


def test_a_stranger_sees_none(alice: Client, mallory: Client) -> None:
    ask(alice)
    assert listed(mallory) == []
