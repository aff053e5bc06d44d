"""Fixtures for trails."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.audit.trails.worlds import Trails, make_logging_trail
from tests.world import Client


@pytest.fixture(autouse=True)
def _a_folder_of_its_own(
    settings: LazySettings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Let no test find the files of another."""
    folder: Path = tmp_path_factory.mktemp("data")
    settings.DATA_DIR = folder
    yield
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def trails(alice: Client) -> Trails:
    return Trails(alice)


@pytest.fixture
def trail(alice: Client) -> str:
    """The ARN of a trail of Alice's that logs and is validated."""
    return make_logging_trail(alice)
