"""GetTrailStatus: whether it logs and how delivery goes."""

from audit.models import StorageConnection
from tests.audit.trails.worlds import CUT, HOUR, NAME, Trails, deliver, iso
from tests.world import NOW, Client, refused


def test_it_tells_of_what_was_delivered(trail: str, trails: Trails) -> None:
    deliver(CUT)
    assert trails.get_trail_status(Name=NAME)["LatestDeliveryTime"] == iso(NOW + CUT)
    deliver(HOUR)
    status = trails.get_trail_status(Name=NAME)
    assert status["LatestDigestDeliveryTime"] == iso(NOW + HOUR)
    assert "LatestDeliveryError" not in status


def test_it_tells_the_error_of_the_store(trail: str, trails: Trails) -> None:
    StorageConnection.objects.all().delete()
    deliver(CUT)
    assert trails.get_trail_status(Name=NAME)["LatestDeliveryError"] == "NoConnection"


def test_a_stranger_is_refused(mallory: Client, trail: str) -> None:
    with refused("AccessDeniedException"):
        Trails(mallory).get_trail_status(Name=trail)
