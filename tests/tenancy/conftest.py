"""Accounts that a poller's own connection can see."""

import pytest

from tests.world import World


@pytest.fixture
def world_account(transactional_db: None) -> str:
    return World().open_account().account.id
