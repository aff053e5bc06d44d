"""A bucket with some files in it, and callers that may read it or not."""

import json
from typing import Any

from audit.storage.local import bucket_of
from tests.audit.trails.worlds import BUCKET, make_bucket
from tests.world import Client, World, refused

KEYS = ("a/1.gz", "a/2.gz", "a/b/3.gz", "a-1.gz", "c.gz")


def fill(client: Client) -> None:
    make_bucket(client)
    bucket = bucket_of(client.account_id, BUCKET)
    for key in KEYS:
        bucket.put(key, key.encode(), {"signature": "ab12"})


def s3(client: Client, name: str, **members: Any) -> dict[str, Any]:
    return client.perform("s3", name, Bucket=BUCKET, **members)


def require_closed(
    world: World, alice: Client, mallory: Client, name: str, **members: Any
) -> None:
    """A stranger finds no bucket, a colleague needs a policy that allows it."""
    fill(alice)
    with refused("NoSuchBucket", "The specified bucket does not exist"):
        s3(mallory, name, **members)
    with refused("AccessDeniedException"):
        s3(world.user(alice, "bob"), name, **members)


def allowing(action: str, resource: str) -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
