"""StartLogging: from now on the trail takes events."""

from datetime import timedelta

from tests.audit.trails.worlds import NAME, Trails, iso, make_trail
from tests.world import NOW, Client, refused


def test_it_logs_from_the_moment_of_the_call(alice: Client, trails: Trails) -> None:
    make_trail(alice)
    trails.start_logging(Name=NAME)
    status = trails.get_trail_status(Name=NAME)
    assert status == {"IsLogging": True, "StartLoggingTime": iso(NOW)}


def test_starting_twice_changes_nothing(alice: Client, trails: Trails) -> None:
    make_trail(alice)
    trails.start_logging(Name=NAME)
    alice.time = NOW + timedelta(hours=1)
    trails.start_logging(Name=NAME)
    assert trails.get_trail_status(Name=NAME)["StartLoggingTime"] == iso(NOW)


def test_a_stranger_is_refused(alice: Client, mallory: Client) -> None:
    arn = make_trail(alice)
    with refused("AccessDeniedException"):
        Trails(mallory).start_logging(Name=arn)


def test_a_trail_that_is_not_there_is_unknown(trails: Trails) -> None:
    with refused("TrailNotFoundException"):
        trails.start_logging(Name="no-such-trail")
