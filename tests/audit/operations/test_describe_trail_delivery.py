"""DescribeTrailDelivery: lag and errors in plain words."""

from datetime import timedelta

from audit.models import StorageConnection
from tests.audit.trails.worlds import CUT, deliver
from tests.world import NOW, Client, refused


def test_lag_and_error_are_told(alice: Client, trail: str) -> None:
    StorageConnection.objects.all().delete()
    deliver(CUT)
    alice.time = NOW + timedelta(minutes=10)
    told = alice.perform("portal", "DescribeTrailDelivery", Name=trail)
    (region,) = told["Regions"]
    assert region["WaitingFiles"] == 1
    assert region["LagSeconds"] == 600
    assert region["Error"].startswith("There is no storage connection")


def test_nothing_waits_after_a_delivery(alice: Client, trail: str) -> None:
    deliver(CUT)
    told = alice.perform("portal", "DescribeTrailDelivery", Name=trail)
    (region,) = told["Regions"]
    assert (region["WaitingEvents"], region["LagSeconds"]) == (0, 0)
    assert "Error" not in region


def test_a_stranger_is_refused(mallory: Client, trail: str) -> None:
    with refused("AccessDeniedException"):
        mallory.perform("portal", "DescribeTrailDelivery", Name=trail)
