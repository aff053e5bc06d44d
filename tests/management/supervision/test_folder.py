"""The data folder: private, and one supervisor's at a time."""

from pathlib import Path

import pytest

from kmsportal.management.supervision import folder
from kmsportal.management.supervision.refusal import CannotStartError


def test_a_new_folder_is_private(tmp_path: Path) -> None:
    data_dir = tmp_path / "new" / "data"
    with folder.hold(data_dir):
        assert data_dir.stat().st_mode & 0o777 == 0o700


def test_a_second_supervisor_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with (
        folder.hold(tmp_path),
        pytest.raises(CannotStartError, match=r"is in use: `manage.py up` already"),
        folder.hold(tmp_path),
    ):
        pass


def test_the_folder_is_free_again_afterwards(tmp_path: Path) -> None:
    with folder.hold(tmp_path):
        pass
    with folder.hold(tmp_path):
        pass


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(CannotStartError, match=r"cannot be written \(Not a directory\)"),
        folder.hold(tmp_path / "file" / "data"),
    ):
        pass


def test_the_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    folder.furnish(tmp_path)
    path = tmp_path / folder.SECRET_KEY_NAME
    first = path.read_text()
    folder.furnish(tmp_path)
    assert path.read_text() == first
    assert len(first.strip()) >= 64
    assert path.stat().st_mode & 0o777 == 0o600


def test_messages_of_an_earlier_run_are_dropped(tmp_path: Path) -> None:
    folder.furnish(tmp_path)
    stale = tmp_path / "broker" / "1_2.kmsportal.msg"
    stale.write_text("{}")
    folder.furnish(tmp_path)
    assert not stale.exists()
    assert stale.parent.is_dir()


def test_a_private_file_replaces_wholly(tmp_path: Path) -> None:
    path = tmp_path / "credentials"
    path.write_text("old")
    path.chmod(0o644)
    folder.write_private(path, "new")
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]
