"""The second thing a user shows: devices that make one-time codes."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from kmsportal.iam.models.identities import IamUser
from kmsportal.tenancy.models import Account


class VirtualMfaDevice(models.Model):
    """A virtual MFA device of an account, enabled for one user or for nobody yet.

    ``sealed_seed`` is sealed to the row's ``id``. ``last_step`` is the time step of the
    newest code that was accepted; ``drift`` is how many steps the device's clock is
    ahead. ``failures`` counts the wrong codes since, the last of them ``failed_at``.
    """

    id = models.CharField(primary_key=True, max_length=36)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    name = models.CharField(max_length=226)
    path = models.CharField(max_length=512, default="/")
    sealed_seed = models.BinaryField()
    user = models.ForeignKey(IamUser, null=True, on_delete=models.CASCADE)
    enabled_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(null=True)
    drift = models.IntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    tags = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "account",
                "path",
                Lower("name"),
                name="mfa_device_name_is_unique_in_path",
            ),
            models.CheckConstraint(
                name="mfa_device_is_enabled_iff_it_has_a_user",
                condition=Q(user=None, enabled_at=None, last_step=None)
                | Q(
                    user__isnull=False,
                    enabled_at__isnull=False,
                    last_step__isnull=False,
                ),
            ),
        ]

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{self.account_id}:mfa{self.path}{self.name}"
