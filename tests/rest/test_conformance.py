"""REST against its own document, with whatever schemathesis makes up."""

from collections.abc import Iterator

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

from kmsportal.tenancy.models import User
from kmsportal.wsgi import application
from tests.rest.people import token_of
from tests.world import Client

document = schemathesis.openapi.from_wsgi("/api/schema/", application)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    ignored_auth,
    unsupported_method,
]
bounded = settings(
    max_examples=8,
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


@document.parametrize()
@bounded
def test_every_route_keeps_to_its_description(
    case: schemathesis.Case, headers: dict[str, str]
) -> None:
    case.call_and_validate(headers=headers, checks=CHECKS)


on_a_key = document.include(path_regex="{key_id}")


@on_a_key.parametrize()
@bounded
def test_every_route_of_a_key_keeps_to_its_description(
    case: schemathesis.Case, headers: dict[str, str], key_id: str
) -> None:
    case.path_parameters["key_id"] = key_id
    case.call_and_validate(headers=headers, checks=CHECKS)
