"""Which condition leads a search."""

import pytest

from audit.leading import leading_columns
from tests.audit.worlds import ALICE_ACCOUNT, MALLORY_ACCOUNT

IAM = f"arn:aws:iam::{ALICE_ACCOUNT}"
STRANGER = f"arn:aws:iam::{MALLORY_ACCOUNT}:user/Mallory"


@pytest.mark.parametrize(
    ("arn", "leading"),
    [
        (f"{IAM}:user/ops/Alice", {"username": "Alice"}),
        (f"{IAM}:root", {"username": "root"}),
        (
            f"arn:aws:sts::{ALICE_ACCOUNT}:assumed-role/Auditor/ann",
            {"username": "ann"},
        ),
        (STRANGER, {"principal_arn": STRANGER, "username": ""}),
        (f"arn:aws:sts::{ALICE_ACCOUNT}:federated-user/bob", {}),
        ("AWS Internal", {}),
    ],
)
def test_a_principal_is_found_by_the_index_that_holds_it(
    arn: str, leading: dict[str, str]
) -> None:
    assert leading_columns(ALICE_ACCOUNT, {"principal_arn": arn}) == leading


def test_a_condition_that_most_events_meet_does_not_lead() -> None:
    for column, value in (("is_read_only", True), ("is_error", False)):
        assert leading_columns(ALICE_ACCOUNT, {column: value}) == {}
    assert leading_columns(ALICE_ACCOUNT, {"error_code": "X"}) == {"is_error": True}
