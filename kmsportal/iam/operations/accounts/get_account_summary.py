"""GetAccountSummary: how much of IAM the account has, and may have."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam import quotas
from kmsportal.iam.declaring import account_operation
from kmsportal.iam.models import (
    IamGroup,
    IamRole,
    IamUser,
    ManagedPolicy,
    OidcProvider,
    PolicyVersion,
    VirtualMfaDevice,
)

_QUOTAS = {
    "AccessKeysPerUserQuota": quotas.ACCESS_KEYS_OF_A_USER,
    "AssumeRolePolicySizeQuota": quotas.TRUST_POLICY_CHARACTERS,
    "AttachedPoliciesPerGroupQuota": quotas.POLICIES_OF_AN_IDENTITY,
    "AttachedPoliciesPerRoleQuota": quotas.POLICIES_OF_AN_IDENTITY,
    "AttachedPoliciesPerUserQuota": quotas.POLICIES_OF_AN_IDENTITY,
    "GroupPolicySizeQuota": quotas.GROUP_POLICY_CHARACTERS,
    "GroupsPerUserQuota": quotas.GROUPS_OF_A_USER,
    "GroupsQuota": quotas.GROUPS,
    "PoliciesQuota": quotas.POLICIES,
    "PolicySizeQuota": quotas.MANAGED_POLICY_CHARACTERS,
    "RolePolicySizeQuota": quotas.ROLE_POLICY_CHARACTERS,
    "RolesQuota": quotas.ROLES,
    "UserPolicySizeQuota": quotas.USER_POLICY_CHARACTERS,
    "UsersQuota": quotas.USERS,
    "VersionsPerPolicyQuota": quotas.VERSIONS_OF_A_POLICY,
}
# No account here has a root user who signs in, nor certificates.
_ABSENT = {
    "AccountAccessKeysPresent": 0,
    "AccountMFAEnabled": 0,
    "AccountSigningCertificatesPresent": 0,
    "ServerCertificates": 0,
}


class Params(Shape, frozen=True, kw_only=True):
    pass


class Result(Answer, frozen=True, kw_only=True):
    summary_map: dict[str, int]


@account_operation(kind=Kind.READ)
def get_account_summary(call: Call, params: Params) -> Result:
    own = {"account_id": call.account_id}
    versions = PolicyVersion.objects.filter(policy__account_id=call.account_id)
    devices = VirtualMfaDevice.objects.filter(**own)
    found = {
        "MFADevices": devices.count(),
        "MFADevicesInUse": devices.exclude(user=None).count(),
        "Groups": IamGroup.objects.filter(**own).count(),
        "Policies": ManagedPolicy.objects.filter(**own).count(),
        "PolicyVersionsInUse": versions.count(),
        "Providers": OidcProvider.objects.filter(**own).count(),
        "Roles": IamRole.objects.filter(**own).count(),
        "Users": IamUser.objects.filter(**own).count(),
    }
    return Result(summary_map=dict(sorted((_QUOTAS | _ABSENT | found).items())))
