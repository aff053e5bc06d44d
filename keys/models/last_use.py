"""When a key was last used, and for what; projected from the ledger."""

from django.db import models


class KeyLastUse(models.Model):
    """The latest successful cryptographic operation of one key.

    ``time`` is epoch microseconds. ``event_id`` is that of the copy which the key's
    owner finds in her event history.
    """

    pk = models.CompositePrimaryKey("account_id", "region", "key_id")
    account_id = models.CharField(max_length=12)
    region = models.CharField(max_length=32)
    key_id = models.CharField(max_length=64)
    operation = models.CharField(max_length=64)
    time = models.BigIntegerField()
    event_id = models.CharField(max_length=36)
    request_id = models.CharField(max_length=64)
