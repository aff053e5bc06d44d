"""Explanations in words: a verdict, and each change that would turn it."""

from kmsportal.iam.engine import (
    Edit,
    EditKind,
    Outcome,
    PolicyLayer,
    Request,
    Verdict,
    explain_refusal,
)
from kmsportal.iam.engine.remedy import NEW_POLICY

LAYERS = {
    PolicyLayer.RESOURCE_CONTROL: "resource control policies",
    PolicyLayer.SERVICE_CONTROL: "service control policies",
    PolicyLayer.RESOURCE: "the key policy",
    PolicyLayer.GRANT: "a grant",
    PolicyLayer.IDENTITY: "identity policies",
    PolicyLayer.BOUNDARY: "the permissions boundary",
    PolicyLayer.SESSION: "the session policy",
}


def sentence_of(request: Request, verdict: Verdict) -> str:
    """Say the verdict: a refusal in AWS's words, an allow by what allows it."""
    if verdict.outcome is not Outcome.ALLOWED:
        return explain_refusal(request, verdict)
    name = request.principal.arn or request.principal.name
    by = _decided_by(verdict)
    return f"{name} is allowed {request.action} on {request.resource} by {by}."


def words_of(edit: Edit) -> str:
    """Say what to change, and where."""
    where = _policy(edit)
    number = edit.statement + 1
    match edit.kind:
        case EditKind.ADD_ACTION:
            return f"Add {edit.action} to statement {number} of {where}."
        case EditKind.REMOVE_STATEMENT:
            return f"Remove statement {number}, a Deny, from {where}."
        case EditKind.EXCEPT_PRINCIPAL:
            return f"Except the principal from statement {number}, a Deny, of {where}."
        case EditKind.DELEGATE:
            return f"Let {where} delegate {edit.action} to the principal's account."
        case EditKind.ADD_STATEMENT:
            return f"Add a statement that allows {edit.action} to {where}."


def _decided_by(verdict: Verdict) -> str:
    layer, policy = verdict.layer, verdict.policy
    if layer is PolicyLayer.GRANT:
        return f"the grant {verdict.grant_id}"
    if policy is None or verdict.statement is None:
        # A root user has no policies.
        return "its account, whose root user it is"
    place = f"statement {verdict.statement + 1}"
    if layer is PolicyLayer.RESOURCE:
        return f"{place} of the key policy"
    return f"{place} of the policy {policy.name}"


def _policy(edit: Edit) -> str:
    source = edit.after.source
    if source.layer is PolicyLayer.RESOURCE:
        return "the key policy"
    if source.name == NEW_POLICY:
        layer = "session" if source.layer is PolicyLayer.SESSION else "identity"
        return f"a new {layer} policy of the principal"
    return f"the {source.layer.value} {source.name}"
