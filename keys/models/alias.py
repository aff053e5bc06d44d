"""A friendly name of a key."""

from django.db import models

from kmsportal.core.arn import alias_arn


class Alias(models.Model):
    """An alias of one account in one Region; ``name`` begins with ``alias/``."""

    pk = models.CompositePrimaryKey("account_id", "region", "name")
    account_id = models.CharField(max_length=12)
    region = models.CharField(max_length=32)
    name = models.CharField(max_length=256)
    key_id = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(name="alias_by_key", fields=["account_id", "region", "key_id"])
        ]

    @property
    def arn(self) -> str:
        return alias_arn(self.account_id, self.region, self.name)
