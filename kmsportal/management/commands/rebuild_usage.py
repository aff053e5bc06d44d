"""Meter the whole ledger anew; the result equals what was metered before."""

from django.core.management.base import BaseCommand

from billing.ledger_count import LedgerCountProjection
from billing.metering import UsageProjection
from kmsportal.projector import rebuild


class Command(BaseCommand):
    help = "Empty the usage tables and fill them from the ledger again."

    def handle(self, **_options: object) -> None:
        events = rebuild(UsageProjection())
        rebuild(LedgerCountProjection())
        self.stdout.write(f"{events} events were metered anew.")
