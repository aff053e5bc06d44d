from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kmsportal.console import vendoring


def test_the_vendored_files_are_those_of_the_manifest() -> None:
    assert list(vendoring.differences()) == []


def test_every_package_has_its_licence_beside_it() -> None:
    for package in vendoring.read_manifest():
        names = [Path(file["path"]).name for file in package["files"]]
        assert package["licence"] in {"MIT", "ISC", "0BSD"}
        assert "LICENSE" in names


def test_a_changed_or_stray_file_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vendoring, "VENDOR", tmp_path)
    monkeypatch.setattr(vendoring, "MANIFEST", tmp_path / "manifest.json")
    file = {"path": "a.js", "from": "a.js", "sha256": "0" * 64}
    gone = {"path": "b.js", "from": "b.js", "sha256": "0" * 64}
    vendoring.write_manifest([{"name": "one", "files": [file, gone]}])
    (tmp_path / "a.js").write_text("changed")
    (tmp_path / "c.js").write_text("stray")
    assert list(vendoring.differences()) == [
        "a.js is not the file of one.",
        "b.js is missing.",
        "c.js is not in the manifest.",
    ]


def test_only_what_is_listed_can_be_moved() -> None:
    with pytest.raises(CommandError, match="Not in the manifest: left-pad"):
        call_command("vendor_assets", "left-pad@1.3.0")
