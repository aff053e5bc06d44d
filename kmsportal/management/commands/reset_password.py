"""Give a person a new one-time password."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kmsportal.tenancy.models import User
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
        user.set_password(password.reveal())
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        self.stdout.write(
            f"{user.email} signs in with {password.reveal()}"
            " (once; another must be chosen then)."
        )
