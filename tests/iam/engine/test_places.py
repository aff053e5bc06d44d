"""Where statements stand in a policy's text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmsportal.iam.engine import PolicyError
from kmsportal.iam.engine.places import (
    Position,
    position_of,
    statement_places,
    statement_texts,
)
from tests.iam.engine.naive import Policy
from tests.iam.engine.test_properties import policies


@given(policies(), st.sampled_from([None, 0, 2]))
def test_each_statement_is_found_as_it_is_written(
    policy: Policy, indent: int | None
) -> None:
    document = {"Id": 'a "Statement": [', "Statement": policy, "Version": "2012-10-17"}
    texts = statement_texts(json.dumps(document, indent=indent))
    assert [json.loads(text) for text in texts] == policy


def test_a_single_statement_needs_no_list() -> None:
    text = ' {"Statement" : {"Effect":"Allow"} }'
    (place,) = statement_places(text)
    assert place.within(text) == '{"Effect":"Allow"}'


def test_lines_and_columns_count_from_one() -> None:
    text = "a\nbc\n\nd"
    found = [position_of(text, index) for index in (0, 2, 3, 6)]
    assert found == [Position(1, 1), Position(2, 1), Position(2, 2), Position(4, 1)]


def test_what_is_no_policy_has_no_statements() -> None:
    with pytest.raises(PolicyError):
        statement_places("{}")
