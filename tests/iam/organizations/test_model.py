"""Each operation has the members of the public model of AWS Organizations."""

import msgspec
import pytest
from botocore.model import OperationModel, StructureShape
from botocore.session import get_session

from kmsportal.core.operation import Operation
from kmsportal.core.shapes import secret_members
from kmsportal.registry import all_operations

_MODEL = get_session().get_service_model("organizations")
OPERATIONS = [one for (s, _), one in all_operations().items() if s == "organizations"]


def model_of(operation: Operation) -> OperationModel:
    return _MODEL.operation_model(operation.name)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_members_and_marks_are_those_of_the_model(operation: Operation) -> None:
    given = msgspec.structs.fields(operation.params)
    shape = model_of(operation).input_shape
    members = shape.members if isinstance(shape, StructureShape) else {}
    required = shape.required_members if isinstance(shape, StructureShape) else []
    assert {field.encode_name for field in given} == set(members)
    assert {field.encode_name for field in given if field.required} == set(required)
    sensitive = {n for n, one in members.items() if one.metadata.get("sensitive")}
    secret = secret_members(operation.params)
    assert {f.encode_name for f in given if f.name in secret} >= sensitive


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_answers_have_no_member_that_the_model_lacks(operation: Operation) -> None:
    shape = model_of(operation).output_shape
    known = shape.members if isinstance(shape, StructureShape) else {}
    answered = {f.encode_name for f in msgspec.structs.fields(operation.result)}
    assert answered <= set(known)
