"""ListPolicies: the policies of one type."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.pages import page_of
from kmsportal.iam.organizations.policies import policies_of_type, policy_entry
from kmsportal.iam.organizations.shapes import (
    AnyPolicyType,
    MaxResults,
    NextToken,
    PolicyEntry,
)
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    filter: AnyPolicyType
    next_token: NextToken | None = None
    max_results: MaxResults | None = None


class Result(Answer, frozen=True, kw_only=True):
    policies: tuple[PolicyEntry, ...]
    next_token: str | None = None


@organization_operation()
def list_policies(call: Call, organisation: Organisation, params: Params) -> Result:
    found = policies_of_type(organisation, params.filter)
    page, token = page_of(call, found, by=lambda policy: policy.id)
    entries = tuple(policy_entry(organisation, policy) for policy in page)
    return Result(policies=entries, next_token=token)
