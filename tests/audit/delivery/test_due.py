"""Log files and digests come when they are due, and no event is lost or doubled."""

from datetime import timedelta

import pytest

from audit.delivery.due import deliver_due
from audit.models import PendingRecord, Trail, TrailFile
from tests.audit.trails.worlds import (
    CUT,
    HOUR,
    NAME,
    Trails,
    content,
    deliver,
    files,
    make_logging_trail,
    make_trail,
    names,
    records,
)
from tests.world import NOW, Client


def test_a_log_file_holds_the_events_of_five_minutes(alice: Client, trail: str) -> None:
    alice.create_key(Description="orders")
    assert deliver(CUT - timedelta(seconds=1)) == 0
    assert deliver(CUT) == 1
    (file,) = files(alice)
    assert {"StartLogging", "CreateKey"} <= set(names([file]))
    account = alice.account_id
    assert file.name.startswith(f"{account}_CloudTrail_us-east-1_20261123T1205Z_")
    assert records([file])[0]["recipientAccountId"] == account


def test_nothing_is_delivered_twice(alice: Client, trail: str) -> None:
    alice.create_key()
    deliver(CUT)
    before = files(alice)
    assert deliver(CUT) == 0
    assert deliver(2 * CUT) == 0
    assert files(alice) == before
    assert not PendingRecord.objects.exists()


def test_events_from_before_start_logging_are_not_delivered(alice: Client) -> None:
    make_trail(alice)
    alice.time = NOW + timedelta(seconds=1)
    Trails(alice).start_logging(Name=NAME)
    deliver(CUT)
    assert names(files(alice)) == ["StartLogging"]


def test_every_hour_has_a_digest_even_an_empty_one(alice: Client, trail: str) -> None:
    deliver(CUT)
    deliver(3 * HOUR)
    first, second, third = (content(file) for file in files(alice, "CloudTrail-Digest"))
    (log,) = files(alice)
    assert [entry["s3Object"].rpartition("/")[2] for entry in first["logFiles"]] == [
        log.name
    ]
    assert second["logFiles"] == third["logFiles"] == []
    assert second["oldestEventTime"] is second["newestEventTime"] is None
    assert first["previousDigestSignature"] is None
    assert second["previousDigestS3Object"] == first["digestS3Object"]
    assert third["digestStartTime"] == second["digestEndTime"] == "2026-11-23T14:00:00Z"


def test_stopping_ends_the_chain_with_a_last_digest(
    alice: Client, trail: str, trails: Trails
) -> None:
    alice.time = NOW + timedelta(minutes=20)
    alice.create_key()
    trails.stop_logging(Name=NAME)
    alice.time += timedelta(seconds=1)
    alice.create_alias(
        AliasName="alias/late", TargetKeyId=alice.list_keys()["Keys"][0]["KeyId"]
    )
    deliver(timedelta(minutes=21))
    (digest,) = files(alice, "CloudTrail-Digest")
    assert "CreateKey" in names(files(alice))
    assert "CreateAlias" not in names(files(alice))
    assert content(digest)["digestEndTime"] == "2026-11-23T12:21:00Z"
    assert len(content(digest)["logFiles"]) == 1


def test_a_restart_begins_a_chain_of_its_own(
    alice: Client, trail: str, trails: Trails
) -> None:
    alice.time = NOW + timedelta(minutes=20)
    trails.stop_logging(Name=NAME)
    deliver(timedelta(minutes=21))
    alice.time = NOW + timedelta(minutes=40)
    trails.start_logging(Name=NAME)
    deliver(timedelta(minutes=40) + HOUR)
    last = content(files(alice, "CloudTrail-Digest")[-1])
    assert last["previousDigestS3Object"] is None
    assert last["digestStartTime"] == "2026-11-23T12:40:00Z"


