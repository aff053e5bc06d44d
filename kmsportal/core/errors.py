"""Every refusal, by the name that AWS gave it.

A door renders these in one place. ``message`` is ``None`` where AWS sends no
message member at all; an empty string would be a different answer.
"""

from collections.abc import Callable
from typing import ClassVar


class ServiceError(Exception):
    """A call that is refused: its AWS code, HTTP status and sentence."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        """Take the AWS code from the class name unless it is spelled out."""
        if "code" not in cls.__dict__:
            cls.code = cls.__name__

    def __init__(self, message: str | None = None) -> None:
        """Keep the sentence for the caller; it never holds a secret."""
        super().__init__(message)
        self.message = message


# Proving who calls ----------------------------------------------------------


class MissingAuthenticationTokenException(ServiceError):
    pass


class IncompleteSignatureException(ServiceError):
    pass


class InvalidSignatureException(ServiceError):
    pass


class UnrecognizedClientException(ServiceError):
    pass


class ExpiredTokenException(ServiceError):
    pass


# Reading the request --------------------------------------------------------


class UnknownOperationException(ServiceError):
    pass


class SerializationException(ServiceError):
    pass


class ValidationException(ServiceError):
    pass


class RequestEntityTooLargeException(ServiceError):
    status = 413


class ThrottlingException(ServiceError):
    pass


class OptInRequired(ServiceError):
    status = 403


# Deciding -------------------------------------------------------------------


class AccessDeniedException(ServiceError):
    """``encode`` makes the encoded authorization message, where there is one."""

    encode: Callable[[], str] | None = None


# KMS ------------------------------------------------------------------------


class NotFoundException(ServiceError):
    pass


class InvalidArnException(ServiceError):
    pass


class DisabledException(ServiceError):
    pass


class KMSInvalidStateException(ServiceError):
    pass


class KMSInternalException(ServiceError):
    status = 500


class DependencyTimeoutException(ServiceError):
    status = 500


class KeyUnavailableException(ServiceError):
    status = 500


class InvalidKeyUsageException(ServiceError):
    pass


class InvalidCiphertextException(ServiceError):
    pass


class KMSInvalidSignatureException(ServiceError):
    pass


class KMSInvalidMacException(ServiceError):
    pass


class IncorrectKeyException(ServiceError):
    pass


class AlreadyExistsException(ServiceError):
    pass


class InvalidAliasNameException(ServiceError):
    pass


class LimitExceededException(ServiceError):
    pass


class MalformedPolicyDocumentException(ServiceError):
    pass


class TagException(ServiceError):
    pass


class UnsupportedOperationException(ServiceError):
    pass


class CustomKeyStoreNotFoundException(ServiceError):
    pass


class InvalidMarkerException(ServiceError):
    pass


class InvalidGrantIdException(ServiceError):
    pass


class InvalidGrantTokenException(ServiceError):
    pass


class ConflictException(ServiceError):
    pass


class DryRunOperationException(ServiceError):
    pass


class ExpiredImportTokenException(ServiceError):
    pass


class InvalidImportTokenException(ServiceError):
    pass


class IncorrectKeyMaterialException(ServiceError):
    pass


# IAM and STS -----------------------------------------------------------------
# MalformedPolicyDocumentException and LimitExceededException are KMS's too; what
# status they have here is the Query door's to say.


class NoSuchEntityException(ServiceError):
    status = 404


class EntityAlreadyExistsException(ServiceError):
    status = 409


class DeleteConflictException(ServiceError):
    status = 409


class EntityTemporarilyUnmodifiableException(ServiceError):
    status = 409


class ConcurrentModificationException(ServiceError):
    status = 409


class UnmodifiableEntityException(ServiceError):
    pass


class PolicyNotAttachableException(ServiceError):
    pass


class PolicyEvaluationException(ServiceError):
    status = 500


class OpenIdIdpCommunicationErrorException(ServiceError):
    pass


class PackedPolicyTooLargeException(ServiceError):
    pass


class IDPCommunicationErrorException(ServiceError):
    pass


class IDPRejectedClaimException(ServiceError):
    status = 403


class InvalidIdentityTokenException(ServiceError):
    pass


class ExpiredIdentityTokenException(ServiceError):
    """A web identity token past its time, which AWS calls like expired credentials."""

    code = "ExpiredTokenException"


class InvalidAuthorizationMessageException(ServiceError):
    pass


# CloudTrail -----------------------------------------------------------------


class InvalidLookupAttributesException(ServiceError):
    pass


class InvalidTimeRangeException(ServiceError):
    pass


class InvalidMaxResultsException(ServiceError):
    pass


class InvalidNextTokenException(ServiceError):
    pass


class InvalidEventCategoryException(ServiceError):
    pass


# AWS Organizations ------------------------------------------------------------


class ReasonedError(ServiceError):
    """A refusal that tells its reason by a code of its own beside the sentence."""

    def __init__(self, message: str | None = None, *, reason: str = "") -> None:
        """Keep AWS's code of the reason."""
        super().__init__(message)
        self.reason = reason


