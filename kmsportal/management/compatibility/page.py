"""Renders ``docs/compatibility.md`` from the registry and the public AWS model."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import botocore.session

from keys.specs import KeySpec
from kmsportal.management.compatibility.differences import DIFFERENCES, EVERYWHERE
from kmsportal.management.compatibility.key_specs import MADE, specs_for, usages_of
from kmsportal.registry import all_operations

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "compatibility.md"

_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER_SERVICES = ("iam", "sts", "cloudtrail", "organizations", "s3", "ce")
# Names that two services share have their tests apart.
_FOLDERS = {"organizations": "operations/organizations"}
_INTRODUCTION = """\
# Compatibility with AWS

Made by `manage.py compatibility` from the operations that the code declares and from
the public model of AWS KMS; a test holds the two equal. What AWS documents and this
page does not name is meant to be the same, down to the sentences of errors.
"""


class CompatibilityError(Exception):
    """The page cannot be made; says which operation lacks what."""


def render_page() -> str:
    """Return the whole page; CompatibilityError when an operation has no tests."""
    _refuse_stale_differences()
    parts = (_INTRODUCTION, _everywhere(), _kms(), _others(), _key_specs())
    return "\n".join(parts)


def _everywhere() -> str:
    lines = [f"- **{topic}.** {text}\n" for topic, text in EVERYWHERE.items()]
    return f"## In all operations\n\n{''.join(lines)}"


def _kms() -> str:
    names = _model_names("kms")
    made = [name for name in names if _is_there("kms", name)]
    rows = [_kms_row(name) for name in names]
    table = _table(("Operation", "Here", "Key specs", "What differs", "Tests"), rows)
    return f"## AWS KMS: {len(made)} of {len(names)} operations\n\n{table}"


def _kms_row(name: str) -> Sequence[str]:
    if not _is_there("kms", name):
        return (f"`{name}`", "not yet", "", "", "")
    return (f"`{name}`", "yes", specs_for(name), *_notes("kms", name))


def _others() -> str:
    rows = [
        (f"`{service}:{name}`", *_notes(service, name))
        for service in _OTHER_SERVICES
        for name in _model_names(service)
        if _is_there(service, name)
    ]
    table = _table(("Operation", "What differs", "Tests"), rows)
    return f"## Other services\n\n{table}"


def _key_specs() -> str:
    rows = [
        (
            f"`{spec.value}`",
            ", ".join(f"`{usage.value}`" for usage in usages_of(spec)),
            "yes" if spec in MADE else "not yet",
        )
        for spec in KeySpec
    ]
    return f"## Key specs\n\n{_table(('Key spec', 'Key usages', 'Here'), rows)}"


def _notes(service: str, name: str) -> tuple[str, str]:
    return DIFFERENCES.get((service, name), ""), _test_link(service, name)


def _test_link(service: str, name: str) -> str:
    """Return a link to the operation's test file, which must be there."""
    file_name = f"test_{_WORD.sub('_', name).lower()}.py"
    folder = _FOLDERS.get(service, "operations")
    apart = {*_FOLDERS.values()} - {folder}
    found = [
        path
        for path in sorted((ROOT / "tests").rglob(f"{folder}/**/{file_name}"))
        if not any(f"/{one}/" in path.as_posix() for one in apart)
    ]
    if len(found) != 1:
        raise CompatibilityError(
            f"{name} must have one test file {folder}/{file_name} under tests/;"
            f" it has {len(found)}."
        )
    return f"[{file_name}](../{found[0].relative_to(ROOT).as_posix()})"


def _refuse_stale_differences() -> None:
    for service, name in DIFFERENCES:
        if not _is_there(service, name):
            raise CompatibilityError(
                f"differences.py speaks of {service}:{name}, which is not there."
            )


def _model_names(service: str) -> list[str]:
    model = botocore.session.get_session().get_service_model(service)
    return sorted(model.operation_names)


def _is_there(service: str, name: str) -> bool:
    return (service, name) in all_operations()


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
