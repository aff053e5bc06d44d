"""What must be gone before a user, group or role can be deleted.

API reference, DeleteUser, DeleteGroup and DeleteRole.
"""

from kmsportal.core.errors import DeleteConflictException
from kmsportal.iam.models import (
    AccessKey,
    IamGroup,
    IamRole,
    IamUser,
    IdentityPolicy,
    PolicyAttachment,
    VirtualMfaDevice,
)


def require_no_policies(identity: IamUser | IamGroup | IamRole) -> None:
    """Refuse an identity that still has policies; DeleteConflictException."""
    own = {"account_id": identity.account_id, "principal_id": identity.unique_id}
    if PolicyAttachment.objects.filter(**own).exists():
        raise _conflict("must detach all policies first.")
    if IdentityPolicy.objects.filter(**own).exists():
        raise _conflict("must delete policies first.")


def require_no_access_keys(user: IamUser) -> None:
    """Refuse a user who still has access keys, be they inactive."""
    if AccessKey.objects.filter(account_id=user.account_id, user=user).exists():
        raise _conflict("must delete access keys first.")


def require_no_groups(user: IamUser) -> None:
    """Refuse a user who still is in a group."""
    if user.groups.filter(account_id=user.account_id).exists():
        raise _conflict("must remove users from group first.")


def require_no_devices(user: IamUser) -> None:
    """Refuse a user who still has an MFA device."""
    held = VirtualMfaDevice.objects.filter(account_id=user.account_id, user=user)
    if held.exists():
        raise _conflict("must delete MFA device first.")


def require_no_users(group: IamGroup) -> None:
    """Refuse a group that still has users."""
    if group.users.filter(account_id=group.account_id).exists():
        raise _conflict("must remove users from group first.")


def _conflict(what: str) -> DeleteConflictException:
    return DeleteConflictException(f"Cannot delete entity, {what}")