class ConstraintViolationException(ReasonedError):
    pass


class InvalidInputException(ReasonedError):
    pass


class AccountNotFoundException(ServiceError):
    pass


class ChildNotFoundException(ServiceError):
    pass


class CreateAccountStatusNotFoundException(ServiceError):
    pass


class DestinationParentNotFoundException(ServiceError):
    pass


class DuplicateAccountException(ServiceError):
    pass


class DuplicateOrganizationalUnitException(ServiceError):
    pass


class DuplicatePolicyException(ServiceError):
    pass


class DuplicatePolicyAttachmentException(ServiceError):
    pass


class OrganizationalUnitNotEmptyException(ServiceError):
    pass


class OrganizationalUnitNotFoundException(ServiceError):
    pass


class ParentNotFoundException(ServiceError):
    pass


class PolicyInUseException(ServiceError):
    pass


class PolicyNotAttachedException(ServiceError):
    pass


class PolicyNotFoundException(ServiceError):
    pass


class PolicyTypeAlreadyEnabledException(ServiceError):
    pass


class PolicyTypeNotAvailableForOrganizationException(ServiceError):
    pass


class PolicyTypeNotEnabledException(ServiceError):
    pass


class RootNotFoundException(ServiceError):
    pass


class SourceParentNotFoundException(ServiceError):
    pass


class TargetNotFoundException(ServiceError):
    pass


class TrailNotFoundException(ServiceError):
    pass


class TrailAlreadyExistsException(ServiceError):
    pass


class InvalidTrailNameException(ServiceError):
    pass


class MaximumNumberOfTrailsExceededException(ServiceError):
    pass


class InvalidHomeRegionException(ServiceError):
    pass


class CloudTrailARNInvalidException(ServiceError):
    pass


class InvalidEventSelectorsException(ServiceError):
    pass


class S3BucketDoesNotExistException(ServiceError):
    pass


class InsufficientS3BucketPolicyException(ServiceError):
    pass


class InvalidS3BucketNameException(ServiceError):
    pass


class InvalidS3PrefixException(ServiceError):
    pass


class OrganizationsNotInUseException(ServiceError):
    pass


class InvalidParameterCombinationException(ServiceError):
    pass


class InvalidTokenException(ServiceError):
    pass


class InvalidTagParameterException(ServiceError):
    pass


class TagsLimitExceededException(ServiceError):
    pass


class ResourceTypeNotSupportedException(ServiceError):
    pass


# S3, read-only ---------------------------------------------------------------


class NoSuchBucket(ServiceError):
    status = 404


class NoSuchKey(ServiceError):
    status = 404


class MethodNotAllowed(ServiceError):
    status = 405


# Cost Explorer ---------------------------------------------------------------


class DataUnavailableException(ServiceError):
    pass


# The portal's own services ---------------------------------------------------


class ResourceNotFoundException(ServiceError):
    pass


class InternalFailure(ServiceError):
    """Anything that went wrong here; the caller learns nothing of the cause."""

    status = 500
