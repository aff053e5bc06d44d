"""A tag on a key."""

from django.db import models


class KeyTag(models.Model):
    """One key and value on a KMS key; ``name`` is the tag's key."""

    pk = models.CompositePrimaryKey("account_id", "region", "key_id", "name")
    account_id = models.CharField(max_length=12)
    region = models.CharField(max_length=32)
    key_id = models.CharField(max_length=64)
    name = models.CharField(max_length=128)
    value = models.CharField(max_length=256, blank=True)
