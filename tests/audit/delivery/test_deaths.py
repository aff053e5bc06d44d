"""Whoever dies in the middle of a delivery: nothing is lost, nothing has two names."""

from collections.abc import Callable
from typing import Any

import pytest

from audit.delivery import due, uploading
from audit.models import PendingRecord, TrailFile
from audit.storage import buckets, local
from tests.audit.trails.worlds import CUT, HOUR, deliver, files, folder, names
from tests.world import Client

pytestmark = pytest.mark.django_db(transaction=True)


class Death(BaseException):
    """Passes every handler of errors, as SIGKILL does."""


def dying(before: Callable[..., Any] | None) -> Callable[..., Any]:
    """Return a step at which the process dies, once ``before`` is done."""

    def die(*args: Any, **kwargs: Any) -> None:
        if before is not None:
            before(*args, **kwargs)
        raise Death

    return die


# Each step of a delivery, and whether it has been done when death comes.
STEPS = {
    "before the file is cut": (due, "cut_one", False),
    "after the file is cut, before it is committed": (due, "_cut_next", False),
    "after the commit, before the upload": (uploading, "_put", False),
    "after the metadata, before the object": (local, "_sync_folder", False),
    "after the upload, before it is marked": (uploading, "_mark", False),
    "after the mark": (uploading, "_mark", True),
    "within the store": (buckets, "find_connection", False),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_death_loses_nothing_and_doubles_nothing(
    step: str, alice: Client, trail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice.generate_random(NumberOfBytes=1)
    module, name, is_done = STEPS[step]
    with monkeypatch.context() as patched:
        patched.setattr(module, name, dying(getattr(module, name) if is_done else None))
        with pytest.raises(Death):
            deliver(CUT)
    named = list(TrailFile.objects.values_list("key", flat=True))
    deliver(2 * CUT)
    alice.generate_random(NumberOfBytes=1)
    deliver(HOUR + CUT)
    delivered = names(files(alice))
    assert delivered.count("GenerateRandom") == 2
    assert delivered.count("StartLogging") == 1
    assert not PendingRecord.objects.exists()
    _require_same_names(alice, named)


def _require_same_names(alice: Client, named: list[str]) -> None:
    """What has been given a name keeps it, and nothing lies about without one."""
    rows = set(TrailFile.objects.values_list("key", flat=True))
    root = folder(alice)
    stored = {str(p.relative_to(root)) for p in root.rglob("*.json.gz")}
    assert set(named) <= rows == stored
