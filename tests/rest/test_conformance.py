"""REST against its own document, with whatever schemathesis makes up."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from kmsportal.rest.openapi.view import rendered
from kmsportal.tenancy.models import User
from kmsportal.wsgi import application
from tests.rest.people import token_of
from tests.world import Client


def _document() -> Any:
    """Load what is served, without the choice of another account and Region.

    Made-up ones are all refused, and nothing behind them would be reached.
    """
    described = json.loads(rendered(is_json=True))
    for path in described["paths"].values():
        for operation in path.values():
            operation["parameters"] = [
                one for one in operation["parameters"] if "$ref" not in one
            ]
    loaded = schemathesis.openapi.from_dict(described)
    loaded.app = application
    loaded.config.generation.with_security_parameters = False
    rejection = loaded.config.checks.negative_data_rejection
    rejection.expected_statuses = [*rejection.expected_statuses, "413"]
    return loaded


document = _document()
on_a_key = _document().include(path_regex="{key_id}")
# What the first test sends is enough of it.
on_a_key.config.phases.coverage.enabled = False

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
STRICT = [*CHECKS, negative_data_rejection, ignored_auth, unsupported_method]
bounded = settings(
    max_examples=5,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Keep the test's transaction open across requests, as Django's client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def headers(ada: User, alice: Client) -> dict[str, str]:
    return {"Authorization": f"Bearer {token_of(ada, alice.account_id)}"}


@document.parametrize()  # type: ignore[untyped-decorator]  # untyped library
@bounded
def test_every_route_keeps_to_its_description(
    case: Any, headers: dict[str, str]
) -> None:
    case.call_and_validate(headers=headers, checks=STRICT)


@on_a_key.parametrize()  # type: ignore[untyped-decorator]  # untyped library
@bounded
def test_every_route_of_a_key_keeps_to_its_description(
    case: Any, headers: dict[str, str], key_id: str
) -> None:
    case.path_parameters["key_id"] = key_id
    case.call_and_validate(headers=headers, checks=CHECKS)
