"""ListPublicKeys: who signed the digests of a time."""

from datetime import timedelta
from hashlib import md5

from tests.audit.trails.worlds import HOUR, Trails, content, deliver, files, iso
from tests.world import NOW, Client, refused

_YEAR = timedelta(days=365)


def test_the_key_that_signed_is_listed(
    alice: Client, trail: str, trails: Trails
) -> None:
    deliver(HOUR)
    (key,) = trails.list_public_keys(StartTime=iso(NOW), EndTime=iso(NOW + HOUR))[
        "PublicKeyList"
    ]
    assert key["Fingerprint"] == md5(key["Value"], usedforsecurity=False).hexdigest()
    (digest,) = files(alice, "CloudTrail-Digest")
    assert content(digest)["digestPublicKeyFingerprint"] == key["Fingerprint"]
    assert key["ValidityStartTime"] <= iso(NOW) <= key["ValidityEndTime"]


def test_keys_are_rotated_and_old_ones_stay_listed(trail: str, trails: Trails) -> None:
    deliver(HOUR)
    deliver(HOUR, since=NOW + timedelta(days=91))
    during = trails.list_public_keys(StartTime=iso(NOW), EndTime=iso(NOW + _YEAR))
    assert len(during["PublicKeyList"]) == 2
    assert len(trails.list_public_keys()["PublicKeyList"]) == 1


def test_a_range_must_run_forwards(trails: Trails) -> None:
    with refused("InvalidTimeRangeException"):
        trails.list_public_keys(StartTime=iso(NOW), EndTime=iso(NOW - HOUR))


def test_a_stranger_and_another_region_see_nothing(
    alice: Client, mallory: Client, trail: str
) -> None:
    deliver(HOUR)
    for other in (mallory, alice.in_region("us-west-2")):
        assert Trails(other).list_public_keys() == {"PublicKeyList": []}
