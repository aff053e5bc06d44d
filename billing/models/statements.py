"""Statements, which never change, and what goes into the next ones."""

from typing import Self

from django.db import models
from django.db.models import Q


class BillingLock(models.Model):
    """The one row that closing a month and changing prices take turns on."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)

    def __str__(self) -> str:
        return "billing"


class SigningKey(models.Model):
    """An Ed25519 key that signs statements; the newest signs, all of them verify.

    ``wrapped`` is sealed by the root key for this row.
    """

    key_id = models.CharField(primary_key=True, max_length=32)
    public_key = models.BinaryField()
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key_id


class StatementSeries(models.Model):
    """The last number given out by an issuer in a year."""

    pk = models.CompositePrimaryKey("issuer", "year")
    issuer = models.CharField(max_length=32)
    year = models.PositiveIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.issuer}-{self.year}"


class StatementQuerySet(models.QuerySet["Statement"]):
    """Reads that name their tenant."""

    def of_organisation(self, organisation_id: object) -> Self:
        return self.filter(organisation_id=organisation_id)


class Statement(models.Model):
    """What an organisation was charged for a month; never changed.

    ``document`` is canonical JSON, ``digest`` its SHA-256 and ``signature`` Ed25519
    over the document's bytes. ``previous_digest`` is of the organisation's statement
    before this one, empty for the first.
    """

    number = models.CharField(primary_key=True, max_length=48)
    issuer = models.CharField(max_length=32)
    year = models.PositiveIntegerField()
    sequence = models.PositiveIntegerField()
    organisation_id = models.UUIDField()
    month = models.IntegerField()
    issued_at = models.DateTimeField()
    document = models.TextField()
    digest = models.CharField(max_length=64)
    previous_digest = models.CharField(max_length=64, blank=True)
    key_id = models.CharField(max_length=32)
    signature = models.BinaryField()

    objects = StatementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_statement_an_organisation_and_month",
                fields=["organisation_id", "month"],
            ),
            models.UniqueConstraint(
                name="statement_number_is_given_once",
                fields=["issuer", "year", "sequence"],
            ),
            models.CheckConstraint(
                name="statement_numbers_begin_at_one", condition=Q(sequence__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AccountStatementQuerySet(models.QuerySet["AccountStatement"]):
    """Reads that name their tenant."""

    def in_account(self, account_id: str) -> Self:
        return self.filter(account_id=account_id)


class AccountStatement(models.Model):
    """One account's part of a statement, in full detail; never changed.

    The statement's document holds ``digest``. ``signature`` is by the statement's key,
    so that an account can prove its part without seeing the others'.
    """

    pk = models.CompositePrimaryKey("account_id", "month")
    account_id = models.CharField(max_length=12)
    month = models.IntegerField()
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT)
    document = models.TextField()
    digest = models.CharField(max_length=64)
    signature = models.BinaryField()

    objects = AccountStatementQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.statement_id} of {self.account_id}"


class LateMonth(models.Model):
    """A closed month of an account in which something was metered afterwards."""

    pk = models.CompositePrimaryKey("account_id", "month")
    account_id = models.CharField(max_length=12)
    month = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.month} of {self.account_id}"


class AdjustmentQuerySet(models.QuerySet["Adjustment"]):
    """Reads that name their tenant."""

    def in_account(self, account_id: str) -> Self:
        return self.filter(account_id=account_id)


class Adjustment(models.Model):
    """A credit (negative) or debit the operator gave for a closed month.

    ``amount`` is an exact decimal in the month's currency. It goes into the statement
    of ``billed_month``, which is set when that is closed, and the row is else never
    changed.
    """

    account_id = models.CharField(max_length=12)
    month = models.IntegerField()
    amount = models.CharField(max_length=40)
    reason = models.CharField(max_length=512)
    created_at = models.DateTimeField()
    billed_month = models.IntegerField(null=True)

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                name="adjustment_by_account", fields=["account_id", "billed_month"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} to {self.account_id}"
