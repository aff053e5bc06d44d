"""DescribeOrganization: the organisation of the calling account."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.names import (
    entity_arn,
    organization_arn,
    organization_id,
)
from kmsportal.iam.organizations.shapes import OrganizationEntry
from kmsportal.iam.organizations.tree import enabled_types
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    pass


class Result(Answer, frozen=True, kw_only=True):
    organization: OrganizationEntry


@organization_operation(is_for_members=True)
def describe_organization(
    call: Call, organisation: Organisation, params: Params
) -> Result:
    management = organisation.management_account
    if management is None:
        raise TypeError(organisation.id)
    return Result(
        organization=OrganizationEntry(
            id=organization_id(organisation),
            arn=organization_arn(organisation),
            feature_set="ALL",
            master_account_arn=entity_arn(organisation, management.id),
            master_account_id=management.id,
            master_account_email=management.email or None,
            available_policy_types=enabled_types(organisation),
        )
    )
