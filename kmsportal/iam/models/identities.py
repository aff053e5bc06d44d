"""IAM users, groups and roles."""

from django.db import models
from django.db.models.functions import Lower

from kmsportal.tenancy.models import Account


class IamUser(models.Model):
    """An IAM user of an account; ``unique_id`` (AIDA…) outlives a namesake.

    ``boundary_arn`` names the managed policy that bounds the user, if any does.
    """

    unique_id = models.CharField(primary_key=True, max_length=32)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    name = models.CharField(max_length=64)
    path = models.CharField(max_length=512, default="/")
    boundary_arn = models.CharField(max_length=2048, blank=True)
    tags = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "account", Lower("name"), name="iam_user_name_is_unique_in_account"
            ),
        ]

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{self.account_id}:user{self.path}{self.name}"


class IamGroup(models.Model):
    """A group of IAM users (AGPA…); its policies are theirs."""

    unique_id = models.CharField(primary_key=True, max_length=32)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    name = models.CharField(max_length=128)
    path = models.CharField(max_length=512, default="/")
    created_at = models.DateTimeField()
    users = models.ManyToManyField(IamUser, related_name="groups")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "account", Lower("name"), name="iam_group_name_is_unique_in_account"
            ),
        ]

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{self.account_id}:group{self.path}{self.name}"


class IamRole(models.Model):
    """An IAM role (AROA…); a person's membership acts as a session of one.

    ``max_session_seconds`` bounds AssumeRole's ``DurationSeconds``. Sessions that began
    before ``sessions_revoked_at`` are refused.
    """

    unique_id = models.CharField(primary_key=True, max_length=32)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    name = models.CharField(max_length=64)
    path = models.CharField(max_length=512, default="/")
    description = models.CharField(max_length=1000, blank=True)
    trust_policy = models.TextField(default="")
    max_session_seconds = models.PositiveIntegerField(default=3600)
    boundary_arn = models.CharField(max_length=2048, blank=True)
    tags = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    last_used_region = models.CharField(max_length=32, blank=True)
    sessions_revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "account", Lower("name"), name="iam_role_name_is_unique_in_account"
            ),
        ]

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{self.account_id}:role{self.path}{self.name}"
