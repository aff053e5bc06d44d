"""What an organisation lays down for its accounts: control policies, attached."""

from django.db import models
from django.db.models import Q

from kmsportal.tenancy.models import Organisation


class PolicyType(models.TextChoices):
    """The types of policy that bound an organisation's accounts."""

    SERVICE_CONTROL = "SERVICE_CONTROL_POLICY"
    RESOURCE_CONTROL = "RESOURCE_CONTROL_POLICY"


class ControlPolicy(models.Model):
    """A service or resource control policy of an organisation (``p-…``)."""

    id = models.CharField(primary_key=True, max_length=130)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    type = models.CharField(max_length=32, choices=PolicyType)
    name = models.CharField(max_length=128)
    description = models.CharField(max_length=512, blank=True)
    content = models.TextField()
    tags = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="control_policy_name_is_unique_in_type",
                fields=["organisation", "type", "name"],
            ),
            models.CheckConstraint(
                name="control_policy_type_is_known",
                condition=Q(type__in=PolicyType.values),
            ),
        ]


class ControlAttachment(models.Model):
    """A control policy on the root, a unit or an account: ``r-…``, ``ou-…``, digits."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    policy = models.ForeignKey(
        ControlPolicy, on_delete=models.CASCADE, related_name="attachments"
    )
    target_id = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="control_policy_is_attached_once",
                fields=["organisation", "target_id", "policy"],
            ),
        ]


class FullAccessRemoval(models.Model):
    """A target from which ``FullAWSAccess`` was detached: it stands on all others."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    target_id = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="full_access_is_removed_once",
                fields=["organisation", "target_id"],
            ),
        ]


class AccountCreation(models.Model):
    """What became of one CreateAccount (``car-…``); a failure has no ``account_id``."""

    id = models.CharField(primary_key=True, max_length=36)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    account_name = models.CharField(max_length=128)
    account_id = models.CharField(max_length=12, blank=True)
    failure = models.CharField(max_length=64, blank=True)
    requested_at = models.DateTimeField()
