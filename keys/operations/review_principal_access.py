"""ReviewPrincipalAccess, the portal's own: what one principal may do with which keys.

The keys are those of the caller's account in the call's Region: of another account's
keys nothing is known.
"""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from keys.access.actions import KEY_ACTIONS
from keys.access.review import (
    Access,
    Certainty,
    Person,
    person_of,
    review,
    reviewed_key,
)
from keys.models import Key, KeyGrant
from keys.operation import account_operation
from keys.paging import Marker, page_by_name
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.engine import Grant
from kmsportal.iam.engine.grants import names_of
from kmsportal.iam.subjects import find_subject

_FEW = 50


class Params(Shape, frozen=True, kw_only=True):
    """``limit`` is how many keys a page looks at; some may be closed."""

    principal_arn: Annotated[str, Meta(min_length=20, max_length=2048)]
    action: Annotated[str, Meta(max_length=128)] = ""
    access: Certainty | None = None
    limit: Annotated[int, Meta(ge=1, le=500)] | None = None
    marker: Marker | None = None


class Result(Answer, frozen=True, kw_only=True):
    entries: list[Access]
    next_marker: str | None = None
    truncated: bool


@account_operation(kind=Kind.READ, service="portal")
def review_principal_access(call: Call, params: Params) -> Result:
    person = person_of(find_subject(call.account_id, params.principal_arn))
    page = page_by_name(
        call,
        Key.objects.in_account(call.account_id, call.region),
        by="key_id",
        limit=params.limit or _FEW,
        filters=(params.principal_arn, params.action),
    )
    actions = [a for a in KEY_ACTIONS if params.action.lower() in a.lower()]
    found = [
        access
        for key in page.items
        for access in review(
            call, person, reviewed_key(key, _grants(key, person)), actions
        )
        if params.access is None or access.access == params.access.value
    ]
    return Result(
        entries=found, next_marker=page.next_marker, truncated=page.is_truncated
    )


def _grants(key: Key, person: Person) -> Sequence[Grant]:
    names = names_of(person.subject.principal)
    rows = KeyGrant.objects.of_key(key).filter(grantee_principal__in=[*names])
    return list(rows.weighed())
