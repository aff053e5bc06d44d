"""DescribeAuditExport: how far an export is."""

import pytest

from audit.proof.archiving import KEPT, write_due_exports
from tests.audit.operations.exports import ask, describe
from tests.audit.trails.worlds import iso
from tests.world import NOW, Client, refused


def test_its_state_and_counts_are_told(alice: Client) -> None:
    asked = ask(alice)
    assert describe(alice, asked["ExportId"]) == asked
    write_due_exports(NOW)
    told = describe(alice, asked["ExportId"])
    assert told["Status"] == "READY"
    assert told["Events"] >= 1
    assert told["ExpiresAt"] == iso(NOW + KEPT)
    assert told["RequestedBy"] == alice.arn


@pytest.mark.parametrize("export_id", ["x", "5f0c9d5e-0000-4000-8000-000000000000"])
def test_there_must_be_one(alice: Client, export_id: str) -> None:
    with refused("ResourceNotFoundException"):
        describe(alice, export_id)


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    asked = ask(alice)
    with refused("ResourceNotFoundException"):
        describe(mallory, asked["ExportId"])
