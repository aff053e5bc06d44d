"""The root key is proven before anything is touched."""

import stat
from pathlib import Path

import pytest
from pytest_django import Settings

from kmsportal.sealing.accounts import fingerprint, make_account_key, seal, unseal
from kmsportal.sealing.envelope import SealBrokenError
from kmsportal.sealing.models import AccountKey, RootKeyCheck
from kmsportal.sealing.providers import RootKeyError
from kmsportal.sealing.root import forget_root_key, open_installation, root_key
from tests.world import NOW

pytestmark = pytest.mark.django_db
ACCOUNT = "111122223333"


@pytest.fixture
def key_file(tmp_path: Path, settings: Settings) -> Path:
    settings.KMSPORTAL_ROOT_KEY_PROVIDER = "file"
    settings.KMSPORTAL_ROOT_KEY_FILE = tmp_path / "secrets" / "root.key"
    return tmp_path / "secrets" / "root.key"


def test_a_new_installation_makes_its_key_file_for_the_owner_alone(
    key_file: Path,
) -> None:
    open_installation(time=NOW)

    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert bytes.fromhex(key_file.read_text()) == root_key()


def test_a_second_start_changes_nothing(key_file: Path) -> None:
    open_installation(time=NOW)
    before = key_file.read_bytes()
    forget_root_key()

    open_installation(time=NOW)

    assert key_file.read_bytes() == before
    assert RootKeyCheck.objects.count() == 1


def test_a_missing_key_file_is_refused_and_not_made_anew(key_file: Path) -> None:
    open_installation(time=NOW)
    forget_root_key()
    key_file.unlink()

    with pytest.raises(RootKeyError, match="missing or unreadable"):
        open_installation(time=NOW)

    assert not key_file.exists()


def test_a_wrong_root_key_is_refused(settings: Settings) -> None:
    open_installation(time=NOW)
    forget_root_key()
    settings.KMSPORTAL_ROOT_KEY = "11" * 32

    with pytest.raises(RootKeyError, match="not the one that this database"):
        open_installation(time=NOW)


@pytest.mark.parametrize("text", ["", "short", "zz" * 32, "00" * 31])
def test_what_is_no_key_is_refused(settings: Settings, text: str) -> None:
    settings.KMSPORTAL_ROOT_KEY = text

    with pytest.raises(RootKeyError, match="KMSPORTAL_ROOT_KEY"):
        open_installation(time=NOW)

    assert not RootKeyCheck.objects.exists()


def test_base64_is_understood(settings: Settings) -> None:
    settings.KMSPORTAL_ROOT_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

    open_installation(time=NOW)

    assert root_key() == bytes(32)


def test_an_unknown_provider_is_refused(settings: Settings) -> None:
    settings.KMSPORTAL_ROOT_KEY_PROVIDER = "hope"

    with pytest.raises(RootKeyError, match="'file' or 'env'"):
        open_installation(time=NOW)


def test_account_keys_without_their_check_are_no_new_installation() -> None:
    AccountKey.objects.create(account_id=ACCOUNT, wrapped=b"x", created_at=NOW)

    with pytest.raises(RootKeyError, match="not whole"):
        open_installation(time=NOW)


def test_before_the_first_start_there_is_no_root_key() -> None:
    with pytest.raises(RootKeyError, match="no root key yet"):
        root_key()


def test_what_one_account_sealed_another_cannot_open() -> None:
    open_installation(time=NOW)
    other = "444455556666"
    for account_id in (ACCOUNT, other):
        make_account_key(account_id, time=NOW)
    sealed = seal(ACCOUNT, "row", plaintext=b"secret")

    assert unseal(ACCOUNT, "row", sealed=sealed) == b"secret"
    with pytest.raises(SealBrokenError):
        unseal(other, "row", sealed=sealed)


def test_fingerprints_tell_secrets_rows_and_accounts_apart() -> None:
    open_installation(time=NOW)
    other = "444455556666"
    for account_id in (ACCOUNT, other):
        make_account_key(account_id, time=NOW)

    first = fingerprint(ACCOUNT, "row", plaintext=b"weak")

    assert first == fingerprint(ACCOUNT, "row", plaintext=b"weak")
    assert len(first) == 32
    assert first not in {
        fingerprint(ACCOUNT, "row", plaintext=b"weaker"),
        fingerprint(ACCOUNT, "other", plaintext=b"weak"),
        fingerprint(other, "row", plaintext=b"weak"),
    }


def test_a_swapped_account_key_is_refused() -> None:
    open_installation(time=NOW)
    for account_id in (ACCOUNT, "444455556666"):
        make_account_key(account_id, time=NOW)
    sealed = seal(ACCOUNT, "row", plaintext=b"secret")
    stolen = AccountKey.objects.get(account_id="444455556666").wrapped
    AccountKey.objects.filter(account_id=ACCOUNT).update(wrapped=stolen)

    with pytest.raises(SealBrokenError, match=f"account-key/{ACCOUNT}"):
        unseal(ACCOUNT, "row", sealed=sealed)


def test_a_shredded_account_cannot_be_opened() -> None:
    open_installation(time=NOW)
    make_account_key(ACCOUNT, time=NOW)
    sealed = seal(ACCOUNT, "row", plaintext=b"secret")
    AccountKey.objects.filter(account_id=ACCOUNT).delete()

    with pytest.raises(SealBrokenError, match="is gone"):
        unseal(ACCOUNT, "row", sealed=sealed)
