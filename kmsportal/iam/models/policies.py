"""Policy documents, where they stand and what they are attached to."""

from django.db import models
from django.db.models.functions import Lower

from kmsportal.tenancy.models import Account


class IdentityPolicy(models.Model):
    """A policy document inline in one user, group or role, named by its unique id."""

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


class ManagedPolicy(models.Model):
    """A customer managed policy; ``default_version`` names the version in force.

    ``newest_version`` only grows: a version's number is never used again.
    """

    unique_id = models.CharField(primary_key=True, max_length=32)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    name = models.CharField(max_length=128)
    path = models.CharField(max_length=512, default="/")
    description = models.CharField(max_length=1000, blank=True)
    default_version = models.PositiveIntegerField(default=1)
    newest_version = models.PositiveIntegerField(default=1)
    tags = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "account",
                Lower("name"),
                name="managed_policy_name_is_unique_in_account",
            ),
        ]

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{self.account_id}:policy{self.path}{self.name}"


class PolicyVersion(models.Model):
    """One version of a managed policy, ``v<number>``; its document never changes."""

    policy = models.ForeignKey(
        ManagedPolicy, on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField()
    document = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="policy_version_is_unique", fields=["policy", "number"]
            ),
        ]


class PolicyAttachment(models.Model):
    """A managed policy, the account's or AWS's, on a user, group or role.

    ``policy_arn`` is not a foreign key, for AWS's own policies are no rows.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    principal_id = models.CharField(max_length=32)
    policy_arn = models.CharField(max_length=2048)
    attached_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="policy_is_attached_once",
                fields=["account", "principal_id", "policy_arn"],
            ),
        ]