def test_what_comes_after_the_end_is_listed_in_a_backfill_digest(
    alice: Client, trail: str, trails: Trails
) -> None:
    alice.time = NOW + timedelta(minutes=20)
    trails.stop_logging(Name=NAME)
    deliver(timedelta(minutes=21))
    alice.time = NOW + timedelta(minutes=10)
    alice.create_key()
    deliver(timedelta(hours=3))
    backfill = files(alice, "CloudTrail-Digest")[-1]
    assert backfill.name.endswith("_backfill.json.gz")
    (listed,) = content(backfill)["logFiles"]
    late = next(f for f in files(alice) if listed["s3Object"].endswith(f.name))
    (record,) = records([late])
    assert record["eventName"] == "CreateKey"
    assert record["addendum"] == {"reason": "DELIVERY_DELAY"}


def test_a_deleted_trail_delivers_what_it_owes(
    alice: Client, trail: str, trails: Trails
) -> None:
    alice.time = NOW + timedelta(minutes=1)
    alice.create_key()
    trails.delete_trail(Name=NAME)
    deliver(CUT)
    assert "CreateKey" in names(files(alice))
    assert len(files(alice, "CloudTrail-Digest")) == 1
    assert Trail.objects.get().deleted_at is not None


def test_without_validation_there_are_no_digests(alice: Client) -> None:
    make_logging_trail(alice, EnableLogFileValidation=False)
    deliver(2 * HOUR)
    assert files(alice)
    assert not files(alice, "CloudTrail-Digest")


def test_switching_validation_off_ends_the_chain(
    alice: Client, trail: str, trails: Trails
) -> None:
    deliver(CUT)
    trails.update_trail(Name=NAME, EnableLogFileValidation=False)
    deliver(2 * CUT)
    deliver(3 * HOUR)
    (digest,) = files(alice, "CloudTrail-Digest")
    assert content(digest)["digestEndTime"] == "2026-11-23T12:10:00Z"


def test_every_region_of_a_multi_region_trail_has_its_own_files(alice: Client) -> None:
    make_logging_trail(alice, IsMultiRegionTrail=True)
    alice.in_region("eu-central-1").create_key()
    deliver(CUT)
    deliver(HOUR)
    digests = files(alice, "CloudTrail-Digest")
    regions = {path.parts[-5] for path in digests}
    assert regions == {"us-east-1", "us-west-2", "eu-central-1"}
    there = [path for path in files(alice) if path.parts[-5] == "eu-central-1"]
    assert names(there) == ["CreateKey"]


def test_a_trail_of_one_region_leaves_the_others_out(alice: Client, trail: str) -> None:
    alice.in_region("eu-central-1").create_key()
    deliver(CUT)
    assert "CreateKey" not in names(files(alice))


def test_a_prefix_stands_before_every_key(alice: Client) -> None:
    make_logging_trail(alice, S3KeyPrefix="team/audit")
    deliver(CUT)
    deliver(HOUR)
    for file in TrailFile.objects.order_by("id"):
        assert file.key.startswith(f"team/audit/AWSLogs/{alice.account_id}/")


def test_a_stranger_s_events_never_come_here(
    alice: Client, mallory: Client, trail: str
) -> None:
    mallory.create_key(Description="theirs")
    deliver(CUT)
    for record in records(files(alice)):
        assert record["recipientAccountId"] == alice.account_id


@pytest.mark.parametrize("records_a_file", [1, 2])
def test_much_becomes_several_files(
    alice: Client, trail: str, monkeypatch: pytest.MonkeyPatch, records_a_file: int
) -> None:
    monkeypatch.setattr("audit.delivery.cutting.MOST_RECORDS", records_a_file)
    for _ in range(4):
        alice.generate_random(NumberOfBytes=1)
    deliver(CUT)
    assert sorted(names(files(alice))).count("GenerateRandom") == 4
    assert len(files(alice)) == -(-len(names(files(alice))) // records_a_file)
    assert deliver_due(NOW + CUT) == 0
