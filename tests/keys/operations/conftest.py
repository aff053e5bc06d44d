"""Keys for the tests of operations."""

import pytest

from tests.world import Client


@pytest.fixture
def key(alice: Client) -> str:
    """The ARN of a key of Alice."""
    arn: str = alice.create_key()["KeyMetadata"]["Arn"]
    return arn
