"""MoveAccount: from one parent to another, and so under other policies."""

from collections.abc import Sequence

from kmsportal.core.call import Call
from kmsportal.core.errors import (
    DestinationParentNotFoundException,
    DuplicateAccountException,
    SourceParentNotFoundException,
)
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.names import entity_arn
from kmsportal.iam.organizations.shapes import AccountId, ParentId
from kmsportal.iam.organizations.tree import find_parent, parent_of, require_account
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    account_id: AccountId
    source_parent_id: ParentId
    destination_parent_id: ParentId


def _resources(organisation: Organisation, params: Params) -> Sequence[str]:
    names = (params.account_id, params.source_parent_id, params.destination_parent_id)
    return [entity_arn(organisation, name) for name in names]


def _changed(call: Call, organisation: Organisation) -> Sequence[str]:
    return (call.account_id, call.params.account_id)  # type: ignore[attr-defined]  # its own


@organization_operation(
    kind=Kind.CHANGE, resources=_resources, changed=_changed, ends_rights=True
)
def move_account(call: Call, organisation: Organisation, params: Params) -> Empty:
    account = require_account(organisation, params.account_id)
    source = find_parent(
        organisation, params.source_parent_id, absent=SourceParentNotFoundException
    )
    destination = find_parent(
        organisation,
        params.destination_parent_id,
        absent=DestinationParentNotFoundException,
    )
    if parent_of(organisation, account.unit).id != source.id:
        raise SourceParentNotFoundException(
            "You specified a source parent that the account doesn't stand under."
        )
    if source.id == destination.id:
        raise DuplicateAccountException("The account stands there already.")
    account.unit = destination.unit
    account.save(update_fields=["unit"])
    return Empty()
