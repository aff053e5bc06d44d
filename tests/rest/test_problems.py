"""Refusals as problem details."""

from typing import Any

import pytest
from django.test import Client as Browser

from kmsportal.core import errors
from kmsportal.core.errors import ServiceError
from kmsportal.rest.problems import status_of, title_of
from tests.rest.people import RestClient


def problem_of(response: Any) -> dict[str, Any]:
    assert response.headers["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["status"] == response.status_code
    assert problem["request_id"] == response.headers["X-Request-Id"]
    assert problem["type"] == f"urn:kms-portal:error:{problem['code']}"
    return problem


def test_an_absent_key_is_not_found(api: RestClient) -> None:
    absent = "1234abcd-12ab-34cd-56ef-1234567890ab"
    problem = problem_of(api.get(f"keys/{absent}"))
    assert problem["code"] == "NotFoundException"
    assert problem["title"] == "Not found"
    assert problem["status"] == 404
    assert absent in problem["detail"]


@pytest.mark.parametrize(
    ("members", "detail"),
    [
        ({}, "Object missing required field `plaintext`."),
        ({"plaintext": "%"}, "plaintext: Invalid base64 encoded string."),
        ({"plaintext": 5}, "plaintext: Expected `str` in base64, got `int`."),
        (
            {"plaintext": "YQ==", "plain": 1},
            "plain: There is no such member.",
        ),
        (
            {"plaintext": None},
            "plaintext: A member is not null; it is left out.",
        ),
        (
            {"plaintext": "YQ==", "encryption_context": {"a": 1}},
            "encryption_context[...]: Expected `str`, got `int`.",
        ),
        (
            {"plaintext": "YQ==", "encryption_context": {"a": "\0"}},
            "encryption_context[...]: A text cannot hold a NUL character.",
        ),
        ({"plaintext": "YQ==", "key_id": "x"}, "key_id: There is no such member."),
    ],
)
def test_members_that_do_not_fit_are_named(
    api: RestClient, key_id: str, members: dict[str, Any], detail: str
) -> None:
    problem = problem_of(api.send("POST", f"keys/{key_id}/encrypt", members))
    assert problem["status"] == 400
    assert problem["code"] == "ValidationException"
    assert problem["detail"] == detail


def test_a_member_within_a_list_is_named(api: RestClient, key_id: str) -> None:
    tags = [{"tag_key": "a", "tag_value": "b"}, {"tag_key": 1, "tag_value": "b"}]
    problem = problem_of(api.post(f"keys/{key_id}/tags", tags=tags))
    assert problem["detail"] == "tags[1].tag_key: Expected `str`, got `int`."


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ({"limit": "0"}, "limit: Expected `int` >= 1."),
        ({"limit": "x"}, "limit: Expected `int`, got `str`."),
        ({"limit": ["1", "2"]}, "limit: It is given more than once."),
        ({"marker": "x"}, "marker: There is no such member."),
    ],
)
def test_a_query_that_does_not_fit_is_refused(
    api: RestClient, query: dict[str, Any], detail: str
) -> None:
    problem = problem_of(api.get("key-ids", **query))
    assert (problem["status"], problem["detail"]) == (400, detail)


def test_members_in_the_address_of_a_change_are_refused(
    api: RestClient, key_id: str
) -> None:
    refused = api.send("POST", f"keys/{key_id}/encrypt?plaintext=YQ==", {})
    assert problem_of(refused)["detail"] == "plaintext: It belongs into the body."


def test_a_region_that_is_not_there_is_refused(api: RestClient) -> None:
    problem = problem_of(api.get("keys", region="mars-north-1"))
    assert problem["code"] == "ValidationException"


def test_a_region_is_chosen_by_query_or_header(api: RestClient, key_id: str) -> None:
    assert api.get(f"keys/{key_id}", region="us-west-2").status_code == 404
    headers = {"X-KMS-Region": "us-west-2"}
    found = api.browser.get(f"/api/v1/keys/{key_id}", headers=headers)
    assert found.status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff",
        b'{"a": NaN}',
        b'{"a": "\\ud800"}',
        b"[" * 100_000 + b"]" * 100_000,
    ],
)
def test_what_is_not_json_is_refused(api: RestClient, body: bytes) -> None:
    problem = problem_of(api.send("POST", "keys", body))
    assert (problem["status"], problem["code"]) == (400, "SerializationException")


@pytest.mark.parametrize("body", [b"[]", b"1", b'"a"', b"null"])
def test_a_body_is_an_object(api: RestClient, body: bytes) -> None:
    problem = problem_of(api.send("POST", "keys", body))
    assert problem["detail"] == "The body must be a JSON object."


def test_a_body_that_is_too_large_is_refused(api: RestClient) -> None:
    body = b'{"description": "' + b"x" * 1024 * 1024 + b'"}'
    problem = problem_of(api.send("POST", "keys", body))
    assert problem["status"] == 413


def test_another_content_type_is_refused(api: RestClient) -> None:
    for content_type in ("text/xml", "application/x-www-form-urlencoded"):
        refused = api.browser.post("/api/v1/keys", "a=1", content_type=content_type)
        assert problem_of(refused)["status"] == 415


def test_another_answer_than_json_cannot_be_had(api: RestClient) -> None:
    refused = api.browser.get("/api/v1/keys", headers={"Accept": "text/html"})
    assert problem_of(refused)["status"] == 406


def test_another_method_is_refused_with_those_that_are(api: RestClient) -> None:
    for method in ("DELETE", "OPTIONS", "PUT"):
        refused = api.browser.generic(method, "/api/v1/keys")
        assert problem_of(refused)["status"] == 405
        assert set(refused.headers["Allow"].split(", ")) >= {"GET", "POST"}


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/nothing", "/api/v2/x"])
def test_an_address_with_nothing_at_it_is_not_found(path: str, db: None) -> None:
    for method in ("GET", "POST", "OPTIONS"):
        assert problem_of(Browser().generic(method, path))["status"] == 404


def test_what_fails_here_is_told_to_nobody(
    api: RestClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("the cause")

    monkeypatch.setattr("kmsportal.rest.views.read_params", fail)
    response = api.get("keys")
    problem = problem_of(response)
    assert (problem["status"], problem["code"]) == (500, "InternalFailure")
    assert "detail" not in problem
    assert problem["request_id"] in caplog.text
    assert "the cause" in caplog.text


def test_every_refusal_has_a_status_and_a_title() -> None:
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, ServiceError)
    ]
    for kind in kinds:
        assert 400 <= status_of(kind()) <= 599
        assert title_of(kind.code) or kind is ServiceError
    assert title_of("KMSInvalidStateException") == "KMS invalid state"
