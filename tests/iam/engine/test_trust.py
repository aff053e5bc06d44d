"""Role trust policies: what may be written, and whom they let in."""

import json
from typing import Any

import pytest

from kmsportal.core.principal import Principal, PrincipalKind
from kmsportal.iam.engine import (
    CallerPolicies,
    Outcome,
    PolicyError,
    PolicyLayer,
    Request,
    ResourcePolicies,
    Verdict,
    check_trust_policy,
    compile_trust_policy,
    decide,
    explain_refusal,
)
from tests.iam.engine.world import (
    FOREIGN,
    NOBODY,
    OWNER,
    allow,
    boundary,
    deny,
    federated,
    holding,
    root,
    service,
    session,
    user,
)

ROLE = f"arn:aws:iam::{OWNER}:role/deploy"
PROVIDER = f"arn:aws:iam::{OWNER}:oidc-provider/issuer.example.com"
ACCOUNT = {"AWS": f"arn:aws:iam::{OWNER}:root"}
MAY_ASSUME = holding(allow("sts:AssumeRole"))
TOKEN = Principal(
    kind=PrincipalKind.FEDERATED_USER,
    account_id=OWNER,
    arn=PROVIDER,
    unique_id=f"{PROVIDER}:ann",
)


def trust(principal: object, **elements: Any) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement | elements]})


def ask(
    principal: Principal,
    caller: CallerPolicies,
    text: str,
    action: str = "sts:AssumeRole",
    context: dict[str, str] | None = None,
) -> Verdict:
    request = asked(principal, action, context)
    return decide(request, caller, ResourcePolicies(policy=compile_trust_policy(text)))


def asked(
    principal: Principal, action: str, context: dict[str, str] | None = None
) -> Request:
    return Request(
        principal=principal,
        action=action,
        resource=ROLE,
        resource_account=OWNER,
        context=context or {},
        is_cross_account_allowed=True,
    )


@pytest.mark.parametrize(
    ("principal", "caller", "named", "is_allowed"),
    [
        (user(), NOBODY, {"AWS": user().arn}, True),
        (user(), NOBODY, ACCOUNT, False),
        (user(), MAY_ASSUME, ACCOUNT, True),
        (user(), MAY_ASSUME, {"AWS": user("bob").arn}, False),
        (user(), NOBODY, "*", True),
        (root(), NOBODY, ACCOUNT, True),
        (session(), NOBODY, {"AWS": session().role_arn}, True),
        (session(), NOBODY, {"AWS": session().arn}, True),
        (session(), NOBODY, {"AWS": session().role_id}, True),
        (user(account=FOREIGN), NOBODY, {"AWS": FOREIGN}, False),
        (user(account=FOREIGN), MAY_ASSUME, {"AWS": FOREIGN}, True),
        (user(account=FOREIGN), MAY_ASSUME, ACCOUNT, False),
        (user(account=FOREIGN), NOBODY, {"AWS": user(account=FOREIGN).arn}, False),
        (user(account=FOREIGN), MAY_ASSUME, "*", True),
        (root(FOREIGN), NOBODY, {"AWS": FOREIGN}, True),
        (service("ecs.amazonaws.com"), NOBODY, {"Service": "ecs.amazonaws.com"}, True),
        (service("ec2.amazonaws.com"), NOBODY, {"Service": "ecs.amazonaws.com"}, False),
        (federated(), NOBODY, ACCOUNT, False),
    ],
)
def test_who_may_assume_the_role(
    principal: Principal, caller: CallerPolicies, named: object, *, is_allowed: bool
) -> None:
    assert ask(principal, caller, trust(named)).is_allowed is is_allowed


