"""Actions, resources and principals of a statement."""

from typing import Any

import pytest

from kmsportal.core.principal import Principal
from kmsportal.iam.engine import (
    CallerPolicies,
    NamedPrincipal,
    PolicyError,
    ResourcePolicies,
    check_key_policy,
)
from tests.iam.engine.world import (
    FOREIGN,
    KEY_ARN,
    OWNER,
    allow,
    ask,
    boundary,
    compiled,
    deny,
    federated,
    holding,
    key,
    key_policy,
    root,
    service,
    session,
    to,
    user,
)


@pytest.mark.parametrize(
    ("elements", "allowed"),
    [
        ({"Action": "kms:encrypt"}, True),
        ({"Action": "KMS:ENC*"}, True),
        ({"Action": ["kms:Decrypt", "kms:?ncrypt"]}, True),
        ({"Action": ["kms:Decrypt", "kms:Sign"]}, False),
        ({"Action": "s3:*"}, False),
        ({"Action": "*:Encrypt"}, True),
        ({"NotAction": "kms:Decrypt"}, True),
        ({"NotAction": ["s3:*", "kms:E*"]}, False),
        ({"NotAction": "*"}, False),
    ],
)
def test_actions_ignore_case_and_take_wildcards(
    elements: dict[str, Any], *, allowed: bool
) -> None:
    statement = {"Effect": "Allow", "Resource": "*"} | elements
    assert ask(user(), holding(statement)).is_allowed is allowed


@pytest.mark.parametrize(
    ("elements", "allowed"),
    [
        ({"Resource": KEY_ARN}, True),
        ({"Resource": KEY_ARN.upper()}, False),
        ({"Resource": ["arn:aws:s3:::b", f"arn:aws:kms:*:{OWNER}:key/*"]}, True),
        ({"Resource": f"arn:aws:kms:us-east-1:{OWNER}:alias/*"}, False),
        ({"Resource": f"arn:aws:kms:us-east-1:{OWNER}:key/${{x:id}}"}, True),
        ({"Resource": f"arn:aws:kms:us-east-1:{OWNER}:key/${{x:no}}"}, False),
        ({"NotResource": KEY_ARN}, False),
        ({"NotResource": f"arn:aws:kms:us-east-1:{OWNER}:alias/*"}, True),
        ({"NotResource": "*"}, False),
    ],
)
def test_resources_are_patterns_of_arns(
    elements: dict[str, Any], *, allowed: bool
) -> None:
    statement = {"Effect": "Allow", "Action": "kms:*"} | elements
    verdict = ask(user(), holding(statement), context={"x:id": "1234abcd"})
    assert verdict.is_allowed is allowed


@pytest.mark.parametrize(
    ("pattern", "allowed"),
    [
        ("*", True),
        (f"arn:aws:kms:us-east-1:{OWNER}:*", True),
        (f"arn:aws:kms:*:{OWNER}:*", True),
        (f"arn:aws:kms:eu-west-1:{OWNER}:*", False),
        (f"arn:aws:kms:us-east-1:{FOREIGN}:*", False),
        (f"arn:aws:kms:us-east-1:{OWNER}:key/*", False),
    ],
)
def test_the_account_level_is_covered_by_star_or_the_account_wide_arn(
    pattern: str, *, allowed: bool
) -> None:
    def create_key(context: dict[str, Any]) -> bool:
        return ask(
            user(),
            holding(allow(Resource=pattern)),
            ResourcePolicies(),
            action="kms:CreateKey",
            resource="*",
            is_resource_guarded=False,
            context=context,
        ).is_allowed

    assert create_key({"aws:requestedregion": "us-east-1"}) is allowed
    assert create_key({}) is (allowed and ":us-east-1:" not in pattern)


def test_other_services_know_no_account_wide_arn() -> None:
    verdict = ask(
        user(),
        holding(allow("iam:*", Resource="arn:aws:kms:*")),
        ResourcePolicies(),
        action="iam:ListUsers",
        resource="*",
        is_resource_guarded=False,
    )
    assert not verdict.is_allowed


@pytest.mark.parametrize("missing", ["Action", "Resource"])
def test_a_key_policy_statement_may_lack_an_element_and_then_has_no_effect(
    missing: str,
) -> None:
    statement = to(user().arn)
    del statement[missing]
    assert not ask(user(), holding(), key(statement)).is_allowed


