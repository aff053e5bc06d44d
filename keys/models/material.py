"""The materials of a key, each sealed to its row; old ones open old ciphertexts."""

from django.db import models


class RotationType(models.TextChoices):
    """How a material came to be; the first one came with the key."""

    AUTOMATIC = "AUTOMATIC"
    ON_DEMAND = "ON_DEMAND"


class KeyMaterial(models.Model):
    """One generation of a key's material.

    ``material_id`` is 64 lower-case hexadecimal digits, as AWS spells it.
    """

    pk = models.CompositePrimaryKey("account_id", "region", "key_id", "material_id")
    account_id = models.CharField(max_length=12)
    region = models.CharField(max_length=32)
    key_id = models.CharField(max_length=64)
    material_id = models.CharField(max_length=64)
    sealed = models.BinaryField()
    created_at = models.DateTimeField()
    rotation_type = models.CharField(max_length=16, choices=RotationType, blank=True)
