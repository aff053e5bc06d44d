import pytest

from kmsportal.console.params import read_params
from kmsportal.registry import find_operation
from tests.world import refused


def test_members_are_named_in_snake_case_and_none_is_absent() -> None:
    operation = find_operation("kms", "ScheduleKeyDeletion")
    params = read_params(operation, {"key_id": "x", "pending_window_in_days": None})
    assert params == operation.params(key_id="x")


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"key_id": ""}, "KeyId: expected str of length >= 1."),
        (
            {"key_id": "x", "pending_window_in_days": "x"},
            "PendingWindowInDays: expected int | null, got str.",
        ),
        ({}, "The request: object missing required field KeyId."),
    ],
)
def test_a_broken_bound_is_told_in_a_sentence(
    members: dict[str, object], sentence: str
) -> None:
    with refused("ValidationException", sentence):
        read_params(find_operation("kms", "ScheduleKeyDeletion"), members)


def test_a_member_that_does_not_exist_is_a_mistake_of_the_page() -> None:
    with pytest.raises(KeyError):
        read_params(find_operation("kms", "DescribeKey"), {"nonsense": 1})
