"""A grant on a key, as it is kept and as the policy engine weighs it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

from django.db import models
from django.db.models import Q

from kmsportal.iam.engine import Grant


class _KeyName(Protocol):
    """What names a key: its row, or a snapshot of it."""

    @property
    def account_id(self) -> str: ...

    @property
    def region(self) -> str: ...

    @property
    def key_id(self) -> str: ...


class KeyGrantQuerySet(models.QuerySet["KeyGrant"]):
    """Reads that name their tenant."""

    def of_key(self, key: _KeyName) -> "KeyGrantQuerySet":
        return self.filter(
            account_id=key.account_id, region=key.region, key_id=key.key_id
        )

    def weighed(self) -> Iterator[Grant]:
        """Yield the grants as the policy engine weighs them, without their rows."""
        for texts in self.values_list(*_WEIGHED).iterator():
            yield _weighed(*texts)


class KeyGrant(models.Model):
    """One grant on the key of ``account_id``.

    Principals are kept by unique id where they have one, as those of key policies are:
    a namesake made later gets nothing. A service is kept by its host name.
    ``operations`` and the two encryption contexts are JSON; an empty text is none.
    """

    pk = models.CompositePrimaryKey("account_id", "region", "key_id", "grant_id")
    account_id = models.CharField(max_length=12)
    region = models.CharField(max_length=32)
    key_id = models.CharField(max_length=64)
    grant_id = models.CharField(max_length=64)
    name = models.CharField(max_length=256, blank=True)
    created_at = models.DateTimeField()
    issuing_account_id = models.CharField(max_length=12)
    grantee_principal = models.CharField(max_length=256)
    grantee_is_service = models.BooleanField(default=False)
    retiring_principal = models.CharField(max_length=256, blank=True)
    retiring_is_service = models.BooleanField(default=False)
    operations = models.TextField()
    encryption_context_equals = models.TextField(blank=True)
    encryption_context_subset = models.TextField(blank=True)
    source_arn = models.CharField(max_length=512, blank=True)

    objects = KeyGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="grant_has_a_grantee", condition=~Q(grantee_principal="")
            ),
            models.CheckConstraint(
                name="grant_has_one_encryption_context_constraint_at_most",
                condition=Q(encryption_context_equals="")
                | Q(encryption_context_subset=""),
            ),
            models.CheckConstraint(
                name="grant_to_a_service_is_for_a_resource_and_can_be_retired",
                condition=Q(grantee_is_service=False)
                | ~Q(source_arn="") & ~Q(retiring_principal=""),
            ),
        ]
        indexes = [
            models.Index(
                name="grant_by_grantee",
                fields=["account_id", "region", "key_id", "grantee_principal"],
            ),
            models.Index(
                name="grant_by_name",
                fields=["account_id", "region", "key_id", "name"],
            ),
            models.Index(
                name="grant_by_retiring_principal",
                fields=["retiring_principal", "region", "grant_id"],
            ),
        ]

    @property
    def operation_names(self) -> Sequence[str]:
        return _read_operations(self.operations)

    @property
    def context_equals(self) -> Mapping[str, str] | None:
        return _read_context(self.encryption_context_equals)

    @property
    def context_subset(self) -> Mapping[str, str] | None:
        return _read_context(self.encryption_context_subset)

    @property
    def grant(self) -> Grant:
        """The grant as the policy engine weighs it."""
        return _weighed(*(getattr(self, column) for column in _WEIGHED))


class StoredGrants:
    """The grants of one key in the table, read for one grantee at a time.

    A management call asks only when no policy has allowed it, so that most of them
    never read the 50,000 grants a key may have.
    """

    __slots__ = ("account_id", "key_id", "region")

    def __init__(self, account_id: str, region: str, key_id: str) -> None:
        self.account_id, self.region, self.key_id = account_id, region, key_id

    def of(self, grantee: str) -> Sequence[Grant]:
        found = KeyGrant.objects.of_key(self).filter(grantee_principal=grantee)
        return list(found.weighed())


_WEIGHED = (
    "grant_id",
    "grantee_principal",
    "operations",
    "issuing_account_id",
    "encryption_context_equals",
    "encryption_context_subset",
    "source_arn",
    "retiring_principal",
)


def _weighed(  # noqa: PLR0913, PLR0917 - the columns of _WEIGHED, in their order
    grant_id: str,
    grantee: str,
    operations: str,
    issuing_account: str,
    equals: str,
    subset: str,
    source_arn: str,
    retiring_principal: str,
) -> Grant:
    return Grant(
        grant_id=grant_id,
        grantee=grantee,
        operations=_read_operation_set(operations),
        issuing_account=issuing_account,
        encryption_context_equals=_read_context(equals),
        encryption_context_subset=_read_context(subset),
        source_arn=source_arn or None,
        retiring_principal=retiring_principal or None,
    )


# The many grants of a key are mostly alike, so each text is read once.
@lru_cache(maxsize=1024)
def _read_operations(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


@lru_cache(maxsize=1024)
def _read_operation_set(text: str) -> frozenset[str]:
    return frozenset(_read_operations(text))


@lru_cache(maxsize=1024)
def _read_context(text: str) -> Mapping[str, str] | None:
    return MappingProxyType(json.loads(text)) if text else None
