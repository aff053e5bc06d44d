"""Operations of IAM and STS have the members and bounds of the public models."""

import pytest

from kmsportal.core.operation import Operation
from tests.service_model import declared_operations, service_model

OPERATIONS = [*declared_operations("iam"), *declared_operations("sts")]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_the_parameters_are_those_of_the_model(operation: Operation) -> None:
    service_model(operation.service).compare_params(operation)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_the_answer_has_no_member_that_the_model_lacks(operation: Operation) -> None:
    service_model(operation.service).compare_result(operation)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_what_the_model_calls_sensitive_is_secret(operation: Operation) -> None:
    service_model(operation.service).require_secrets(operation)
