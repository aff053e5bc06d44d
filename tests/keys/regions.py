"""Multi-Region keys for tests."""

from typing import Any

from tests.world import Client, World

WEST, EUROPE = "us-west-2", "eu-central-1"


def new_primary(client: Client, **members: Any) -> str:
    """Return the ARN of a multi-Region primary key."""
    made = client.create_key(MultiRegion=True, **members)
    arn: str = made["KeyMetadata"]["Arn"]
    return arn


def in_region(arn: str, region: str) -> str:
    parts = arn.split(":")
    parts[3] = region
    return ":".join(parts)


def replicate(world: World, client: Client, key: str, region: str = WEST) -> Client:
    """Replicate ``key``; return the client where the replica is, ready."""
    client.replicate_key(KeyId=key, ReplicaRegion=region)
    world.run_due_work(client)
    return client.in_region(region)