@pytest.mark.parametrize(
    ("named", "subject", "is_allowed"),
    [
        ({"Federated": PROVIDER}, "ann", True),
        ({"Federated": PROVIDER}, "bob", False),
        ({"Federated": f"{PROVIDER}/other"}, "ann", False),
        (ACCOUNT, "ann", False),
    ],
)
def test_a_web_identity_comes_in_by_its_provider(
    named: object, subject: str, *, is_allowed: bool
) -> None:
    text = trust(
        named,
        Action="sts:AssumeRoleWithWebIdentity",
        Condition={"StringEquals": {"issuer.example.com:sub": "ann"}},
    )
    context = {"issuer.example.com:sub": subject}
    verdict = ask(TOKEN, NOBODY, text, "sts:AssumeRoleWithWebIdentity", context)
    assert verdict.is_allowed is is_allowed


def test_a_denial_stands_above_everything() -> None:
    text = trust({"AWS": user().arn}, Effect="Deny")
    verdict = ask(user(), MAY_ASSUME, text)
    assert verdict.outcome is Outcome.EXPLICIT_DENY
    assert verdict.layer is PolicyLayer.TRUST
    shut = holding(deny("sts:*"))
    assert not ask(user(), shut, trust({"AWS": user().arn})).is_allowed


def test_a_role_named_in_trust_stays_within_its_boundary() -> None:
    caller = CallerPolicies(boundary=boundary(allow("kms:*")))
    verdict = ask(session(), caller, trust({"AWS": session().role_arn}))
    assert verdict.layer is PolicyLayer.BOUNDARY


def test_conditions_are_asked() -> None:
    external = {"Condition": {"StringEquals": {"sts:ExternalId": "7"}}}
    text = trust({"AWS": user().arn}, **external)
    assert ask(user(), NOBODY, text, context={"sts:externalid": "7"}).is_allowed
    assert not ask(user(), NOBODY, text).is_allowed


@pytest.mark.parametrize(
    ("principal", "reason"),
    [
        (
            user(),
            " because no role trust policy allows the sts:AssumeRole action",
        ),
        (user(account=FOREIGN), ""),
    ],
)
def test_the_refusal_names_the_trust_policy_to_its_own_account_alone(
    principal: Principal, reason: str
) -> None:
    text = trust({"AWS": user("bob").arn})
    request = asked(principal, "sts:AssumeRole")
    sentence = explain_refusal(request, ask(principal, MAY_ASSUME, text))
    assert sentence == (
        f"User: {principal.arn} is not authorized to perform: sts:AssumeRole"
        f" on resource: {ROLE}{reason}"
    )


@pytest.mark.parametrize(
    ("elements", "sentence"),
    [
        ({"Resource": "*"}, "Has prohibited field Resource"),
        ({"NotResource": "*"}, "Has prohibited field NotResource"),
        ({"Action": []}, "Policy statement must contain actions."),
        (
            {"Action": "kms:Encrypt"},
            "AssumeRole policy may only specify STS AssumeRole actions.",
        ),
        (
            {"Action": "*"},
            "AssumeRole policy may only specify STS AssumeRole actions.",
        ),
        (
            {"Action": "sts:GetCallerIdentity"},
            "AssumeRole policy may only specify STS AssumeRole actions.",
        ),
        ({"Principal": None}, "Missing required field Principal."),
        (
            {"Principal": {"Federated": "example.com"}},
            'Invalid principal in policy: "FEDERATED":"example.com"',
        ),
    ],
)
def test_what_may_not_stand_in_a_trust_policy(
    elements: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(PolicyError) as caught:
        check_trust_policy(trust("*", **elements))
    assert str(caught.value) == sentence


def test_not_action_says_too_much_for_a_trust_policy() -> None:
    statement = {"Effect": "Allow", "Principal": "*", "NotAction": "sts:TagSession"}
    with pytest.raises(PolicyError):
        check_trust_policy(json.dumps({"Statement": statement}))


@pytest.mark.parametrize(
    "action", ["sts:*", "sts:AssumeRole*", "STS:tagsession", ["sts:SetSourceIdentity"]]
)
def test_what_sts_knows_of_roles_may_stand_in_a_trust_policy(action: object) -> None:
    named = {"Federated": PROVIDER, "AWS": OWNER}
    assert check_trust_policy(trust(named, Action=action)).statements
