"""A key of Alice's, and what the ledger says of it."""

import pytest

from tests.world import Client


@pytest.fixture
def key(alice: Client) -> str:
    """The ARN of a key of Alice's."""
    arn: str = alice.create_key(Description="orders")["KeyMetadata"]["Arn"]
    return arn


@pytest.fixture
def key_id(key: str) -> str:
    """The id of the same key."""
    return key.rpartition("/")[2]
