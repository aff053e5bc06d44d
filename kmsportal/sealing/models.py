"""Account keys, wrapped by the root key, and the proof of which root key that is."""

from django.db import models
from django.db.models import Q


class RootKeyCheck(models.Model):
    """One row: a value that only the right root key opens."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sealed = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="there_is_one_root_key_check", condition=Q(id=1)
            ),
        ]


class AccountKey(models.Model):
    """The key that wraps everything secret of one account.

    Deleting the row shreds the account: nothing it wrapped can be opened again.
    """

    account_id = models.CharField(primary_key=True, max_length=12)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()
