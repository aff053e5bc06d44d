"""A wire door that is served."""

from collections.abc import Iterator

import pytest
from botocore.credentials import Credentials

from tests.wire.served import Served, serving
from tests.world import World


@pytest.fixture
def served(transactional_db: None) -> Iterator[Served]:
    opened = World().open_account("alice")
    secret = opened.secret_access_key.reveal()
    with serving(Credentials(opened.access_key_id, secret)) as door:
        yield door
