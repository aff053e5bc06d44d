"""Which errors the public service model lets an operation answer with."""

from functools import cache

from botocore.session import get_session

# What any operation of KMS may answer with (API reference, "Common Errors").
COMMON = frozenset(
    {
        "AccessDeniedException",
        "InternalFailure",
        "SerializationException",
        "ThrottlingException",
        "ValidationException",
    }
)
# Where the model has no error that says what is the case.
BEYOND_THE_MODEL = {
    "CreateCustomKeyStore": {"UnsupportedOperationException"},
    "DescribeKey": {"InvalidGrantTokenException"},
    "ListKeyPolicies": {"InvalidMarkerException"},
    "Sign": {"UnsupportedOperationException"},
    "Verify": {"UnsupportedOperationException"},
}


def require_modelled(service: str, name: str, code: str) -> None:
    """Fail on an error that the clients of an operation have no type for."""
    if service == "kms":
        known = COMMON | modelled_errors(name) | BEYOND_THE_MODEL.get(name, set())
        assert code in known, (name, code)
    if service == "organizations":
        assert code in COMMON | modelled_errors(name, service), (name, code)


@cache
def modelled_errors(name: str, service: str = "kms") -> frozenset[str]:
    model = get_session().get_service_model(service).operation_model(name)
    return frozenset(shape.name for shape in model.error_shapes)
