"""A grant made by the right of another never gives more than that other."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from kmsportal.iam.engine import Grant, ResourcePolicies, is_within
from tests.iam.engine.world import NOBODY, OWNER, ask, user

OPERATIONS = ("Encrypt", "Decrypt", "DescribeKey", "CreateGrant", "RetireGrant")
ARNS = ("arn:aws:s3:::a", "arn:aws:s3:::b")
pairs = st.dictionaries(st.sampled_from("ab"), st.sampled_from("xy"), max_size=2)
limits: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.builds(dict),
    st.fixed_dictionaries({"encryption_context_equals": pairs}),
    st.fixed_dictionaries({"encryption_context_subset": pairs}),
)


@st.composite
def grants(draw: st.DrawFn) -> Grant:
    return Grant(
        grant_id="g",
        grantee=user().arn,
        operations=draw(st.frozensets(st.sampled_from(OPERATIONS), min_size=1)),
        issuing_account=OWNER,
        source_arn=draw(st.none() | st.sampled_from(ARNS)),
        **draw(limits),
    )


@given(
    grants(), grants(), st.sampled_from(OPERATIONS[:3]), pairs, st.sampled_from(ARNS)
)
def test_whatever_the_child_allows_its_parent_allows(
    parent: Grant, child: Grant, operation: str, context: dict[str, str], source: str
) -> None:
    if is_within(child, parent) and allows(child, operation, context, source):
        assert allows(parent, operation, context, source)


@given(grants(), grants(), grants())
def test_it_holds_for_the_childs_children(
    parent: Grant, child: Grant, grandchild: Grant
) -> None:
    if is_within(child, parent) and is_within(grandchild, child):
        assert is_within(grandchild, parent)


@given(grants())
def test_a_grant_is_within_itself_however_its_pairs_are_held(grant: Grant) -> None:
    held = msgspec.structs.replace(
        grant,
        encryption_context_equals=frozen(grant.encryption_context_equals),
        encryption_context_subset=frozen(grant.encryption_context_subset),
    )
    assert is_within(grant, held)
    assert is_within(held, grant)


def allows(
    grant: Grant, operation: str, context: Mapping[str, str], source: str
) -> bool:
    verdict = ask(
        user(),
        NOBODY,
        ResourcePolicies(grants=(grant,)),
        action=f"kms:{operation}",
        encryption_context=context,
        context={"aws:sourcearn": source},
    )
    return verdict.is_allowed


def frozen(found: Mapping[str, str] | None) -> Mapping[str, str] | None:
    return None if found is None else MappingProxyType(dict(found))
