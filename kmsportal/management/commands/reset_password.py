"""Give a person a new one-time password."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from kmsportal.core.secret import SecretText
from kmsportal.management.operator_events import record_operator
from kmsportal.tenancy.models import Membership, User
from kmsportal.tenancy.people import new_password


class Command(BaseCommand):
    help = "Set a one-time password; it ends the person's sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {options['email']}.")
        password = new_password()
        _reset(user, password, time=datetime.now(UTC))
        self.stdout.write(
            f"{user.email} signs in with {password.reveal()}"
            " (once; another must be chosen then)."
        )


@transaction.atomic
def _reset(user: User, password: SecretText, *, time: datetime) -> None:
    """Set the password, and tell it to each account in which the person has a role."""
    user.set_password(password.reveal())
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    held = Membership.objects.filter(user=user).order_by("account_id")
    for membership in held:
        record_operator(
            "portal:ResetPassword",
            account_id=membership.account_id,
            time=time,
            details={"email": user.email},
        )
