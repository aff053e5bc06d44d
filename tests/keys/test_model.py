"""Every operation has the members, bounds and enums of the public service model."""

import pytest

from kmsportal.core.operation import Operation
from tests.service_model import declared_operations, service_model

MODEL = service_model("kms")
OPERATIONS = declared_operations("kms")


def test_every_operation_of_the_model_is_declared() -> None:
    """The one test that a new botocore with a new operation makes fail."""
    assert {operation.name for operation in OPERATIONS} == set(MODEL.operations)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_the_parameters_are_those_of_the_model(operation: Operation) -> None:
    MODEL.compare_params(operation)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_the_answer_has_no_member_that_the_model_lacks(operation: Operation) -> None:
    MODEL.compare_result(operation)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_what_the_model_calls_sensitive_is_secret(operation: Operation) -> None:
    MODEL.require_secrets(operation)
