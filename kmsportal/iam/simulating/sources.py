"""The policies of a simulation, each with the name that results know it by."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from kmsportal.core.errors import InvalidInputException, NoSuchEntityException
from kmsportal.iam.engine import (
    CallerPolicies,
    CompiledPolicy,
    PolicyError,
    PolicyLayer,
    PolicySource,
    compile_policy,
)
from kmsportal.iam.engine.context_keys import context_keys
from kmsportal.iam.engine.patterns import compile_any, tokenize
from kmsportal.iam.identity_policies import (
    policies_of_group,
    policies_of_role,
    policies_of_user,
)
from kmsportal.iam.models import IamGroup, IamRole, IamUser, IdentityPolicy
from kmsportal.iam.simulating.shapes import (
    InlinePolicyIdentifier,
    OrganizationLevel,
    PolicyIdentifier,
    PolicyType,
)

Holder = IamUser | IamGroup | IamRole
INPUT, RESOURCE = "none", "resource"
_AWS = "arn:aws:iam::aws:"
_NOUNS = {"AIDA": "user", "AGPA": "group", "AROA": "role"}
_MODELS = (("user", IamUser), ("group", IamGroup), ("role", IamRole))


class Sourced(msgspec.Struct, frozen=True, kw_only=True):
    """A policy, its kind as results call it, and in whom it is embedded, if inline."""

    policy: CompiledPolicy
    type: str
    holder: str = ""

    @property
    def is_inline(self) -> bool:
        return self.type in _NOUNS.values()


def compile_inputs(
    texts: Iterable[str] | None, layer: PolicyLayer, member: str
) -> tuple[CompiledPolicy, ...]:
    """Compile policies given as texts; InvalidInputException for what is none.

    They are called ``PolicyInputList.1`` and so on, as AWS calls them.
    """
    return tuple(
        _compile(text, PolicySource(layer, f"{member}.{number}"))
        for number, text in enumerate(texts or (), start=1)
    )


def compile_levels(
    levels: Iterable[OrganizationLevel] | None,
) -> tuple[tuple[CompiledPolicy, ...], ...]:
    layer = PolicyLayer.SERVICE_CONTROL
    member = "ServiceControlPolicyInputList"
    return tuple(
        compile_inputs(level.service_control_policy_input_list, layer, member)
        for level in levels or ()
    )


def one_boundary(texts: Sequence[str] | None) -> CompiledPolicy | None:
    """Compile the boundary that is given; InvalidInputException for several."""
    if texts and len(texts) > 1:
        raise InvalidInputException(
            "Only one permissions boundary can be given to a simulation."
        )
    found = compile_inputs(
        texts, PolicyLayer.BOUNDARY, "PermissionsBoundaryPolicyInputList"
    )
    return found[0] if found else None


def find_holder(account_id: str, arn: str) -> Holder:
    """Return the user, group or role of that ARN; NoSuchEntityException otherwise."""
    noun, _, name = arn.rpartition(":")[2].partition("/")
    for known, model in _MODELS:
        rows = model.objects.filter(account_id=account_id, name=name.rpartition("/")[2])
        found: Holder | None = rows.first() if known == noun else None
        if found is not None and found.arn == arn:
            return found
    raise NoSuchEntityException(f"{arn} cannot be found.")


def policies_of(holder: Holder) -> CallerPolicies:
    if isinstance(holder, IamUser):
        return policies_of_user(holder)
    if isinstance(holder, IamRole):
        return policies_of_role(holder)
    return policies_of_group(holder)


def sourced(
    account_id: str, holder: Holder, policies: Sequence[CompiledPolicy]
) -> list[Sourced]:
    """Tell of each of a holder's policies what kind it is."""
    ids = [holder.unique_id]
    if isinstance(holder, IamUser):
        ids += holder.groups.values_list("unique_id", flat=True)
    rows = IdentityPolicy.objects.filter(account_id=account_id, principal_id__in=ids)
    inline = {(row.name, row.document): row.principal_id for row in rows}
    names = _names(account_id, ids)
    return [_sourced(policy, inline, names) for policy in policies]


def _sourced(
    policy: CompiledPolicy,
    inline: dict[tuple[str, str], str],
    names: dict[str, str],
) -> Sourced:
    arn = policy.source.arn
    if arn is not None:
        kind = PolicyType.AWS_MANAGED if _is_of_aws(arn) else PolicyType.USER_MANAGED
        return Sourced(policy=policy, type=kind.value)
    principal_id = inline.get((policy.source.name, policy.text), "")
    noun = _NOUNS.get(principal_id[:4], INPUT)
    return Sourced(policy=policy, type=noun, holder=names.get(principal_id, ""))


def _is_of_aws(arn: str) -> bool:
    return arn.startswith(_AWS)


def _names(account_id: str, ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for _noun, model in _MODELS:
        rows = model.objects.filter(account_id=account_id, unique_id__in=ids)
        found |= dict(rows.values_list("unique_id", "name"))
    return found


def without_excluded(
    found: Iterable[Sourced], excluded: Sequence[PolicyIdentifier]
) -> Iterator[Sourced]:
    """Yield the policies that no identifier leaves out."""
    for one in found:
        if not any(_is_meant(identifier, one) for identifier in excluded):
            yield one


def _is_meant(identifier: PolicyIdentifier, one: Sourced) -> bool:
    if identifier.policy_type is not None:
        if identifier.policy_type is PolicyType.INLINE:
            return one.is_inline
        kind: str = identifier.policy_type.value
        return kind == one.type
    if identifier.policy_arn is not None:
        return _is_like(identifier.policy_arn, one.policy.source.arn or "")
    inline = identifier.inline_policy_identifier
    return inline is not None and _is_inline_meant(inline, one)


def _is_inline_meant(inline: InlinePolicyIdentifier, one: Sourced) -> bool:
    return (
        inline.policy_name == one.policy.source.name
        and inline.attachment_type.value == one.type
        and _is_like(inline.attachment_name, one.holder)
    )


def _is_like(pattern: str, value: str) -> bool:
    return compile_any([tokenize(pattern)])(value)


def _compile(text: str, source: PolicySource) -> CompiledPolicy:
    try:
        return compile_policy(text, source)
    except PolicyError as error:
        raise InvalidInputException(f"{source.name}: {error}") from None


def keys_of(policies: Iterable[CompiledPolicy]) -> list[str]:
    """Return the condition keys that any of the policies asks for, each once."""
    found: dict[str, str] = {}
    for policy in policies:
        for key in context_keys(policy.text):
            found.setdefault(key.lower(), key)
    return list(found.values())
