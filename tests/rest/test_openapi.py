"""The OpenAPI document: true, whole, committed and served."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.test import Client as Browser
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # no stubs

from kmsportal.rest.openapi.examples import EXAMPLES
from kmsportal.rest.openapi.view import rendered
from kmsportal.rest.reading import read_members
from kmsportal.rest.route import PREFIX
from kmsportal.rest.routes import ROUTES

COMMITTED = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"


@pytest.fixture(scope="module")
def document() -> Any:
    return yaml.safe_load(rendered(is_json=False))


def test_the_committed_document_is_the_served_one() -> None:
    assert COMMITTED.read_bytes() == rendered(is_json=False), (
        "Run: ./manage.py spectacular --file docs/openapi.yaml"
    )


def test_it_is_valid_openapi(document: Any) -> None:
    validate_schema(document)  # type: ignore[no-untyped-call]  # untyped library


def test_it_has_every_route(document: Any) -> None:
    for one in ROUTES:
        operation = document["paths"][PREFIX + one.path][one.method.lower()]
        assert operation["operationId"] == one.id
        assert operation["summary"], one.id
        assert str(one.status) in operation["responses"]


def test_nothing_it_refers_to_is_missing(document: Any) -> None:
    for reference in _references(document):
        found = document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]


@pytest.mark.parametrize("name", EXAMPLES)
def test_its_examples_are_true(name: str, document: Any) -> None:
    one = next(one for one in ROUTES if one.id == name)
    example = EXAMPLES[name]
    in_path = dict.fromkeys(one.path_members, "x")
    read_members(one, example.request, in_path)
    if example.answer is not None:
        operation = document["paths"][PREFIX + one.path][one.method.lower()]
        content = operation["responses"][str(one.status)]["content"]
        schema = {**document, **content["application/json"]["schema"]}
        Draft202012Validator(schema).validate(example.answer)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/json"),
        ("application/yaml", "application/yaml"),
        ("application/vnd.oai.openapi", "application/vnd.oai.openapi"),
    ],
)
def test_it_is_served_to_everybody(accept: str, kind: str, document: Any) -> None:
    for path in ("/api/schema/", "/api/schema"):
        served = Browser().get(path, headers={"Accept": accept})
        assert served.headers["Content-Type"] == kind
        assert yaml.safe_load(served.content) == document


def _references(part: Any) -> set[str]:
    if isinstance(part, list):
        return set().union(*map(_references, part))
    if not isinstance(part, dict):
        return set()
    found = {part["$ref"]} if "$ref" in part else set()
    return found.union(*map(_references, part.values()))
