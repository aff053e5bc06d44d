"""The permissions boundary of a user or role, as the API shows and takes it."""

from kmsportal.core.errors import NoSuchEntityException
from kmsportal.core.shapes import Part
from kmsportal.iam.identity_policies import find_documents

BOUNDARY_TYPE = "Policy"
"""The only type, as its documentation has it; the model's enum spells it otherwise."""


class AttachedPermissionsBoundary(Part, frozen=True, kw_only=True):
    """The API's structure of that name."""

    permissions_boundary_type: str
    permissions_boundary_arn: str


def shown_boundary(arn: str) -> AttachedPermissionsBoundary | None:
    """Return the boundary with that ARN; None for none."""
    if not arn:
        return None
    return AttachedPermissionsBoundary(
        permissions_boundary_type=BOUNDARY_TYPE, permissions_boundary_arn=arn
    )


def require_boundary(account_id: str, arn: str) -> None:
    """Refuse a boundary that is no managed policy; NoSuchEntityException."""
    if arn not in find_documents(account_id, [arn]):
        raise NoSuchEntityException(
            f"Scope ARN: {arn} does not exist or is not attachable."
        )