def test_variables_are_text_in_older_versions() -> None:
    statement = allow(Resource="arn:aws:kms:*:key/${x:id}")
    context = {"x:id": "1234abcd"}
    for version, allowed in (("2012-10-17", True), ("2008-10-17", False)):
        caller = CallerPolicies(identity=(compiled(statement, version=version),))
        assert ask(user(), caller, context=context).is_allowed is allowed


@pytest.mark.parametrize(
    ("principal", "listed", "spared"),
    [
        (user(), [user().arn, OWNER], True),
        (user(), [user().unique_id, f"arn:aws:iam::{OWNER}:root"], True),
        (user(), [user().arn], False),
        (user(), [OWNER], False),
        (root(), [OWNER], True),
        (root(), [FOREIGN], False),
        (session(), [OWNER, str(session().role_arn), session().arn], True),
        (session(), [OWNER, str(session().role_arn)], False),
        (session(), [OWNER, session().arn], False),
        (session(), ["*"], True),
        (federated(), [OWNER, federated().arn, user().arn], True),
        (service(), [OWNER], False),
    ],
)
def test_a_deny_with_not_principal_spares_only_who_is_listed_in_full(
    principal: Principal, listed: list[str], *, spared: bool
) -> None:
    shut = deny(NotPrincipal={"AWS": listed})
    resource = key(allow(Principal="*"), shut)
    assert ask(principal, holding(), resource).is_allowed is spared


def test_a_deny_with_not_principal_spares_a_listed_service() -> None:
    shut = deny(NotPrincipal={"Service": "s3.amazonaws.com"})
    assert ask(service(), holding(), key(allow(Principal="*"), shut)).is_allowed


def test_a_deny_with_not_principal_always_hits_a_caller_with_a_boundary() -> None:
    shut = deny(NotPrincipal={"AWS": [user().arn, OWNER]})
    bounded = holding(allow("*"), boundary=boundary(allow("*")))
    resource = key(allow(Principal="*"), shut)
    assert ask(user(), holding(allow("*")), resource).is_allowed
    assert not ask(user(), bounded, resource).is_allowed


@pytest.mark.parametrize("listed", [user().arn, OWNER, "*"])
def test_an_allow_with_not_principal_leaves_out_who_is_listed(listed: str) -> None:
    resource = key(allow(NotPrincipal={"AWS": listed}))
    assert not ask(user(), holding(), resource).is_allowed
    assert ask(
        session("dev", account=FOREIGN), holding(allow("*")), resource
    ).is_allowed is (listed != "*")


def test_a_federated_principal_is_named_by_its_provider() -> None:
    provider = f"arn:aws:iam::{OWNER}:oidc-provider/ci.example"
    resource = key(allow(Principal={"Federated": federated().arn}))
    assert ask(federated(), holding(), resource).is_allowed
    assert not ask(user(), holding(), resource).is_allowed
    other = key(allow(Principal={"Federated": provider}))
    assert not ask(federated(), holding(), other).is_allowed


@pytest.mark.parametrize(
    "value",
    [
        f"arn:aws:iam::{OWNER}:user/*",
        f"arn:aws:iam::{OWNER}:group/admins",
        f"arn:aws:iam::{OWNER}:rootx",
        f"arn:aws:sts::{OWNER}:assumed-role/ops",
        "12345",
        "ann",
        "**",
        "",
        "AIDA",
    ],
)
def test_a_principal_must_be_one(value: str) -> None:
    with pytest.raises(PolicyError, match="one or more invalid principals"):
        key_policy(to(value))


def test_a_principal_must_be_of_a_known_type() -> None:
    with pytest.raises(PolicyError, match="one or more invalid principals"):
        key_policy(allow(Principal={"Group": "admins"}))


def test_a_policy_lists_the_principals_it_names() -> None:
    policy = key_policy(
        to(OWNER, user().arn),
        to(OWNER),
        deny(NotPrincipal={"Service": "s3.amazonaws.com"}),
        allow(Principal="*"),
    )
    assert policy.principals() == (
        NamedPrincipal("AWS", OWNER),
        NamedPrincipal("AWS", user().arn),
        NamedPrincipal("Service", "s3.amazonaws.com"),
        NamedPrincipal("AWS", "*"),
    )
    assert check_key_policy('{"Statement": []}').principals() == ()
