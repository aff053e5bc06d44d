"""Reading policies, and garbage that is none."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmsportal.iam.engine import (
    PolicyError,
    PolicyLayer,
    PolicySource,
    check_identity_policy,
    check_key_policy,
    compile_policy,
)
from kmsportal.iam.engine.operators import OPERATORS

KEY = PolicySource(PolicyLayer.RESOURCE, "default")
IDENTITY = PolicySource(PolicyLayer.IDENTITY, "inline")
ALLOW = {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}
KEY_ALLOW = ALLOW | {"Principal": "*"}

garbage = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "Statement",
                    "Effect",
                    "Action",
                    "Resource",
                    "Principal",
                    "AWS",
                    "Condition",
                    "StringLike",
                    "Null",
                    "NotAction",
                    "DateEquals",
                ]
            )
            | st.text(max_size=9),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)
values = garbage | st.sampled_from(["Allow", "Deny", "*", "kms:*", "111122223333"])
near_statement = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Deny"]) | values},
    optional={
        "Sid": values,
        "Action": values,
        "NotAction": values,
        "Resource": values,
        "NotResource": values,
        "Principal": values | st.dictionaries(st.just("AWS"), values),
        "NotPrincipal": values,
        "Condition": st.dictionaries(
            st.sampled_from(sorted(OPERATORS)) | st.text(max_size=9),
            st.dictionaries(st.text(max_size=5), values, max_size=2) | values,
            max_size=2,
        )
        | values,
    },
)
near_policy = st.fixed_dictionaries(
    {"Statement": near_statement | st.lists(near_statement, max_size=2)},
    optional={"Version": st.just("2012-10-17") | values, "Id": values},
)


def compile_statement(statement: dict[str, Any], source: PolicySource = KEY) -> None:
    compile_policy(json.dumps({"Statement": statement}), source)


@given(garbage | near_policy)
def test_garbage_is_refused_as_no_policy_or_compiles(document: object) -> None:
    for source in (KEY, IDENTITY):
        for text in (json.dumps(document), json.dumps(document).encode()):
            with contextlib.suppress(PolicyError):
                compile_policy(text, source)


@given(st.text() | st.binary())
def test_any_text_at_all_is_refused(text: str | bytes) -> None:
    with pytest.raises(PolicyError):
        compile_policy(text, KEY)


@pytest.mark.parametrize("deep", ["[" * 200_000, '{"Statement":' * 200_000])
def test_deep_nesting_is_refused(deep: str) -> None:
    with pytest.raises(PolicyError, match="Syntax errors"):
        compile_policy(deep, KEY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"Statement": NaN}',
        '{"Statement": [], "Statement": []}',
        '{"Statement": [], "Other": 1}',
        '{"Statement": [], "Version": "2013-01-01"}',
        '{"Statement": [{"Effect": "allow", "Principal": "*"}]}',
        '{"Statement": [], "\\ud800": 1}',
        b"\xff\xfe\xff",
    ],
)
def test_what_the_grammar_lacks_is_refused(text: str | bytes) -> None:
    with pytest.raises(PolicyError, match="Syntax errors in policy"):
        compile_policy(text, KEY)


@pytest.mark.parametrize(
    "change",
    [
        {"NotAction": "kms:Encrypt"},
        {"NotResource": "*"},
        {"NotPrincipal": "*"},
        {"Principal": "111122223333"},
        {"Condition": {"StringEquals": {"a:b": None}}},
        {"Condition": {"StringEquals": {"a:b": []}}},
        {"Condition": {"StringEquals": {"": "x"}}},
    ],
)
def test_a_statement_must_keep_to_the_grammar(change: dict[str, Any]) -> None:
    with pytest.raises(PolicyError, match="Syntax errors in policy"):
        compile_statement(KEY_ALLOW | change)


@pytest.mark.parametrize("name", ["NotAction", "NotResource"])
def test_an_empty_not_element_is_refused(name: str) -> None:
    statement = {"Effect": "Allow", "Principal": "*", name: []}
    with pytest.raises(PolicyError, match="lists nothing"):
        compile_statement(statement)


@pytest.mark.parametrize("action", ["", "Encrypt", "kms:", "k*s:Encrypt", "kms: x"])
def test_an_action_names_its_service(action: str) -> None:
    with pytest.raises(PolicyError, match="must be prefaced by a vendor"):
        compile_statement(KEY_ALLOW | {"Action": action})


@pytest.mark.parametrize("principal", [{}, {"AWS": []}])
def test_a_key_policy_statement_needs_a_principal(principal: dict[str, Any]) -> None:
    with pytest.raises(PolicyError, match="Missing required field Principal"):
        compile_statement(KEY_ALLOW | {"Principal": principal})
    with pytest.raises(PolicyError, match="Missing required field Principal"):
        compile_statement(ALLOW)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (KEY_ALLOW, "should not specify a principal"),
        ({"Effect": "Allow", "Resource": "*"}, "must contain actions"),
        ({"Effect": "Allow", "Action": "kms:*"}, "must contain resources"),
    ],
)
def test_an_identity_policy_has_actions_and_resources_only(
    statement: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(PolicyError, match=sentence):
        compile_statement(statement, IDENTITY)


def test_the_elements_may_stand_alone_or_in_lists() -> None:
    policy = compile_policy(json.dumps({"Statement": [KEY_ALLOW, KEY_ALLOW]}), KEY)
    assert [statement.index for statement in policy.statements] == [0, 1]
    assert repr(policy) == "CompiledPolicy(default)"
    assert policy != compile_policy(json.dumps({"Statement": KEY_ALLOW}), KEY)
    assert len({policy, policy}) == 1


def test_a_written_key_policy_keeps_to_its_characters() -> None:
    check_key_policy(json.dumps({"Id": "é", "Statement": KEY_ALLOW}))
    with pytest.raises(PolicyError, match="characters"):
        check_key_policy(json.dumps({"Id": "€", "Statement": []}, ensure_ascii=False))


@pytest.mark.parametrize(
    ("key", "thing"),
    [("KMS:EncryptionContext:App", "encryption context"), ("aws:RequestTag/a", "tag")],
)
def test_an_over_permissive_set_operator_is_refused(key: str, thing: str) -> None:
    condition = {"Condition": {"ForAllValues:StringEquals": {key: "x"}}}
    sentence = f"^OverlyPermissiveCondition: .* without the specified {thing} or"
    with pytest.raises(PolicyError, match=sentence):
        check_key_policy(json.dumps({"Statement": KEY_ALLOW | condition}))
    with pytest.raises(PolicyError, match=sentence):
        check_identity_policy(json.dumps({"Statement": ALLOW | condition}), IDENTITY)


def test_set_operators_on_multivalued_keys_may_be_written() -> None:
    condition = {
        "ForAllValues:StringEquals": {"kms:EncryptionContextKeys": "x"},
        "StringEquals": {"kms:EncryptionContext:App": "x"},
    }
    check_key_policy(json.dumps({"Statement": KEY_ALLOW | {"Condition": condition}}))


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        ([{"Sid": "has space"}], "alpha-numeric"),
        ([{"Sid": "same"}, {"Sid": "same"}], "must be unique"),
        ([{"Resource": "bucket"}], "must be in ARN format"),
        ([{"Resource": "arn:aws:s3:::${a}"}, {"Resource": "${a:b}"}], ""),
        ([{"Sid": "One"}, {"Sid": "Two"}, {}, {}], ""),
    ],
)
def test_a_written_identity_policy_is_checked(
    statements: list[dict[str, Any]], sentence: str
) -> None:
    text = json.dumps({"Statement": [ALLOW | change for change in statements]})
    if not sentence:
        assert check_identity_policy(text, IDENTITY).source == IDENTITY
        return
    with pytest.raises(PolicyError, match=sentence):
        check_identity_policy(text, IDENTITY)
