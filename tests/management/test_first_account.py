"""The first account: opened once, its credentials in a private file."""

from datetime import UTC, datetime
from pathlib import Path

import environ
import pytest
from django.core.management.base import CommandError

from kmsportal.core.secret import SecretText
from kmsportal.iam.access_keys import open_secret
from kmsportal.iam.accounts import Preset
from kmsportal.iam.models import AccessKey
from kmsportal.management.first_account import (
    Administrator,
    FirstAccount,
    open_first_account,
    read_presets,
)
from kmsportal.sealing.root import open_installation
from kmsportal.tenancy.models import Account, Membership, Organisation, Role, User
from tests.servers.portal import read_credentials

NOW = datetime(2026, 11, 23, tzinfo=UTC)
GIVEN = {
    "KMSPORTAL_ADMIN_EMAIL": "ada@example.com",
    "KMSPORTAL_ADMIN_PASSWORD": "correct horse battery",
    "KMSPORTAL_ACCOUNT_ID": "123456789012",
    "KMSPORTAL_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "KMSPORTAL_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}


class Environment(environ.Env):  # type: ignore[misc]  # untyped library
    """An environment of the test's own."""

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__()
        self.ENVIRON = variables


def open_first(
    path: Path,
    preset: Preset | None = None,
    administrator: Administrator | None = None,
) -> FirstAccount | None:
    open_installation(time=NOW)
    return open_first_account(
        path / "credentials",
        time=NOW,
        preset=preset or Preset(),
        administrator=administrator or Administrator(),
    )


def test_the_first_account_has_credentials_that_work(db: None, tmp_path: Path) -> None:
    first = open_first(tmp_path)
    assert first is not None
    access_key_id, secret = read_credentials(tmp_path / "credentials")
    key = AccessKey.objects.get(account_id=first.account_id, id=access_key_id)
    assert open_secret(key).matches(secret)
    assert (tmp_path / "credentials").stat().st_mode & 0o777 == 0o600


def test_its_administrator_must_change_the_password_once(
    db: None, tmp_path: Path
) -> None:
    first = open_first(tmp_path)
    assert first is not None
    assert first.one_time_password is not None
    user = User.objects.get(email=first.email)
    assert user.check_password(first.one_time_password.reveal())
    assert user.must_change_password
    assert first.one_time_password.reveal() not in repr(first)
    membership = Membership.objects.get(account_id=first.account_id, user=user)
    assert membership.role == Role.ADMINISTRATOR


def test_a_second_time_changes_nothing(db: None, tmp_path: Path) -> None:
    open_first(tmp_path)
    before = (tmp_path / "credentials").read_text()
    assert open_first(tmp_path) is None
    assert (tmp_path / "credentials").read_text() == before
    assert Account.objects.count() == Organisation.objects.count() == 1


def test_credentials_can_be_given(db: None, tmp_path: Path) -> None:
    first = open_first(tmp_path, *read_presets(Environment(GIVEN)))
    assert first == FirstAccount(
        account_id="123456789012", email="ada@example.com", one_time_password=None
    )
    assert read_credentials(tmp_path / "credentials") == (
        GIVEN["KMSPORTAL_ACCESS_KEY_ID"],
        GIVEN["KMSPORTAL_SECRET_ACCESS_KEY"],
    )
    assert not User.objects.get().must_change_password


def test_without_a_place_for_the_credentials_nothing_is_opened(
    db: None, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        open_first(tmp_path / "missing")
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("KMSPORTAL_ACCOUNT_ID", "12345", "must be twelve digits"),
        ("KMSPORTAL_ACCOUNT_ID", "123456789012\n", "must be twelve digits"),
        ("KMSPORTAL_ACCESS_KEY_ID", "", "go together"),
        ("KMSPORTAL_SECRET_ACCESS_KEY", "", "go together"),
        ("KMSPORTAL_ACCESS_KEY_ID", "no spaces here, please", "16 to 128 letters"),
        ("KMSPORTAL_SECRET_ACCESS_KEY", "short", "16 characters or more"),
        ("KMSPORTAL_ADMIN_EMAIL", "ada", "is not an e-mail address"),
        ("KMSPORTAL_ADMIN_PASSWORD", "secret-1", "too short"),
    ],
)
def test_unfit_presets_are_refused_without_repeating_a_secret(
    name: str, text: str, sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence) as refusal:
        read_presets(Environment({**GIVEN, name: text}))
    assert GIVEN["KMSPORTAL_SECRET_ACCESS_KEY"] not in str(refusal.value)
    assert GIVEN["KMSPORTAL_ADMIN_PASSWORD"] not in str(refusal.value)


def test_presets_show_no_secret() -> None:
    preset, administrator = read_presets(Environment(GIVEN))
    assert isinstance(preset.secret_access_key, SecretText)
    shown = f"{preset!r} {administrator!r}"
    assert GIVEN["KMSPORTAL_SECRET_ACCESS_KEY"] not in shown
    assert GIVEN["KMSPORTAL_ADMIN_PASSWORD"] not in shown
