"""DeleteStorageConnection: a bucket is forgotten once nothing goes there."""

from tests.audit.trails.worlds import BUCKET, CUT, NAME, Trails, deliver, make_bucket
from tests.world import Client, refused


def delete(client: Client) -> None:
    client.perform("portal", "DeleteStorageConnection", BucketName=BUCKET)


def test_it_is_forgotten(alice: Client) -> None:
    make_bucket(alice)
    delete(alice)
    with refused("ResourceNotFoundException"):
        delete(alice)


def test_it_stays_while_a_trail_needs_it(
    alice: Client, trail: str, trails: Trails
) -> None:
    with refused("ConflictException"):
        delete(alice)
    trails.delete_trail(Name=NAME)
    deliver(CUT)
    delete(alice)


def test_a_stranger_s_bucket_is_another(alice: Client, mallory: Client) -> None:
    make_bucket(alice)
    with refused("ResourceNotFoundException"):
        delete(mallory)
