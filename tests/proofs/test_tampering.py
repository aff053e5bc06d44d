"""What is wrong, cut or moved is refused, and says so in its own words."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.proofs.client import WireClient
from tests.proofs.portal import Portal, running
from tests.proofs.sites import ALICE, ALICE_ACCOUNT_ID, Site
from tests.servers.processes import wait_until

_WRONG_ROOT_KEY = (
    "The root key is not the one that this database was made with. Put the right root"
    " key back; nothing was changed."
)
Place = tuple[str, str, str]
"""A table, its sealed column and the column that tells two rows apart."""


@pytest.fixture
def bystander(sqlite_site: Site) -> Site:
    """An installation whose root key file is another's."""
    (sqlite_site.data_dir / "root.key").write_text("5a" * 32 + "\n")
    return sqlite_site


def test_a_portal_does_not_start_with_a_wrong_root_key(bystander: Site) -> None:
    before = _content(bystander)
    started = bystander.try_to_manage(
        "up", "--port", "0", "--data-dir", str(bystander.data_dir)
    )
    assert started.returncode == 1
    assert _WRONG_ROOT_KEY in started.stdout + started.stderr
    assert "The portal could not be prepared." in started.stderr
    assert _content(bystander) == before


def test_a_portal_does_not_start_without_its_root_key(sqlite_site: Site) -> None:
    file = sqlite_site.data_dir / "root.key"
    file.unlink()
    before = _content(sqlite_site)
    started = sqlite_site.try_to_manage("prepare")
    assert started.returncode == 1
    assert f"The root key file {file} is missing or unreadable." in started.stderr
    assert not file.exists()
    assert _content(sqlite_site) == before


def test_a_wire_worker_does_not_start_with_a_wrong_root_key(bystander: Site) -> None:
    with pytest.raises(AssertionError, match="is not the one"), running(bystander):
        pytest.fail("It has started.")


def test_a_cut_ciphertext_is_refused(two_workers: Portal) -> None:
    with WireClient(two_workers.address, ALICE) as client:
        sealed = client.must("Encrypt", KeyId=client.make_key(), Plaintext="aGVsbG8=")
        blob = base64.b64decode(sealed["CiphertextBlob"])
        for length in (1, 55, 84, len(blob) - 1):
            cut = base64.b64encode(blob[:length]).decode()
            answer = client.call("Decrypt", CiphertextBlob=cut)
            assert answer.code == "InvalidCiphertextException"


def test_key_materials_in_each_others_rows_are_refused(two_workers: Portal) -> None:
    with WireClient(two_workers.address, ALICE) as client:
        one, other = client.make_key(), client.make_key()
        with _swapped(
            two_workers, ("keys_keymaterial", "sealed", "key_id"), one, other
        ):
            answer = client.call("GenerateDataKey", KeyId=one, KeySpec="AES_256")
            assert answer.code == "KMSInternalException"
            assert set(answer.members) == {"__type", "message"}
            assert answer.members["message"].endswith(
                f"key/{one} cannot be opened: its record was altered or belongs to"
                " another key."
            )
        _wait_for(client, 200, None)


def test_account_keys_in_each_others_rows_are_refused(two_workers: Portal) -> None:
    mallory = two_workers.site.mallory_account_id
    place = ("sealing_accountkey", "wrapped", "account_id")
    with WireClient(two_workers.address, ALICE) as client:
        with _swapped(two_workers, place, ALICE_ACCOUNT_ID, mallory):
            _wait_for(client, 500, "InternalFailure")
            assert _complains(two_workers, f"account-key/{ALICE_ACCOUNT_ID}")
        _wait_for(client, 200, None)


def test_access_keys_in_each_others_rows_are_refused(two_workers: Portal) -> None:
    mallory = two_workers.site.mallory.access_key
    place = ("iam_accesskey", "sealed_secret", "id")
    with WireClient(two_workers.address, ALICE) as client:
        with _swapped(two_workers, place, ALICE.access_key, mallory):
            _wait_for(client, 500, "InternalFailure")
            row = f"{ALICE_ACCOUNT_ID}/access-key/{ALICE.access_key}"
            assert _complains(two_workers, row)
        _wait_for(client, 200, None)


def _wait_for(client: WireClient, status: int, code: str | None) -> None:
    """Call until the worker has noticed that the rows are others."""

    def is_so() -> bool:
        answer = client.call("ListKeys")
        return (answer.status, answer.code) == (status, code)

    wait_until(is_so)


@contextmanager
def _swapped(portal: Portal, place: Place, one: str, other: str) -> Iterator[None]:
    """Exchange what is sealed in two rows, and put it back."""
    _swap(portal.site, place, one, other)
    try:
        yield
    finally:
        _swap(portal.site, place, one, other)


def _swap(site: Site, place: Place, one: str, other: str) -> None:
    table, column, name = place
    read = f"SELECT {column} FROM {table} WHERE {name} = %s"  # noqa: S608 - our words
    write = f"UPDATE {table} SET {column} = %s WHERE {name} = %s"  # noqa: S608 - the same
    sealed = {row: site.execute(read, (row,))[0][0] for row in (one, other)}
    site.execute(write, (sealed[other], one))
    site.execute(write, (sealed[one], other))
    # As after any change, workers must read the rows anew.
    site.execute("UPDATE tenancy_account SET generation = generation + 1")


def _complains(portal: Portal, row: str) -> bool:
    sentence = f"The sealed value of {row} cannot be opened"
    return any(sentence in wire.output for wire in portal.wires)


def _content(site: Site) -> dict[Path, bytes]:
    """Return what lies in the data folder, but for locks and logs."""
    return {
        path: path.read_bytes()
        for path in site.data_dir.rglob("*")
        if path.is_file() and path.suffix not in {".lock", ".log", ".sqlite3-shm"}
    }
