"""Which errors the public service model lets an operation answer with."""

from functools import cache

from botocore.session import get_session

_KMS_COMMON = frozenset(
    {
        "AccessDeniedException",
        "InternalFailure",
        "SerializationException",
        "ThrottlingException",
        "ValidationException",
    }
)
# What any operation may answer with (API references, "Common Errors").
COMMON = {
    "kms": _KMS_COMMON,
    # IAM is closed to most sessions of users, and says that the token is invalid.
    "iam": _KMS_COMMON | {"UnrecognizedClientException"},
    "sts": _KMS_COMMON,
    "organizations": _KMS_COMMON,
    "ce": _KMS_COMMON,
}
# Where the model has no error that says what is the case.
BEYOND_THE_MODEL = {
    "CreateCustomKeyStore": {"UnsupportedOperationException"},
    "DescribeKey": {"InvalidGrantTokenException"},
    "ListKeyPolicies": {"InvalidMarkerException"},
    "Sign": {"UnsupportedOperationException"},
    "Verify": {"UnsupportedOperationException"},
}


def require_modelled(service: str, name: str, code: str) -> None:
    """Fail on an error of an AWS operation that its clients have no type for."""
    if service in COMMON:
        beyond = BEYOND_THE_MODEL.get(name, set())
        known = COMMON[service] | modelled_errors(service, name) | beyond
        assert code in known, (name, code)


@cache
def modelled_errors(service: str, name: str) -> frozenset[str]:
    model = get_session().get_service_model(service).operation_model(name)
    return frozenset(shape.name for shape in model.error_shapes)
