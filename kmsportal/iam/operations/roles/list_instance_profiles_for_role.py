"""ListInstanceProfilesForRole: none, for there are no instances here.

Clients such as Terraform ask before they delete a role.
"""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_role
from kmsportal.iam.models import IamRole
from kmsportal.iam.names import RoleName
from kmsportal.iam.paging import Marker, MaxItems


class Params(Shape, frozen=True, kw_only=True):
    role_name: RoleName
    marker: Marker | None = None
    max_items: MaxItems | None = None


class InstanceProfile(Part, frozen=True, kw_only=True):
    """The API's structure of that name, of which there is none."""

    arn: str


class Result(Answer, frozen=True, kw_only=True):
    instance_profiles: list[InstanceProfile]
    is_truncated: bool


@entity_operation(find=named_role, kind=Kind.READ)
def list_instance_profiles_for_role(
    call: Call, role: IamRole, params: Params
) -> Result:
    return Result(instance_profiles=[], is_truncated=False)
