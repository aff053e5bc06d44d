"""Which protocol a request speaks, and how its answers are spelled."""

import pytest

from kmsportal.core.errors import (
    AccessDeniedException,
    InternalFailure,
    InvalidSignatureException,
    KMSInternalException,
)
from kmsportal.wire.protocols import JSON11, Query, choose_dialect
from kmsportal.wire.sigv4 import SignedRequest
from tests.wire.refusals import refused

_JSON = "application/x-amz-json-1.1"
_FORM = "application/x-www-form-urlencoded"
_ACTION = b"Action=GetCallerIdentity&Version=2011-06-15"


def _request(body: bytes = b"{}", /, **headers: str) -> SignedRequest:
    named = [
        (name.replace("_", "-").encode(), value.encode())
        for name, value in headers.items()
    ]
    return SignedRequest("POST", b"/", b"", named, body)


def _scope(service: str) -> str:
    return (
        "AWS4-HMAC-SHA256 "
        f"Credential=AKIA/20261123/us-east-1/{service}/aws4_request, SignedHeaders=host"
    )


@pytest.mark.parametrize(
    "content_type",
    [_JSON, "application/x-amz-json-1.0", f"{_JSON}; charset=utf-8", _JSON.upper()],
)
def test_a_target_names_an_operation_in_json(content_type: str) -> None:
    request = _request(content_type=content_type, x_amz_target="TrentService.Encrypt")
    dialect, find = choose_dialect(request)
    assert dialect is JSON11
    assert find().action == "kms:Encrypt"


@pytest.mark.parametrize("service", ["sts", "iam", "kms"])
def test_a_form_names_an_operation_of_the_signed_service(service: str) -> None:
    request = _request(_ACTION, content_type=_FORM, authorization=_scope(service))
    dialect, find = choose_dialect(request)
    assert isinstance(dialect, Query)
    named = "iam" if service == "iam" else "sts"
    assert (
        f"https://{named}.amazonaws.com".encode()
        in dialect.refuse(InternalFailure(), "an id").body
    )
    if named == "sts":
        assert find().action == "sts:GetCallerIdentity"


def test_an_unsigned_form_is_refused_in_xml() -> None:
    dialect, _ = choose_dialect(_request(_ACTION, content_type=_FORM))
    assert dialect.refuse(InvalidSignatureException("No."), "an id").status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"content_type": _JSON},
        {"content_type": "text/plain", "x_amz_target": "TrentService.Encrypt"},
        {"x_amz_target": "TrentService.Encrypt"},
        {"content_type": _FORM, "x_amz_target": "TrentService.Encrypt"},
        {"content_type": _JSON, "x_amz_target": "TrentService.Nothing"},
        {"content_type": _JSON, "x_amz_target": "Nothing.Encrypt"},
        {},
    ],
)
def test_anything_else_is_refused_in_json(headers: dict[str, str]) -> None:
    dialect, find = choose_dialect(_request(b"{}", **headers))
    assert dialect is JSON11
    with refused("UnknownOperationException"):
        find()


def test_a_form_must_name_one_known_action() -> None:
    for body in (b"", b"Action=", b"Action=A&Action=B", b"Action=Nothing"):
        _, find = choose_dialect(_request(body, content_type=_FORM))
        with refused("UnknownOperationException"):
            find()


def test_a_refusal_keeps_its_status_in_json() -> None:
    answer = JSON11.refuse(AccessDeniedException("No."), "an id")
    assert (answer.status, answer.content_type) == (400, _JSON.encode())
    assert answer.body == b'{"__type":"AccessDeniedException","Message":"No."}'


def test_a_failure_of_the_portal_is_the_receivers_in_xml() -> None:
    answer = Query("sts").refuse(KMSInternalException(), "an id")
    assert answer.status == 500
    assert b"<Type>Receiver</Type><Code>InternalFailure</Code>" in answer.body
    assert b"<RequestId>an id</RequestId>" in answer.body
