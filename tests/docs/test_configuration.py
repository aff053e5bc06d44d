"""``docs/configuration.md`` names every variable that the code reads, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = r"KMSPORTAL_[A-Z_]+|DATABASE_URL|REDIS_URL"


def names_in_code() -> set[str]:
    sources = [
        path.read_text(encoding="utf-8")
        for package in ("kmsportal", "keys", "audit", "billing")
        for path in (ROOT / package).rglob("*.py")
    ]
    return set(re.findall(rf'"({NAME})"', "\n".join(sources)))


def documented_names() -> list[str]:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    return re.findall(rf"^\| `({NAME})` \|", page, re.MULTILINE)


def test_every_variable_is_documented() -> None:
    assert names_in_code() - set(documented_names()) == set()


def test_every_documented_variable_is_read() -> None:
    assert set(documented_names()) - names_in_code() == set()


def test_no_variable_is_documented_twice() -> None:
    assert len(documented_names()) == len(set(documented_names()))
