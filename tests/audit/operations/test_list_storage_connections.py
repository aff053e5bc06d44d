"""ListStorageConnections: the buckets of one account."""

from tests.audit.trails.worlds import BUCKET, make_bucket
from tests.world import Client


def listed(client: Client) -> list[str]:
    answer = client.perform("portal", "ListStorageConnections")
    return [one["BucketName"] for one in answer["Connections"]]


def test_only_the_account_s_own_are_listed(alice: Client, mallory: Client) -> None:
    make_bucket(alice)
    assert listed(alice) == [BUCKET]
    assert listed(mallory) == []
