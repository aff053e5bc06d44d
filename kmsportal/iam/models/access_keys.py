"""What callers sign or come with: access keys and API tokens."""

from django.db import models
from django.db.models import F, Q

from kmsportal.iam.models.identities import IamUser
from kmsportal.tenancy.models import Account, Membership


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
    last_used_at = models.DateTimeField(null=True)
    last_used_service = models.CharField(max_length=64, blank=True)
    last_used_region = models.CharField(max_length=32, blank=True)

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
