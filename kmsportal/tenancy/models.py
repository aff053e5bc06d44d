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
    """A customer of the portal; owns accounts and gets one statement.

    Its management account is its first; whoever administers that one orders the others
    by units and policies. The two flags say which types of these policies are enabled.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=128, unique=True)
    created_at = models.DateTimeField()
    management_account = models.OneToOneField(
        "Account", on_delete=models.SET_NULL, null=True, related_name="manages"
    )
    has_service_control = models.BooleanField(default=True)
    has_resource_control = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class OrganisationalUnit(models.Model):
    """A group of an organisation's accounts and units; without parent, under the root.

    ``code`` is what its id ends in: ``ou-<root>-<code>``.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="units"
    )
    code = models.CharField(max_length=32)
    name = models.CharField(max_length=128)
    tags = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="unit_code_is_unique_in_organisation",
                fields=["organisation", "code"],
            ),
            models.UniqueConstraint(
                name="unit_name_is_unique_under_parent",
                fields=["parent", "name"],
            ),
            models.UniqueConstraint(
                name="unit_name_is_unique_under_root",
                fields=["organisation", "name"],
                condition=Q(parent=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    """An AWS account: the tenant boundary.

    ``generation`` grows with every change of anything that a worker may hold in
    memory for this account; see ``tenancy.generations``. Without ``unit`` it stands
    under the organisation's root.
    """

    id = models.CharField(
        primary_key=True, max_length=12, validators=[RegexValidator(ACCOUNT_ID)]
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    unit = models.ForeignKey(
        OrganisationalUnit, on_delete=models.PROTECT, null=True, blank=True
    )
    name = models.CharField(max_length=128)
    email = models.EmailField(max_length=64, blank=True)
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
