"""A KMS key: its metadata, state and policy, without its material."""

from typing import Self

from django.db import models
from django.db.models import Q

from keys.models.grant import StoredGrants
from keys.policies import compiled_key_policy
from kmsportal.core.arn import key_arn
from kmsportal.iam.engine import CompiledPolicy
from kmsportal.iam.organizations.standing import Levels, standing_of


class KeyState(models.TextChoices):
    """AWS KMS Developer Guide, "Key states of AWS KMS keys"."""

    CREATING = "Creating"
    ENABLED = "Enabled"
    DISABLED = "Disabled"
    PENDING_DELETION = "PendingDeletion"
    PENDING_IMPORT = "PendingImport"
    PENDING_REPLICA_DELETION = "PendingReplicaDeletion"
    UNAVAILABLE = "Unavailable"
    UPDATING = "Updating"


class KeyManager(models.TextChoices):
    """Who manages the key: a service of the portal, or the tenant."""

    AWS = "AWS"
    CUSTOMER = "CUSTOMER"


class KeyQuerySet(models.QuerySet["Key"]):
    """Reads that name their tenant."""

    def in_account(self, account_id: str, region: str) -> Self:
        return self.filter(account_id=account_id, region=region)

    def in_every_region(self, account_id: str, key_id: str) -> Self:
        """Select the keys of one multi-Region key, in the order to lock them in."""
        return self.filter(
            account_id=account_id, key_id=key_id, multi_region=True
        ).order_by("region")


class Key(models.Model):
    """A key of one account in one Region.

    ``spec``, ``usage`` and ``origin`` are values of the enumerations in ``keys.specs``.
    A deleted key's row is gone; the ledger keeps what became of it.

    The keys of one multi-Region key have the same id in several Regions and agree on
    ``primary_region``. ``settled_state`` follows a state that passes by itself, at
    ``settles_at``. ``pending_material_id`` is imported material that waits for a
    rotation; ``material_expires_at`` is when the first imported material expires.
    """

    pk = models.CompositePrimaryKey("account_id", "region", "key_id")
    account_id = models.CharField(max_length=12)
    region = models.CharField(max_length=32)
    key_id = models.CharField(max_length=64)
    description = models.CharField(max_length=8192, blank=True)
    spec = models.CharField(max_length=32)
    usage = models.CharField(max_length=32)
    origin = models.CharField(max_length=32)
    manager = models.CharField(max_length=8, choices=KeyManager)
    multi_region = models.BooleanField(default=False)
    primary_region = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=32, choices=KeyState)
    settled_state = models.CharField(max_length=32, choices=KeyState, blank=True)
    settles_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    deletion_date = models.DateTimeField(null=True)
    scheduled_at = models.DateTimeField(null=True)
    pending_window_in_days = models.PositiveIntegerField(null=True)
    policy = models.TextField()
    current_material_id = models.CharField(max_length=64, blank=True)
    pending_material_id = models.CharField(max_length=64, blank=True)
    material_expires_at = models.DateTimeField(null=True)
    rotation_period_in_days = models.PositiveIntegerField(null=True)
    next_rotation_at = models.DateTimeField(null=True)
    on_demand_rotation_started_at = models.DateTimeField(null=True)

    objects = KeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="key_deletion_date_iff_pending_deletion",
                condition=Q(state="PendingDeletion", deletion_date__isnull=False)
                | ~Q(state="PendingDeletion") & Q(deletion_date=None),
            ),
            models.CheckConstraint(
                name="key_rotation_period_iff_next_date",
                condition=Q(
                    rotation_period_in_days__isnull=False,
                    next_rotation_at__isnull=False,
                )
                | Q(rotation_period_in_days=None, next_rotation_at=None),
            ),
            models.CheckConstraint(
                name="key_primary_region_iff_multi_region",
                condition=Q(multi_region=True) & ~Q(primary_region="")
                | Q(multi_region=False, primary_region=""),
            ),
            models.CheckConstraint(
                name="key_pending_window_iff_pending_replica_deletion",
                condition=Q(
                    state="PendingReplicaDeletion",
                    pending_window_in_days__isnull=False,
                )
                | ~Q(state="PendingReplicaDeletion") & Q(pending_window_in_days=None),
            ),
            models.CheckConstraint(
                name="key_settles_into_a_state",
                condition=Q(settles_at=None, settled_state="")
                | Q(settles_at__isnull=False) & ~Q(settled_state=""),
            ),
        ]
        indexes = [
            models.Index(name="key_by_deletion_date", fields=["deletion_date"]),
            models.Index(name="key_by_next_rotation", fields=["next_rotation_at"]),
            models.Index(
                name="key_by_rotation_on_demand",
                fields=["on_demand_rotation_started_at"],
            ),
            models.Index(name="key_by_settling", fields=["settles_at"]),
            models.Index(name="key_by_expiry", fields=["material_expires_at"]),
            models.Index(
                name="key_in_every_region",
                fields=["account_id", "key_id"],
                condition=Q(multi_region=True),
            ),
        ]

    @property
    def arn(self) -> str:
        return key_arn(self.account_id, self.region, self.key_id)

    @property
    def is_primary(self) -> bool:
        """Whether it is the one of its multi-Region key that the others follow."""
        return self.multi_region and self.primary_region == self.region

    @property
    def is_replica(self) -> bool:
        return self.multi_region and self.primary_region != self.region

    @property
    def resource_policy(self) -> CompiledPolicy:
        """The key policy, as the policy engine weighs it."""
        return compiled_key_policy(self.policy)

    @property
    def resource_control(self) -> Levels:
        """The organisation's resource control policies; none for AWS managed keys."""
        if self.manager == KeyManager.AWS:
            return ()
        return standing_of(self.account_id).resource_control

    @property
    def grants(self) -> StoredGrants:
        """The grants on the key, read as the policy engine asks for them."""
        return StoredGrants(self.account_id, self.region, self.key_id)
