"""Filters on any member of a record."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.record_fields import FieldFilter, read_field_filter
from kmsportal.core.errors import ValidationException

RECORD = {
    "sourceIPAddress": "192.0.2.7",
    "readOnly": True,
    "userIdentity": {"sessionContext": {"sessionIssuer": {"userName": "Ops"}}},
    "resources": [{"ARN": "arn:1"}, {"ARN": "arn:2"}],
    "requestParameters": {"encryptionContext": {"app.name": "pay=roll"}},
    "responseElements": None,
}


@pytest.mark.parametrize(
    ("text", "is_met"),
    [
        ("sourceIPAddress=192.0.2.7", True),
        ("sourceIPAddress=192.0.2.*", True),
        ("sourceIPAddress=192.0.2.?", True),
        ("sourceIPAddress=192.0.2", False),
        ("readOnly=true", True),
        ("responseElements=null", True),
        ("userIdentity.sessionContext.sessionIssuer.userName=Ops", True),
        ("resources.ARN=arn:2", True),
        ("requestParameters.encryptionContext.app.name=pay=roll", True),
        ("requestParameters.encryptionContext.app=pay=roll", False),
        ("noSuchMember=*", False),
    ],
)
def test_a_member_is_held_against_its_pattern(text: str, is_met: bool) -> None:  # noqa: FBT001 - a table
    assert read_field_filter(text).holds(RECORD) is is_met


@pytest.mark.parametrize("text", ["", "=x", "member"])
def test_a_filter_without_a_member_or_a_value_is_refused(text: str) -> None:
    with pytest.raises(ValidationException):
        read_field_filter(text)


@given(value=st.text(), pattern=st.text(alphabet='ab*?"\\\n é', max_size=8))
def test_what_matches_holds_the_needle(value: str, pattern: str) -> None:
    record: dict[str, Any] = {"a": value}
    wanted = FieldFilter("a", pattern)
    if wanted.holds(record):
        assert wanted.needle in msgspec.json.encode(record).decode()
