"""ListRoots: the one root of the organisation."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.shapes import MaxResults, NextToken, RootEntry
from kmsportal.iam.organizations.tree import root_entry
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    next_token: NextToken | None = None
    max_results: MaxResults | None = None


class Result(Answer, frozen=True, kw_only=True):
    roots: tuple[RootEntry, ...]
    next_token: str | None = None


@organization_operation()
def list_roots(call: Call, organisation: Organisation, params: Params) -> Result:
    return Result(roots=(root_entry(organisation),))
