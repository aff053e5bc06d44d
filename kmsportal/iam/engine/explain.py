"""The sentence of an AccessDeniedException.

Source: IAM User Guide, "Troubleshoot access denied error messages".
"""

from kmsportal.core.principal import Principal
from kmsportal.iam.engine.model import Outcome, PolicyLayer, Request, Verdict
from kmsportal.iam.engine.question import ACCOUNT_LEVEL, is_foreign

_CONCEALED = (
    "because the resource does not exist in this Region, no resource-based policies"
    " allow access, or a resource-based policy explicitly denies access"
)

# Who comes without credentials is told no more.
_WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity"


def explain_refusal(
    request: Request, verdict: Verdict, *, shown_as: str | None = None
) -> str:
    """Say who was refused what, and which kind of policy decided it.

    ``shown_as`` stands for the resource where AWS does not show its ARN.
    """
    if request.action == _WEB_IDENTITY:
        return f"Not authorized to perform {_WEB_IDENTITY}"
    if verdict.is_concealed:
        return explain_absence(request.principal, request.action, request.resource)
    layer = verdict.layer or PolicyLayer.IDENTITY
    opening = _opening(request, shown_as or request.resource)
    if verdict.outcome is Outcome.EXPLICIT_DENY:
        reason = f"with an explicit deny in {_article(layer)} {layer.value}"
        return f"{opening} {reason}{_policy_arn(request, verdict)}"
    return f"{opening} because no {layer.value} allows the {request.action} action"


def explain_absence(principal: Principal, action: str, resource: str) -> str:
    """Say what a foreign caller is told of a resource that may not even exist."""
    refused = f"{_refused(principal, action)} on resource: {resource}"
    # Of a role in another account AWS gives no reason at all.
    return refused if action.startswith("sts:") else f"{refused} {_CONCEALED}"


def _opening(request: Request, resource: str) -> str:
    refused = _refused(request.principal, request.action)
    # CreateKey with tags: AWS names no resource, since there is none yet.
    if request.action == "kms:TagResource" and request.resource == ACCOUNT_LEVEL:
        return refused
    return f"{refused} on resource: {resource}"


def _refused(principal: Principal, action: str) -> str:
    name = principal.arn or principal.name
    return f"User: {name} is not authorized to perform: {action}"


def _article(layer: PolicyLayer) -> str:
    return "an" if layer is PolicyLayer.IDENTITY else "a"


def _policy_arn(request: Request, verdict: Verdict) -> str:
    """Name the policy to callers of the same account, where it has an ARN."""
    policy = verdict.policy
    if policy is None or policy.arn is None or is_foreign(request):
        return ""
    return "" if policy.layer is PolicyLayer.RESOURCE else f": {policy.arn}"
