"""IAM groups as the API shows them."""

from kmsportal.core.shapes import Part, Timestamp
from kmsportal.iam.models import IamGroup


class Group(Part, frozen=True, kw_only=True):
    """The API's ``Group`` structure."""

    path: str
    group_name: str
    group_id: str
    arn: str
    create_date: Timestamp


def shown_group(group: IamGroup) -> Group:
    return Group(
        path=group.path,
        group_name=group.name,
        group_id=group.unique_id,
        arn=group.arn,
        create_date=Timestamp(group.created_at),
    )
