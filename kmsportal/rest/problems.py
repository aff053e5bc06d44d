"""Every refusal as RFC 9457 problem details, named as AWS names it."""

import logging
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from kmsportal.core import errors
from kmsportal.core.errors import ServiceError

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
CHALLENGE = 'Bearer realm="kms-portal"'
_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

_STATUS: Mapping[type[ServiceError], HTTPStatus] = {
    errors.MissingAuthenticationTokenException: HTTPStatus.UNAUTHORIZED,
    errors.UnrecognizedClientException: HTTPStatus.UNAUTHORIZED,
    errors.ExpiredTokenException: HTTPStatus.UNAUTHORIZED,
    errors.AccessDeniedException: HTTPStatus.FORBIDDEN,
    errors.NotFoundException: HTTPStatus.NOT_FOUND,
    errors.ResourceNotFoundException: HTTPStatus.NOT_FOUND,
    errors.UnknownOperationException: HTTPStatus.NOT_FOUND,
    errors.TrailNotFoundException: HTTPStatus.NOT_FOUND,
    errors.AlreadyExistsException: HTTPStatus.CONFLICT,
    errors.TrailAlreadyExistsException: HTTPStatus.CONFLICT,
    errors.ConflictException: HTTPStatus.CONFLICT,
    errors.DisabledException: HTTPStatus.CONFLICT,
    errors.KMSInvalidStateException: HTTPStatus.CONFLICT,
    errors.AccountNotFoundException: HTTPStatus.NOT_FOUND,
    errors.ChildNotFoundException: HTTPStatus.NOT_FOUND,
    errors.CreateAccountStatusNotFoundException: HTTPStatus.NOT_FOUND,
    errors.DestinationParentNotFoundException: HTTPStatus.NOT_FOUND,
    errors.OrganizationalUnitNotFoundException: HTTPStatus.NOT_FOUND,
    errors.ParentNotFoundException: HTTPStatus.NOT_FOUND,
    errors.PolicyNotFoundException: HTTPStatus.NOT_FOUND,
    errors.RootNotFoundException: HTTPStatus.NOT_FOUND,
    errors.SourceParentNotFoundException: HTTPStatus.NOT_FOUND,
    errors.TargetNotFoundException: HTTPStatus.NOT_FOUND,
    errors.ConstraintViolationException: HTTPStatus.CONFLICT,
    errors.DuplicateAccountException: HTTPStatus.CONFLICT,
    errors.DuplicateOrganizationalUnitException: HTTPStatus.CONFLICT,
    errors.DuplicatePolicyAttachmentException: HTTPStatus.CONFLICT,
    errors.DuplicatePolicyException: HTTPStatus.CONFLICT,
    errors.OrganizationalUnitNotEmptyException: HTTPStatus.CONFLICT,
    errors.PolicyInUseException: HTTPStatus.CONFLICT,
    errors.PolicyNotAttachedException: HTTPStatus.CONFLICT,
    errors.PolicyTypeAlreadyEnabledException: HTTPStatus.CONFLICT,
    errors.PolicyTypeNotEnabledException: HTTPStatus.CONFLICT,
    errors.LimitExceededException: HTTPStatus.TOO_MANY_REQUESTS,
    errors.ThrottlingException: HTTPStatus.TOO_MANY_REQUESTS,
}

# What Django and DRF raise before a call is made, under the nearest name of AWS.
_NAMES: tuple[tuple[type[Exception], str], ...] = (
    (exceptions.NotAuthenticated, "MissingAuthenticationTokenException"),
    (exceptions.AuthenticationFailed, "UnrecognizedClientException"),
    (exceptions.PermissionDenied, "AccessDeniedException"),
    (exceptions.ParseError, "SerializationException"),
    (exceptions.MethodNotAllowed, "MethodNotAllowedException"),
    (exceptions.NotAcceptable, "NotAcceptableException"),
    (exceptions.UnsupportedMediaType, "UnsupportedMediaTypeException"),
    (exceptions.NotFound, "UnknownOperationException"),
)


def handle(error: Exception, context: Mapping[str, Any]) -> Response:
    """Render any exception; what is nobody's refusal is logged and told to nobody."""
    request_id = context["view"].request_id
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, RequestDataTooBig):
        error = errors.RequestEntityTooLargeException("The request body is too large.")
    if isinstance(error, ServiceError):
        response = _problem(error.code, status_of(error), error.message, request_id)
        if isinstance(error, errors.AccessDeniedException) and error.encode is not None:
            response.data["encoded_authorization_message"] = error.encode()
        return response
    if isinstance(error, exceptions.APIException):
        return _problem(
            _name_of(error), error.status_code, str(error.detail), request_id
        )
    logger.error("Request %s failed.", request_id, exc_info=error)
    return _problem(errors.InternalFailure.code, 500, None, request_id)


def status_of(error: ServiceError) -> int:
    """Return the HTTP status of a refusal, finer than AWS's own, which is mostly 400.

    A subclass counts as what it derives from.
    """
    known = (_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS)
    return next(known, error.status)


def _problem(code: str, status: int, detail: str | None, request_id: str) -> Response:
    members = {
        "type": f"urn:kms-portal:error:{code}",
        "title": title_of(code),
        "status": int(status),
        "code": code,
        "request_id": request_id,
    }
    if detail:
        members["detail"] = detail
    response = Response(members, status=status, content_type=CONTENT_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = CHALLENGE
    return response


def title_of(code: str) -> str:
    """Spell ``InvalidKeyUsageException`` as ``Invalid key usage``."""
    words = _BOUNDARY.split(code.removesuffix("Exception"))
    spelled = [word if word.isupper() else word.lower() for word in words]
    return " ".join([words[0], *spelled[1:]])


def _name_of(error: exceptions.APIException) -> str:
    found = (name for kind, name in _NAMES if isinstance(error, kind))
    return next(found, "ValidationException")
