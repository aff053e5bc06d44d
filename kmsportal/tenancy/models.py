"""Organisations, their accounts, the people and what ties them together."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

ACCOUNT_ID = r"^[0-9]{12}$"


class Organisation(models.Model):
    """A customer of the portal; owns accounts and gets one statement."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=128, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    """An AWS account: the tenant boundary.

    ``generation`` grows with every change of anything that a worker may hold in
    memory for this account; see ``tenancy.generations``.
    """

    id = models.CharField(
        primary_key=True, max_length=12, validators=[RegexValidator(ACCOUNT_ID)]
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    name = models.CharField(max_length=128)
    created_at = models.DateTimeField()
    generation = models.BigIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="account_id_has_twelve_characters",
                condition=Q(Exact(Length("id"), 12)),
            ),
            models.UniqueConstraint(
                name="account_name_is_unique_in_organisation",
                fields=["organisation", "name"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.id})"


class UserManager(BaseUserManager["User"]):
    """Makes people; Django's authentication needs a manager of this shape."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in to the console."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=128, blank=True)
    created_at = models.DateTimeField()
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email


class Role(models.TextChoices):
    """What a membership makes of a person; each is an IAM role in the account."""

    ADMINISTRATOR = "Administrator"
    KEY_ADMINISTRATOR = "KeyAdministrator"
    KEY_USER = "KeyUser"
    AUDITOR = "Auditor"
    BILLING_VIEWER = "BillingViewer"


class Membership(models.Model):
    """A person's place in an account: she acts as this role of it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    role = models.CharField(max_length=64, choices=Role)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_membership_a_person_and_account", fields=["account", "user"]
            ),
            models.CheckConstraint(
                name="membership_role_is_known", condition=Q(role__in=Role.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} is {self.role} in {self.account}"
