"""The browser libraries that are kept in the tree, and how they are refreshed."""

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).parent / "assets" / "vendor"
MANIFEST = VENDOR / "manifest.json"

Package = dict[str, Any]


class VendoringError(Exception):
    """The registry's client failed, or a package lacks a file we use."""


def read_manifest() -> list[Package]:
    """Return the packages: name, version, licence and ``files`` with checksums."""
    packages: list[Package] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return packages


def write_manifest(packages: list[Package]) -> None:
    MANIFEST.write_text(json.dumps(packages, indent=2) + "\n", encoding="utf-8")


def checksum(path: Path) -> str:
    """Return the SHA-256 of the file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def differences() -> Iterator[str]:
    """Say for each file how it differs from the manifest; nothing when all agree."""
    listed = {MANIFEST}
    for package in read_manifest():
        for file in package["files"]:
            path = VENDOR / file["path"]
            listed.add(path)
            if not path.is_file():
                yield f"{file['path']} is missing."
            elif checksum(path) != file["sha256"]:
                yield f"{file['path']} is not the file of {package['name']}."
    for path in VENDOR.rglob("*"):
        if path.is_file() and path not in listed:
            yield f"{path.relative_to(VENDOR)} is not in the manifest."


def refresh(package: Package, version: str) -> Package:
    """Fetch ``version`` of the package with npm and return its manifest entry."""
    with tempfile.TemporaryDirectory() as folder:
        archive = _pack(f"{package['name']}@{version}", Path(folder))
        with tarfile.open(archive) as contents:
            about = json.loads(_member(contents, "package.json"))
            files = [_refresh_file(contents, file) for file in package["files"]]
    return {
        "name": about["name"],
        "version": about["version"],
        "licence": about["license"],
        "files": files,
    }


def _pack(spec: str, folder: Path) -> Path:
    # npm checks the archive against the registry's integrity value.
    command = ["npm", "pack", "--silent", "--pack-destination", str(folder), spec]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - fixed words and a version
    except (OSError, subprocess.CalledProcessError) as error:
        raise VendoringError(f"npm could not fetch {spec}.") from error
    return next(folder.glob("*.tgz"))


def _refresh_file(contents: tarfile.TarFile, file: dict[str, str]) -> dict[str, str]:
    path = VENDOR / file["path"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_without_source_map(_member(contents, file["from"])))
    return {"path": file["path"], "from": file["from"], "sha256": checksum(path)}


def _without_source_map(content: bytes) -> bytes:
    # The map is not vendored, and hashed file names refuse a link that leads nowhere.
    return re.sub(rb"\n/\*# sourceMappingURL=\S+ \*/\s*$", b"\n", content)


def _member(contents: tarfile.TarFile, name: str) -> bytes:
    try:
        file = contents.extractfile(f"package/{name}")
    except KeyError:
        file = None
    if file is None:
        raise VendoringError(f"The package has no {name}.")
    return file.read()
