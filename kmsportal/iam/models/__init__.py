"""IAM's tables: identities, policies, access keys, providers."""

from kmsportal.iam.models.access_keys import AccessKey, AccessKeyStatus, ApiToken
from kmsportal.iam.models.accounts import AccountAlias
from kmsportal.iam.models.identities import IamGroup, IamRole, IamUser
from kmsportal.iam.models.organizations import (
    AccountCreation,
    ControlAttachment,
    ControlPolicy,
    FullAccessRemoval,
    PolicyType,
)
from kmsportal.iam.models.policies import (
    IdentityPolicy,
    ManagedPolicy,
    PolicyAttachment,
    PolicyVersion,
)
from kmsportal.iam.models.providers import OidcProvider

__all__ = [
    "AccessKey",
    "AccessKeyStatus",
    "AccountAlias",
    "AccountCreation",
    "ApiToken",
    "ControlAttachment",
    "ControlPolicy",
    "FullAccessRemoval",
    "IamGroup",
    "IamRole",
    "IamUser",
    "IdentityPolicy",
    "ManagedPolicy",
    "OidcProvider",
    "PolicyAttachment",
    "PolicyType",
    "PolicyVersion",
]
