"""The sentences of a refusal."""

import pytest

from kmsportal.core.principal import Principal
from kmsportal.iam.engine import (
    CallerPolicies,
    PolicyLayer,
    ResourcePolicies,
    Verdict,
    decide,
    explain_absence,
    explain_refusal,
)
from kmsportal.iam.engine.model import Outcome
from tests.iam.engine.world import (
    FOREIGN,
    KEY_ARN,
    NOBODY,
    OWNER,
    allow,
    boundary,
    compiled,
    delegated,
    deny,
    holding,
    key,
    request,
    service,
    session,
    sessions,
    to,
    user,
)

ANN = (
    f"User: arn:aws:iam::{OWNER}:user/ann is not authorized to perform: kms:Encrypt"
    f" on resource: {KEY_ARN} "
)
MALLORY = user("mallory", FOREIGN)
POLICY_ARN = f"arn:aws:iam::{OWNER}:policy/Shut"


def refusal(
    caller: CallerPolicies = NOBODY,
    resource: ResourcePolicies | None = None,
    principal: Principal | None = None,
) -> str:
    asked = request(principal)
    return explain_refusal(asked, decide(asked, caller, resource or delegated()))


@pytest.mark.parametrize(
    ("caller", "resource", "reason"),
    [
        (NOBODY, delegated(), "because no identity-based policy"),
        (NOBODY, key(to("*", Action="s3:*")), "because no resource-based policy"),
        (
            holding(allow("*"), boundary=boundary(allow("s3:*"))),
            delegated(),
            "because no permissions boundary",
        ),
        (
            holding(allow("*"), session=sessions(allow("s3:*"))),
            delegated(),
            "because no session policy",
        ),
    ],
)
def test_an_implicit_deny_names_the_layer_that_lacks_an_allow(
    caller: CallerPolicies, resource: ResourcePolicies, reason: str
) -> None:
    sentence = f"{ANN}{reason} allows the kms:Encrypt action"
    assert refusal(caller, resource) == sentence


@pytest.mark.parametrize(
    ("layer", "name"),
    [
        (PolicyLayer.IDENTITY, "an identity-based policy"),
        (PolicyLayer.RESOURCE, "a resource-based policy"),
        (PolicyLayer.BOUNDARY, "a permissions boundary"),
        (PolicyLayer.SESSION, "a session policy"),
        (PolicyLayer.SERVICE_CONTROL, "a service control policy"),
        (PolicyLayer.RESOURCE_CONTROL, "a resource control policy"),
    ],
)
def test_an_explicit_deny_names_the_layer_that_denies(
    layer: PolicyLayer, name: str
) -> None:
    verdict = Verdict(Outcome.EXPLICIT_DENY, layer)
    sentence = f"{ANN}with an explicit deny in {name}"
    assert explain_refusal(request(), verdict) == sentence


def test_an_explicit_deny_names_the_policy_within_the_account() -> None:
    shut = CallerPolicies(identity=(compiled(deny(), arn=POLICY_ARN),))
    assert refusal(shut) == (
        f"{ANN}with an explicit deny in an identity-based policy: {POLICY_ARN}"
    )
    assert not refusal(shut, key(to(FOREIGN)), MALLORY).endswith(POLICY_ARN)
    resource = compiled(deny(Principal="*"), layer=PolicyLayer.RESOURCE, arn="x")
    assert refusal(resource=ResourcePolicies(policy=resource)).endswith("based policy")


def test_a_session_is_named_by_its_own_arn() -> None:
    assert refusal(principal=session()).startswith(
        f"User: arn:aws:sts::{OWNER}:assumed-role/ops/s1 is not"
    )
    assert refusal(principal=service()).startswith("User: s3.amazonaws.com is not")


def test_a_foreign_caller_cannot_tell_an_absent_key_from_a_forbidden_one() -> None:
    absent = explain_absence(MALLORY, "kms:Encrypt", KEY_ARN)
    assert absent == (
        f"User: {MALLORY.arn} is not authorized to perform: kms:Encrypt on resource:"
        f" {KEY_ARN} because the resource does not exist in this Region, no"
        " resource-based policies allow access, or a resource-based policy explicitly"
        " denies access"
    )
    for caller in (NOBODY, holding(allow("*")), holding(deny())):
        for resource in (delegated(), key(to("*"), deny(Principal="*"))):
            assert refusal(caller, resource, MALLORY) == absent


def test_a_foreign_caller_learns_of_its_own_policies_once_the_key_is_open() -> None:
    sentence = refusal(NOBODY, key(to(FOREIGN)), MALLORY)
    assert "because no identity-based policy allows" in sentence


def test_creating_a_key_with_tags_names_no_resource() -> None:
    asked = request(action="kms:TagResource", resource="*", is_resource_guarded=False)
    assert explain_refusal(asked, decide(asked, NOBODY, ResourcePolicies())) == (
        f"User: arn:aws:iam::{OWNER}:user/ann is not authorized to perform:"
        " kms:TagResource because no identity-based policy allows the"
        " kms:TagResource action"
    )
