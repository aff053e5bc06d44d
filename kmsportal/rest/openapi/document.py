"""What the whole OpenAPI document says beside its routes."""

from typing import Any

from django.conf import settings

from kmsportal.rest.authentication import ACCOUNT_HEADER
from kmsportal.rest.openapi.kinds import Schema
from kmsportal.rest.problems import CONTENT_TYPE

_TEXT = {"type": "string"}

_PROBLEM: Schema = {
    "type": "object",
    "description": "RFC 9457 problem details.",
    "properties": {
        "type": {"type": "string", "format": "uri", "example": "urn:kms-portal:error:"},
        "title": _TEXT,
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "What to do about it, in English."},
        "code": {
            "type": "string",
            "description": "The name that AWS gives the refusal.",
            "examples": ["NotFoundException"],
        },
        "request_id": {"type": "string", "format": "uuid"},
        "encoded_authorization_message": {
            "type": "string",
            "description": "For DecodeAuthorizationMessage, where a policy refused.",
        },
    },
    "required": ["type", "title", "status", "code", "request_id"],
}

_RESPONSES = {
    "BadRequest": "The request is not valid.",
    "Unauthorized": "The caller has proven no identity.",
    "Forbidden": "No policy allows it, or one denies it.",
    "NotFound": "There is no such resource.",
    "NotAcceptable": "REST answers in JSON only.",
    "Conflict": "The resource's state does not allow it.",
    "TooLarge": "The body is too large.",
    "UnsupportedMediaType": "REST takes JSON only.",
    "TooManyRequests": "A limit is reached.",
    "InternalError": "It failed here; no change was made.",
}

_PARAMETERS: Schema = {
    "Region": {
        "name": "region",
        "in": "query",
        "description": (
            "The Region to act in, by default the installation's first. The header"
            " `X-KMS-Region` says the same, and counts more."
        ),
        "schema": _TEXT,
    },
    "Account": {
        "name": ACCOUNT_HEADER,
        "in": "header",
        "description": (
            "The account to act in, for people who are in several. An API token is for"
            " one account."
        ),
        "schema": {"type": "string", "pattern": "^[0-9]{12}$"},
    },
}

_HEADERS: Schema = {
    "RequestId": {
        "description": "The request's id; the audit event has the same.",
        "schema": {"type": "string", "format": "uuid"},
    },
    "Location": {"description": "The new resource's address.", "schema": _TEXT},
    "Link": {
        "description": 'The next page\'s address, with `rel="next"`, if there is one.',
        "schema": _TEXT,
    },
}

_SECURITY: Schema = {
    "api_token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "kmsp_<id>_<secret>",
    },
    "console_session": {
        "type": "apiKey",
        "in": "cookie",
        "name": settings.SESSION_COOKIE_NAME,
        "description": "Changes need the `X-CSRFToken` header as well.",
    },
}


def complete(result: dict[str, Any], **_rest: object) -> dict[str, Any]:
    """Add what all routes refer to (a post-processing hook of drf-spectacular)."""
    components = result["components"]
    components["schemas"]["Problem"] = _PROBLEM
    components["responses"] = {
        name: _response(said) for name, said in _RESPONSES.items()
    }
    components["parameters"] = _PARAMETERS
    components["headers"] = _HEADERS
    components["securitySchemes"] = _SECURITY
    result["security"] = [{name: []} for name in _SECURITY]
    return result


def _response(said: str) -> Schema:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": said,
        "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestId"}},
        "content": {CONTENT_TYPE: {"schema": schema}},
    }
