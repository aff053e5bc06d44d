"""``kmsportal-verify``: exported audit, verified by files and public keys alone."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from audit.verifier.account import AccountCheck
from audit.verifier.digests import verify_digests
from audit.verifier.folders import Folder, FolderError
from audit.verifier.forms import FormError
from audit.verifier.inclusion import verify_inclusion
from audit.verifier.installation import InstallationCheck
from audit.verifier.log import Note
from audit.verifier.merkle import ProofError
from audit.verifier.notes import NoteError, PublicKey
from audit.verifier.report import Report


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 when all is whole, 1 when something is wrong, 2 for a misuse."""
    options = _parser().parse_args(arguments)
    try:
        report: Report = options.run(options)
    except (FolderError, FormError, NoteError, ProofError) as error:
        report = Report()
        report.find(str(options.folder), str(error))
    except OSError as error:
        print(f"{error.filename}: {error.strerror}.", file=sys.stderr)  # noqa: T201 - a command talks to its terminal
        return 2
    shown = json.dumps(report.as_json()) if options.json else report.as_text()
    print(shown)  # noqa: T201 - a command talks to its terminal
    return 0 if report.is_whole else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kmsportal-verify", description="Verify exported audit of a KMS Portal."
    )
    commands = parser.add_subparsers(required=True)
    export = _command(commands, "export", "verify an export of the ledger")
    export.set_defaults(run=_export)
    _add_keys(export)
    export.add_argument(
        "--anchor", type=Path, action="append", default=[], metavar="FILE",
        help="a checkpoint that was kept elsewhere; may be given more than once",
    )  # fmt: skip
    inclusion = _command(commands, "inclusion", "prove that one event is in the ledger")
    inclusion.set_defaults(run=_inclusion)
    _add_keys(inclusion)
    inclusion.add_argument("--event", required=True, metavar="ID", help="its eventID")
    digests = _command(commands, "digests", "verify CloudTrail log files and digests")
    digests.set_defaults(run=_digests)
    _add_digest_options(digests)
    return parser


def _command(
    commands: Any,  # noqa: ANN401 - argparse gives the type no public name
    name: str,
    about: str,
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=about, description=about
    )
    command.add_argument("folder", type=Path)
    command.add_argument("--json", action="store_true", help="answer in JSON")
    return command


def _add_keys(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--key", type=Path, required=True, metavar="FILE",
        help="the public keys to believe, one a line, as `manage.py audit_public_key`"
        " prints them; get them from somebody you trust, not with the export",
    )  # fmt: skip


def _add_digest_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--keys", type=Path, required=True, metavar="FILE",
        help="what `aws cloudtrail list-public-keys` printed",
    )  # fmt: skip
    parser.add_argument(
        "--until", metavar="TIME",
        help="the newest digest must end then or later, such as 2026-11-24T00:00:00Z",
    )  # fmt: skip
    parser.add_argument(
        "--known", action="append", default=[], metavar="SHA256",
        help="hash of an unpacked digest that was kept elsewhere and must be there",
    )  # fmt: skip


def _export(options: argparse.Namespace) -> Report:
    folder, keys = Folder(options.folder), _keys(options.key)
    anchors = [Note(str(path), _text(path)) for path in options.anchor]
    if folder.kind == "account":
        return AccountCheck(folder, keys, anchors).run()
    if folder.kind == "installation":
        return InstallationCheck(folder, keys, anchors).run()
    raise FolderError(f"{folder.path} is an export of an unknown kind")


def _inclusion(options: argparse.Namespace) -> Report:
    return verify_inclusion(Folder(options.folder), _keys(options.key), options.event)


def _digests(options: argparse.Namespace) -> Report:
    return verify_digests(
        options.folder, _text(options.keys), until=options.until, known=options.known
    )


def _keys(path: Path) -> list[PublicKey]:
    keys = [PublicKey.parse(line) for line in _text(path).splitlines() if line.strip()]
    if not keys:
        raise NoteError(f"{path} holds no public key")
    return keys


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
