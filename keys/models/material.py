"""The materials of a key, each sealed to its row; old ones open old ciphertexts."""

from typing import Self

from django.db import models
from django.db.models import Q

from keys.models.key import Key


class RotationType(models.TextChoices):
    """How a material came to be; the first one came with the key."""

    AUTOMATIC = "AUTOMATIC"
    ON_DEMAND = "ON_DEMAND"


class KeyMaterialQuerySet(models.QuerySet["KeyMaterial"]):
    """Reads that name their tenant."""

    def of(self, key: Key) -> Self:
        return self.filter(
            account_id=key.account_id, region=key.region, key_id=key.key_id
        )

    def in_every_region(self, key: Key) -> Self:
        """Select the materials of ``key`` and of its multi-Region relatives."""
        return self.filter(account_id=key.account_id, key_id=key.key_id)

    def imported(self) -> Self:
        return self.filter(sealed__isnull=False)


class KeyMaterial(models.Model):
    """One generation of a key's material.

    ``material_id`` is 64 lower-case hexadecimal digits, as AWS spells it. ``sealed`` is
    null while the material is to be imported, for the first time or again.
    """

    pk = models.CompositePrimaryKey("account_id", "region", "key_id", "material_id")
    account_id = models.CharField(max_length=12)
    region = models.CharField(max_length=32)
    key_id = models.CharField(max_length=64)
    material_id = models.CharField(max_length=64)
    sealed = models.BinaryField(null=True)
    description = models.CharField(max_length=256, blank=True)
    valid_to = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    rotation_type = models.CharField(max_length=16, choices=RotationType, blank=True)

    objects = KeyMaterialQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="key_material_expires_only_while_imported",
                condition=Q(sealed__isnull=False) | Q(valid_to=None),
            ),
        ]
