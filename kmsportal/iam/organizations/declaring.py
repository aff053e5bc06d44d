"""Declaring an operation on the caller's organisation.

Its body is ``def name(call, organisation, params) -> Result``. All but
DescribeOrganization are for principals of the management account alone, as at AWS,
where nobody else was made a delegated administrator.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_type_hints

from kmsportal.core.call import Call
from kmsportal.core.errors import AccessDeniedException
from kmsportal.core.members import event_members
from kmsportal.core.operation import ContextValue, Kind, Need, Operation, pascal
from kmsportal.core.record import Trace
from kmsportal.core.shapes import Result
from kmsportal.tenancy.models import Organisation

SERVICE = "organizations"
Body = Callable[[Call, Organisation, Any], Result]
Resources = Callable[[Organisation, Any], Sequence[str]]
Changed = Callable[[Call, Organisation], Sequence[str]]


def everything(_organisation: Organisation, _params: object) -> Sequence[str]:
    """Name no resource: the permission is on the organisation as a whole."""
    return ("*",)


def only_the_caller(call: Call, _organisation: Organisation) -> Sequence[str]:
    return (call.account_id,)


def every_account(_call: Call, organisation: Organisation) -> Sequence[str]:
    """Return all accounts, for what may bound any of them."""
    return tuple(organisation.account_set.order_by("id").values_list("id", flat=True))


def organization_operation(
    *,
    kind: Kind = Kind.READ,
    resources: Resources = everything,
    changed: Changed = only_the_caller,
    ends_rights: bool = False,
    is_for_members: bool = False,
) -> Callable[[Body], Operation]:
    """Declare an operation; ``resources`` are the ARNs it needs its permission on."""

    def declare(body: Body) -> Operation:
        name, hints = pascal(body.__name__), get_type_hints(body)

        def needs(call: Call, organisation: Organisation) -> Sequence[Need]:
            return [
                Need(
                    action=f"{SERVICE}:{name}",
                    resource=resource,
                    account_id=call.account_id,
                    facts=lambda: _facts(call.params),
                )
                for resource in resources(organisation, call.params)
            ]

        return Operation(
            service=SERVICE,
            name=name,
            kind=kind,
            params=hints["params"],
            result=hints["return"],
            bind=_of_members if is_for_members else _binder(kind),
            needs=needs,
            check=lambda _call, _organisation: None,
            run=lambda call, organisation: body(call, organisation, call.params),
            trace=_trace,
            ends_rights=ends_rights,
            changed_accounts=changed,
        )

    return declare


def _of_members(call: Call) -> Organisation:
    return Organisation.objects.get(account__id=call.account_id)


def _binder(kind: Kind) -> Callable[[Call], Organisation]:
    def bind(call: Call) -> Organisation:
        rows = Organisation.objects.filter(management_account_id=call.account_id)
        if kind is Kind.CHANGE:
            # One change of an organisation at a time: its tree and policies agree.
            rows = rows.select_for_update(of=("self",))
        organisation = rows.first()
        if organisation is None:
            raise AccessDeniedException(
                "You don't have permissions to access this resource."
            )
        return organisation

    return bind


def _facts(params: object) -> Mapping[str, ContextValue]:
    """Return ``organizations:PolicyType`` where the request names a type."""
    for name in ("type", "filter", "policy_type"):
        given = getattr(params, name, None)
        if given is not None:
            return {"organizations:policytype": given.value}
    return {}


def _trace(
    call: Call, _organisation: Organisation | None, result: Result | None
) -> Trace:
    response = None
    if call.operation.kind is Kind.CHANGE and result is not None:
        response = event_members(result) or None
    return Trace(request=event_members(call.params) or None, response=response)
