"""StopLogging: from now on the trail takes no events."""

from datetime import timedelta

from tests.audit.trails.worlds import NAME, Trails, iso
from tests.world import NOW, Client, refused


def test_it_says_when_it_stopped(alice: Client, trail: str, trails: Trails) -> None:
    alice.time = stopped = NOW + timedelta(hours=1)
    trails.stop_logging(Name=trail)
    status = trails.get_trail_status(Name=NAME)
    assert (status["IsLogging"], status["StopLoggingTime"]) == (False, iso(stopped))
    trails.start_logging(Name=NAME)
    assert trails.get_trail_status(Name=NAME)["StopLoggingTime"] == iso(stopped)


def test_it_is_stopped_at_home(alice: Client, trail: str) -> None:
    with refused("InvalidHomeRegionException"):
        Trails(alice.in_region("us-west-2")).stop_logging(Name=trail)


def test_a_stranger_is_refused(mallory: Client, trail: str, trails: Trails) -> None:
    with refused("AccessDeniedException"):
        Trails(mallory).stop_logging(Name=trail)
    assert trails.get_trail_status(Name=trail)["IsLogging"] is True
