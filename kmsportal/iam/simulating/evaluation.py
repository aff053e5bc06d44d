"""One action of one caller on one resource, decided by the policies of a simulation.

AWS KMS weighs a key policy as nobody else does; for every other service a resource
policy of the same account suffices by itself (IAM User Guide, "Policy evaluation
logic").
"""

from collections.abc import Mapping

import msgspec

from kmsportal.core.arn import Arn
from kmsportal.core.operation import ContextValue
from kmsportal.core.principal import Principal
from kmsportal.iam.engine import (
    Account,
    CallerPolicies,
    LayerAccount,
    Outcome,
    PolicyLayer,
    Request,
    ResourcePolicies,
    account_for,
)
from kmsportal.iam.engine.account import Contribution
from kmsportal.iam.supposing import SupposedContext

EVERYTHING = "*"
_SUMMARIES = {
    PolicyLayer.IDENTITY: "IAM Policy",
    PolicyLayer.RESOURCE: "Resource Policy",
    PolicyLayer.BOUNDARY: "Permissions Boundary Policy",
}
_DECISIONS = {
    Contribution.DENIES: Outcome.EXPLICIT_DENY,
    Contribution.SILENT: Outcome.IMPLICIT_DENY,
    Contribution.ABSENT: Outcome.IMPLICIT_DENY,
}


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What all decisions of a simulation have in common; ``owner`` is an account id."""

    principal: Principal
    caller: CallerPolicies
    resource: ResourcePolicies
    owner: str
    entries: Mapping[str, ContextValue]


class Evaluated(msgspec.Struct, frozen=True, kw_only=True):
    """A decision; ``missing`` are condition keys, in lower case, without a value."""

    resource: str
    account: Account
    missing: frozenset[str]
    is_cross_account: bool

    @property
    def outcome(self) -> Outcome:
        return self.account.verdict.outcome

    def layers(self, layer: PolicyLayer) -> list[LayerAccount]:
        return [one for one in self.account.layers if one.layer is layer]

    def is_let_through(self, layer: PolicyLayer) -> bool | None:
        """Tell whether all of a limiting layer allows; None where there is none."""
        found = [one for one in self.layers(layer) if one.is_present]
        if not found:
            return None
        return all(one.contribution is Contribution.ALLOWS for one in found)

    def summary(self) -> dict[str, str]:
        """Return what each kind of policy decides by itself, across accounts."""
        return {
            name: _DECISIONS.get(layer.contribution, Outcome.ALLOWED).value
            for kind, name in _SUMMARIES.items()
            for layer in self.layers(kind)
            if layer.is_present or kind is not PolicyLayer.BOUNDARY
        }


def evaluate(setting: Setting, action: str, resource: str) -> Evaluated:
    """Decide ``action`` on ``resource``, an ARN or ``*``."""
    context = SupposedContext({}, setting.entries)
    owner = _owner_of(resource) or setting.owner
    request = Request(
        principal=setting.principal,
        action=action,
        resource=resource,
        resource_account=owner,
        context=context,
        encryption_context=_encryption_context(setting.entries),
        is_cross_account_allowed=True,
    )
    is_cross_account = owner != setting.principal.account_id
    account = _decided(request, setting, is_cross_account=is_cross_account)
    return Evaluated(
        resource=resource,
        account=account,
        missing=frozenset(context.missing),
        is_cross_account=is_cross_account,
    )


def _decided(request: Request, setting: Setting, *, is_cross_account: bool) -> Account:
    has_policy = setting.resource.policy is not None
    is_key = request.action.lower().startswith("kms:")
    is_guarded = has_policy and (is_key or is_cross_account)
    alone = msgspec.structs.replace(request, is_resource_guarded=False)
    # Without its policy nothing is known of a resource's side.
    first = request if is_guarded else alone
    account = account_for(first, setting.caller, setting.resource)
    if is_guarded or not has_policy:
        return account
    if account.verdict.outcome is not Outcome.IMPLICIT_DENY:
        return account
    either = account_for(request, setting.caller, setting.resource)
    is_enough = either.verdict.layer is PolicyLayer.RESOURCE
    return either if either.verdict.is_allowed and is_enough else account


def _owner_of(resource: str) -> str:
    try:
        return Arn.parse(resource).account_id
    except ValueError:
        return ""


def _encryption_context(entries: Mapping[str, ContextValue]) -> dict[str, str]:
    prefix = "kms:encryptioncontext:"
    return {
        name.removeprefix(prefix): str(value)
        for name, value in entries.items()
        if name.startswith(prefix)
    }
