"""Fixtures for outputs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.audit.outputs.worlds import Collector, Receiver


@pytest.fixture(autouse=True)
def _loopback(settings: LazySettings) -> None:
    settings.KMSPORTAL_OUTPUT_PRIVATE_HOSTS = ["127.0.0.1"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def collector(tmp_path: Path) -> Iterator[Collector]:
    collector = Collector(tmp_path)
    yield collector
    collector.close()
