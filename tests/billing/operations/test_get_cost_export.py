import hashlib

import pytest

from audit.models import Segment
from tests.billing.operations.files import download
from tests.world import Client, World, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


def made(client: Client) -> dict[str, str]:
    answer = client.perform("portal", "CreateCostExport", Format="JSON")
    found: dict[str, str] = answer["Export"]
    return found


def test_the_file_is_what_its_digest_says(alice: Client) -> None:
    export = made(alice)
    answer = alice.perform("portal", "GetCostExport", ExportId=export["ExportId"])
    assert answer["MediaType"] == "application/json"
    assert hashlib.sha256(answer["Content"]).hexdigest() == export["Digest"]
    assert answer["Export"] == export


def test_the_event_does_not_hold_the_file(alice: Client) -> None:
    download(alice, made(alice)["ExportId"])
    newest = Segment.objects.order_by("last_time", "number").last()
    assert newest is not None
    assert b"Lines" not in bytes(newest.payload)


def test_a_strangers_export_is_as_if_absent(alice: Client, bob: Client) -> None:
    with refused("ResourceNotFoundException"):
        download(bob, made(alice)["ExportId"])


def test_a_user_without_permission_is_refused(world: World, alice: Client) -> None:
    with refused("AccessDeniedException"):
        download(world.user(alice, "bob"), made(alice)["ExportId"])
