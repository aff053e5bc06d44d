"""Keep search and metering up to date with the ledger until told to stop."""

import signal
import threading

from django.core.management.base import BaseCommand

from kmsportal import projector


class Command(BaseCommand):
    help = "Project the ledger into search and metering until SIGTERM."

    def handle(self, **_options: object) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        projector.run_until(stop)
