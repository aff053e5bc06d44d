"""IAM's tables: identities, policies, access keys, providers."""

from kmsportal.iam.models.access_keys import AccessKey, AccessKeyStatus, ApiToken
from kmsportal.iam.models.accounts import AccountAlias
from kmsportal.iam.models.identities import IamGroup, IamRole, IamUser
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
    "ApiToken",
    "IamGroup",
    "IamRole",
    "IamUser",
    "IdentityPolicy",
    "ManagedPolicy",
    "OidcProvider",
    "PolicyAttachment",
    "PolicyVersion",
]
