"""The filters that a person has given a name."""

from django.db import models


class SavedSearch(models.Model):
    """What somebody looks for again and again.

    ``owner`` is ``member:`` and the membership's id for a person, otherwise the
    principal's unique id. ``filters`` are parameters of SearchEvents as they were
    given. A shared one is seen, and not changed, by others of the account.
    """

    account_id = models.CharField(max_length=12)
    owner = models.CharField(max_length=256)
    owner_name = models.CharField(max_length=256)
    name = models.CharField(max_length=64)
    filters = models.JSONField()
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="saved_search_has_a_name_of_its_own",
                fields=["account_id", "owner", "name"],
            ),
        ]

    def __str__(self) -> str:
        return self.name
