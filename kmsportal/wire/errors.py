"""How refusals are named on the wire, for each protocol."""

from kmsportal.core.errors import (
    AccessDeniedException,
    ConcurrentModificationException,
    DeleteConflictException,
    EntityAlreadyExistsException,
    EntityTemporarilyUnmodifiableException,
    ExpiredTokenException,
    IDPCommunicationErrorException,
    IDPRejectedClaimException,
    IncompleteSignatureException,
    InternalFailure,
    InvalidIdentityTokenException,
    InvalidInputException,
    InvalidSignatureException,
    KMSInternalException,
    LimitExceededException,
    MalformedPolicyDocumentException,
    MissingAuthenticationTokenException,
    NoSuchEntityException,
    OpenIdIdpCommunicationErrorException,
    PackedPolicyTooLargeException,
    PolicyEvaluationException,
    PolicyNotAttachableException,
    ReasonedError,
    RequestEntityTooLargeException,
    SerializationException,
    ServiceError,
    ThrottlingException,
    UnknownOperationException,
    UnmodifiableEntityException,
    UnrecognizedClientException,
    ValidationException,
)

_FIRST_SERVER_FAULT = 500

# "Common Errors" in the IAM and STS API references: the code and the status.
_QUERY = {
    AccessDeniedException: ("AccessDenied", 403),
    ExpiredTokenException: ("ExpiredToken", 403),
    IncompleteSignatureException: ("IncompleteSignature", 400),
    InternalFailure: ("InternalFailure", 500),
    KMSInternalException: ("InternalFailure", 500),
    InvalidSignatureException: ("SignatureDoesNotMatch", 403),
    MissingAuthenticationTokenException: ("MissingAuthenticationToken", 403),
    RequestEntityTooLargeException: ("RequestEntityTooLarge", 413),
    SerializationException: ("MalformedInput", 400),
    ThrottlingException: ("Throttling", 400),
    UnknownOperationException: ("InvalidAction", 400),
    UnrecognizedClientException: ("InvalidClientTokenId", 403),
    ValidationException: ("ValidationError", 400),
    # The error codes of the two services' public models.
    ConcurrentModificationException: ("ConcurrentModification", 409),
    DeleteConflictException: ("DeleteConflict", 409),
    EntityAlreadyExistsException: ("EntityAlreadyExists", 409),
    EntityTemporarilyUnmodifiableException: ("EntityTemporarilyUnmodifiable", 409),
    IDPCommunicationErrorException: ("IDPCommunicationError", 400),
    IDPRejectedClaimException: ("IDPRejectedClaim", 403),
    InvalidIdentityTokenException: ("InvalidIdentityToken", 400),
    InvalidInputException: ("InvalidInput", 400),
    LimitExceededException: ("LimitExceeded", 409),
    MalformedPolicyDocumentException: ("MalformedPolicyDocument", 400),
    NoSuchEntityException: ("NoSuchEntity", 404),
    OpenIdIdpCommunicationErrorException: ("OpenIdIdpCommunicationError", 400),
    PackedPolicyTooLargeException: ("PackedPolicyTooLarge", 400),
    PolicyEvaluationException: ("PolicyEvaluation", 500),
    PolicyNotAttachableException: ("PolicyNotAttachable", 400),
    UnmodifiableEntityException: ("UnmodifiableEntity", 400),
}


def json_members(error: ServiceError) -> dict[str, str]:
    """Spell ``error`` for AWS JSON: no message member where it has no message."""
    members = {"__type": error.code}
    if error.message is not None:
        # AWS spells this one member two ways; clients of KMS rely on either.
        is_capital = isinstance(error, AccessDeniedException)
        members["Message" if is_capital else "message"] = error.message
    if isinstance(error, ReasonedError):
        members["Reason"] = error.reason
    return members


def query_code(error: ServiceError) -> str:
    """Return the code a Query service uses for ``error``."""
    return _QUERY.get(type(error), (error.code, error.status))[0]


def query_status(error: ServiceError) -> int:
    """Return the HTTP status a Query service uses for ``error``."""
    return _QUERY.get(type(error), (error.code, error.status))[1]


def query_fault(error: ServiceError) -> str:
    """Say who is at fault, as Query services do: ``Sender`` or ``Receiver``."""
    return "Receiver" if query_status(error) >= _FIRST_SERVER_FAULT else "Sender"
