"""IAM users, roles, their policies and access keys."""

from django.db import models
from django.db.models import F, Q

from kmsportal.tenancy.models import Account, Membership


class IamUser(models.Model):
    """An IAM user of an account; ``unique_id`` (AIDA…) outlives a namesake."""

    unique_id = models.CharField(primary_key=True, max_length=32)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    name = models.CharField(max_length=64)
    path = models.CharField(max_length=512, default="/")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="iam_user_name_is_unique_in_account", fields=["account", "name"]
            ),
        ]

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{self.account_id}:user{self.path}{self.name}"


class IamRole(models.Model):
    """An IAM role; a person's membership acts as a session of one."""

    unique_id = models.CharField(primary_key=True, max_length=32)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    name = models.CharField(max_length=64)
    path = models.CharField(max_length=512, default="/")
    trust_policy = models.TextField(default="")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="iam_role_name_is_unique_in_account", fields=["account", "name"]
            ),
        ]

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{self.account_id}:role{self.path}{self.name}"


class IdentityPolicy(models.Model):
    """A policy document inline in one user or role, named by its unique id."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    principal_id = models.CharField(max_length=32)
    name = models.CharField(max_length=128)
    document = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="identity_policy_name_is_unique_in_principal",
                fields=["account", "principal_id", "name"],
            ),
        ]


class AccessKeyStatus(models.TextChoices):
    """Whether an access key may sign requests."""

    ACTIVE = "Active"
    INACTIVE = "Inactive"


class AccessKey(models.Model):
    """A long-term access key of a user; its secret is sealed to this row."""

    id = models.CharField(primary_key=True, max_length=32)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    user = models.ForeignKey(IamUser, on_delete=models.CASCADE)
    sealed_secret = models.BinaryField()
    status = models.CharField(
        max_length=8, choices=AccessKeyStatus, default=AccessKeyStatus.ACTIVE
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="access_key_status_is_known",
                condition=Q(status__in=AccessKeyStatus.values),
            ),
        ]


class ApiToken(models.Model):
    """A bearer token that stands for a member in her account, and ends with her place.

    Of the token's secret only the SHA-256 digest is kept, in hexadecimal.
    """

    id = models.CharField(primary_key=True, max_length=16)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE)
    name = models.CharField(max_length=128)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="api_token_expires_after_its_creation",
                condition=Q(expires_at__gt=F("created_at")),
            ),
        ]
