"""Finding the root, units and accounts of one organisation, by their ids."""

from collections.abc import Sequence

import msgspec

from kmsportal.core.errors import (
    AccountNotFoundException,
    OrganizationalUnitNotFoundException,
    ParentNotFoundException,
    RootNotFoundException,
    ServiceError,
    TargetNotFoundException,
)
from kmsportal.core.shapes import Timestamp
from kmsportal.iam.models import PolicyType
from kmsportal.iam.organizations.names import (
    code_of,
    entity_arn,
    root_id,
    unit_id,
)
from kmsportal.iam.organizations.shapes import (
    AccountEntry,
    PolicyTypeEntry,
    RootEntry,
    TargetEntry,
    UnitEntry,
)
from kmsportal.iam.organizations.standing import chain_of, path_of, units_above
from kmsportal.tenancy.models import Account, Organisation, OrganisationalUnit

ROOT, UNIT, ACCOUNT = "ROOT", "ORGANIZATIONAL_UNIT", "ACCOUNT"
ROOT_NAME = "Root"


class Parent(msgspec.Struct, frozen=True):
    """Where something stands: in a unit or, where that is None, under the root."""

    id: str
    unit: OrganisationalUnit | None

    @property
    def type(self) -> str:
        return ROOT if self.unit is None else UNIT


def require_root(organisation: Organisation, named: str) -> None:
    if named != root_id(organisation):
        raise RootNotFoundException("You specified a root that doesn't exist.")


def find_unit(organisation: Organisation, named: str) -> OrganisationalUnit | None:
    """Return the unit of that id; None where the organisation has none such."""
    code = code_of(organisation, named)
    return organisation.organisationalunit_set.filter(code=code).first()


def require_unit(organisation: Organisation, named: str) -> OrganisationalUnit:
    unit = find_unit(organisation, named)
    if unit is None:
        raise OrganizationalUnitNotFoundException(
            "You specified an organizational unit that doesn't exist."
        )
    return unit


def find_parent(
    organisation: Organisation,
    named: str,
    *,
    absent: type[ServiceError] = ParentNotFoundException,
) -> Parent:
    """Return the root or unit of that id; ``absent`` is raised where it is not."""
    if named == root_id(organisation):
        return Parent(named, None)
    unit = find_unit(organisation, named)
    if unit is None:
        raise absent("You specified a parent that doesn't exist.")
    return Parent(named, unit)


def parent_of(organisation: Organisation, unit: OrganisationalUnit | None) -> Parent:
    """Return the place named by a unit, or the root where there is none."""
    return Parent(unit_id(organisation, unit) if unit else root_id(organisation), unit)


def find_account(organisation: Organisation, named: str) -> Account | None:
    return organisation.account_set.filter(id=named).first()


def require_account(organisation: Organisation, named: str) -> Account:
    account = find_account(organisation, named)
    if account is None:
        raise AccountNotFoundException("You specified an account that doesn't exist.")
    return account


def find_target(organisation: Organisation, named: str) -> TargetEntry:
    """Return what policies may be attached to; TargetNotFoundException otherwise."""
    arn = entity_arn(organisation, named)
    if named == root_id(organisation):
        return TargetEntry(target_id=named, arn=arn, name=ROOT_NAME, type=ROOT)
    unit = find_unit(organisation, named)
    if unit is not None:
        return TargetEntry(target_id=named, arn=arn, name=unit.name, type=UNIT)
    account = find_account(organisation, named)
    if account is None:
        raise TargetNotFoundException("You specified a target that doesn't exist.")
    return TargetEntry(target_id=named, arn=arn, name=account.name, type=ACCOUNT)


def all_targets(organisation: Organisation) -> list[TargetEntry]:
    """Return everything that policies may be attached to."""
    root = find_target(organisation, root_id(organisation))
    units = [
        _target(organisation, unit_id(organisation, unit), unit.name, UNIT)
        for unit in organisation.organisationalunit_set.order_by("code")
    ]
    accounts = [
        _target(organisation, account.id, account.name, ACCOUNT)
        for account in organisation.account_set.order_by("id")
    ]
    return [root, *units, *accounts]


def _target(
    organisation: Organisation, named: str, name: str, target_type: str
) -> TargetEntry:
    arn = entity_arn(organisation, named)
    return TargetEntry(target_id=named, arn=arn, name=name, type=target_type)


def units_under(
    organisation: Organisation, parent: Parent
) -> Sequence[OrganisationalUnit]:
    rows = organisation.organisationalunit_set.select_related("parent")
    return list(rows.filter(parent=parent.unit).order_by("code"))


def accounts_under(organisation: Organisation, parent: Parent) -> Sequence[Account]:
    rows = organisation.account_set.select_related("unit")
    return list(rows.filter(unit=parent.unit).order_by("id"))


def depth_of(parent: Parent) -> int:
    """Return how many units stand above what is put there."""
    return len(chain_of(parent.unit))


def root_entry(organisation: Organisation) -> RootEntry:
    named = root_id(organisation)
    return RootEntry(
        id=named,
        arn=entity_arn(organisation, named),
        name=ROOT_NAME,
        policy_types=enabled_types(organisation),
    )


def enabled_types(organisation: Organisation) -> tuple[PolicyTypeEntry, ...]:
    flags = {
        PolicyType.SERVICE_CONTROL: organisation.has_service_control,
        PolicyType.RESOURCE_CONTROL: organisation.has_resource_control,
    }
    return tuple(
        PolicyTypeEntry(type=kind.value, status="ENABLED")
        for kind in flags
        if flags[kind]
    )


def unit_entry(organisation: Organisation, unit: OrganisationalUnit) -> UnitEntry:
    named = unit_id(organisation, unit)
    return UnitEntry(
        id=named,
        arn=entity_arn(organisation, named),
        name=unit.name,
        path=path_of(organisation, chain_of(unit)),
    )


def account_entry(organisation: Organisation, account: Account) -> AccountEntry:
    place = path_of(organisation, units_above(account))
    is_management = account.id == organisation.management_account_id
    return AccountEntry(
        id=account.id,
        arn=entity_arn(organisation, account.id),
        email=account.email or None,
        name=account.name,
        status="ACTIVE",
        state="ACTIVE",
        paths=(f"{place}{account.id}/",),
        # AWS says so of the account that founded the organisation.
        joined_method="INVITED" if is_management else "CREATED",
        joined_timestamp=Timestamp(account.created_at),
    )
