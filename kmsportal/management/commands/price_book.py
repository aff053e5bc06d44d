"""Preview, publish and assign price books."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from billing.catalogue import find_price_book
from billing.months import Month
from billing.prices import parse_price_book
from billing.publishing import PriceRefused, compare_books, publish
from billing.tenants import accounts_of
from billing.terms import Terms
from billing.what_if import price_with
from kmsportal.core.errors import ServiceError
from kmsportal.pricing import assign_price_book
from kmsportal.tenancy.models import Organisation


class Command(BaseCommand):
    help = "Preview and publish versions of price books; assign them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for name in ("preview", "publish"):
            action = actions.add_parser(name)
            action.add_argument("file", type=Path, help="the book's JSON")
        assign = actions.add_parser("assign")
        assign.add_argument("--organisation", required=True, help="its name")
        assign.add_argument("--book", required=True)
        assign.add_argument("--from", dest="begins", required=True, help="a full hour")
        assign.add_argument("--discount", default="0", help="per cent")
        assign.add_argument("--override", action="append", default=[], help="SKU=PRICE")

    def handle(self, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        now = datetime.now(UTC)
        try:
            getattr(self, options["action"])(options, now)
        except (
            PriceRefused,
            ServiceError,
            msgspec.MsgspecError,
            InvalidOperation,
            ValueError,
            OSError,
            Organisation.DoesNotExist,
        ) as error:
            raise CommandError(str(error)) from error

    def preview(self, options: dict[str, Any], now: datetime) -> None:
        """Say what differs from the version in force, and what that would cost whom."""
        book = parse_price_book(options["file"].read_bytes())
        try:
            in_force = parse_price_book(find_price_book(book.name, at=now).document)
        except ServiceError:
            self.stdout.write(f"{book.name} is a new book.")
            return
        for sku, before, after in compare_books(in_force, book):
            self.stdout.write(f"{sku}: {before or 'nothing'} -> {after or 'nothing'}")
        for organisation in Organisation.objects.order_by("name"):
            accounts = accounts_of(organisation.id)
            if accounts:
                month = Month.of(now).previous
                found = price_with(book, accounts, month, now=now)
                self.stdout.write(
                    f"{organisation.name}, {month}: {found.actual.total}"
                    f" {found.currency} -> {found.other.total} {found.other_currency}"
                )

    def publish(self, options: dict[str, Any], now: datetime) -> None:
        """Show the preview, then store the version."""
        self.preview(options, now)
        with transaction.atomic():
            row = publish(options["file"].read_bytes())
        self.stdout.write(f"{row} is published, in force from {row.effective_from}.")

    def assign(self, options: dict[str, Any], now: datetime) -> None:
        """Charge an organisation by a book from a full hour on."""
        prices = (text.partition("=") for text in options["override"])
        begins = datetime.fromisoformat(options["begins"])
        assign_price_book(
            Organisation.objects.get(name=options["organisation"]).id,
            options["book"],
            effective_from=begins if begins.tzinfo else begins.replace(tzinfo=UTC),
            terms=Terms(
                discount_percent=Decimal(options["discount"]),
                overrides={sku: Decimal(price) for sku, _, price in prices},
            ),
            now=now,
        )
        self.stdout.write(f"{options['organisation']} pays {options['book']}.")
