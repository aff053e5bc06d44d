"""How refusals are named by S3 (Amazon S3 API Reference, "Error responses")."""

from kmsportal.core.errors import (
    AccessDeniedException,
    ExpiredTokenException,
    IncompleteSignatureException,
    InternalFailure,
    InvalidMarkerException,
    InvalidSignatureException,
    KMSInternalException,
    MissingAuthenticationTokenException,
    ServiceError,
    ThrottlingException,
    UnknownOperationException,
    UnrecognizedClientException,
    ValidationException,
)

_S3 = {
    AccessDeniedException: ("AccessDenied", 403),
    ExpiredTokenException: ("ExpiredToken", 400),
    IncompleteSignatureException: ("AuthorizationHeaderMalformed", 400),
    InternalFailure: ("InternalError", 500),
    InvalidMarkerException: ("InvalidArgument", 400),
    InvalidSignatureException: ("SignatureDoesNotMatch", 403),
    KMSInternalException: ("InternalError", 500),
    MissingAuthenticationTokenException: ("AccessDenied", 403),
    ThrottlingException: ("SlowDown", 503),
    UnknownOperationException: ("NotImplemented", 501),
    UnrecognizedClientException: ("InvalidAccessKeyId", 403),
    ValidationException: ("InvalidArgument", 400),
}


def s3_code(error: ServiceError) -> str:
    return _S3.get(type(error), (error.code, error.status))[0]


def s3_status(error: ServiceError) -> int:
    return _S3.get(type(error), (error.code, error.status))[1]
