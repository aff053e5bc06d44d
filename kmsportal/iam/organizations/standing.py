"""Where an account stands in its organisation, and which policies bound it there.

AWS Organizations User Guide, "SCP evaluation" and "RCP evaluation": every level from
the root down to the account must allow, and a Deny at any level counts. Neither type
bounds the management account.
"""

from collections.abc import Iterable
from functools import lru_cache

import msgspec

from kmsportal.iam.engine import CompiledPolicy
from kmsportal.iam.models import (
    ControlAttachment,
    ControlPolicy,
    FullAccessRemoval,
    PolicyType,
)
from kmsportal.iam.organizations.full_access import COMPILED, compile_control
from kmsportal.iam.organizations.names import (
    organization_id,
    policy_arn,
    root_id,
    unit_id,
)
from kmsportal.tenancy.generations import read_generation
from kmsportal.tenancy.models import Account, Organisation, OrganisationalUnit
from kmsportal.tenancy.snapshots import SnapshotCache, SnapshotMissing

Levels = tuple[tuple[CompiledPolicy, ...], ...]
DEEPEST = 5
"""How deep units may stand below the root (Organizations quotas)."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What an account's place means to policies; empty for an account that is not.

    ``path`` is the value of ``aws:PrincipalOrgPaths``. A level on which nothing but
    full access stands says nothing, and is left out.
    """

    organization_id: str = ""
    path: str = ""
    service_control: Levels = ()
    resource_control: Levels = ()


NOWHERE = Standing()
_standings: SnapshotCache[str, Standing] = SnapshotCache()


def standing_of(account_id: str, *, may_wait: bool = True) -> Standing:
    """Return the account's standing, from memory while that is current.

    SnapshotMissing when it must be read and ``may_wait`` is false.
    """
    remembered = _standings.recall(account_id, may_wait=may_wait)
    if remembered is not None:
        return remembered
    if not may_wait:
        raise SnapshotMissing
    # A stranger may name any number: only of accounts that are is anything kept.
    if not read_generation(account_id):
        return NOWHERE
    return _standings.find(
        account_id,
        account_id=account_id,
        load=lambda: _load(account_id),
        may_wait=may_wait,
    )


def units_above(account: Account) -> list[OrganisationalUnit]:
    """Return the units that an account stands in, from the root down."""
    return chain_of(account.unit)


def chain_of(unit: OrganisationalUnit | None) -> list[OrganisationalUnit]:
    """Return the units from the root down to ``unit``, itself included."""
    chain: list[OrganisationalUnit] = []
    while unit is not None:
        chain.append(unit)
        unit = unit.parent
    return chain[::-1]


def path_of(organisation: Organisation, units: Iterable[OrganisationalUnit]) -> str:
    """Spell a place as AWS does: ``o-…/r-…/ou-…/``."""
    names = [unit_id(organisation, unit) for unit in units]
    return "/".join([organization_id(organisation), root_id(organisation), *names, ""])


def _load(account_id: str) -> Standing:
    account = Account.objects.select_related(
        "organisation", "unit" + "__parent" * (DEEPEST - 1)
    ).get(id=account_id)
    organisation, units = account.organisation, units_above(account)
    names = [unit_id(organisation, unit) for unit in units]
    place = Standing(
        organization_id=organization_id(organisation),
        path=path_of(organisation, units),
    )
    if organisation.management_account_id == account_id:
        return place
    return _bounded(place, organisation, [root_id(organisation), *names, account_id])


def _bounded(
    place: Standing, organisation: Organisation, targets: list[str]
) -> Standing:
    attached = _attached(organisation, targets)
    removals = FullAccessRemoval.objects.filter(
        organisation=organisation, target_id__in=targets
    )
    bare = set(removals.values_list("target_id", flat=True))
    service, resource = PolicyType.SERVICE_CONTROL, PolicyType.RESOURCE_CONTROL
    changes: dict[str, Levels] = {}
    if organisation.has_service_control:
        changes["service_control"] = _levels(targets, attached, service, bare)
    if organisation.has_resource_control:
        changes["resource_control"] = _levels(targets, attached, resource, set())
    return msgspec.structs.replace(place, **changes)


def _attached(
    organisation: Organisation, targets: list[str]
) -> list[tuple[str, ControlPolicy]]:
    rows = ControlAttachment.objects.filter(
        organisation=organisation, target_id__in=targets
    )
    found = rows.select_related("policy__organisation").order_by("policy_id")
    return [(row.target_id, row.policy) for row in found]


def _levels(
    targets: list[str],
    attached: list[tuple[str, ControlPolicy]],
    policy_type: PolicyType,
    bare: set[str],
) -> Levels:
    levels = []
    for target in targets:
        own = [
            _compiled(policy)
            for place, policy in attached
            if place == target and policy.type == policy_type
        ]
        if target in bare:
            levels.append(tuple(own))
        elif own:
            levels.append((COMPILED[policy_type], *own))
    return tuple(levels)


def _compiled(policy: ControlPolicy) -> CompiledPolicy:
    arn = policy_arn(policy.organisation, policy.type, policy.id)
    return _compile_once(policy.content, policy.type, policy.name, arn)


@lru_cache(maxsize=1024)
def _compile_once(
    content: str, policy_type: str, name: str, arn: str
) -> CompiledPolicy:
    return compile_control(content, policy_type, name, arn)
