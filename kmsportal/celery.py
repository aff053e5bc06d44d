"""Scheduled work: one tick finds whatever is due in the database.

A message is only a nudge to look. It is lost without harm when a worker is killed, and
it expires before the next ones could pile up behind it.
"""

import logging
import os
from datetime import UTC, datetime
from typing import Any

import celery
import django
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kmsportal.settings")
django.setup()

# Tables can be imported only after setup.
from audit.delivery.due import deliver_due  # noqa: E402 - see above
from audit.outputs.due import send_due  # noqa: E402 - see above
from audit.outputs.watching import watch_due  # noqa: E402 - see above
from audit.proof.anchoring import hand_out  # noqa: E402 - see above
from audit.proof.making import make_due_checkpoint  # noqa: E402 - see above
from billing.exports.making import make_due_exports  # noqa: E402 - see above
from kmsportal import closing, gateway  # noqa: E402 - see above

TICK_SECONDS = 2.0
DELIVERY_SECONDS = 5.0
PROOF_SECONDS = 15.0
OUTPUT_SECONDS = 2.0
CLOSING_SECONDS = 60.0
EXPORT_SECONDS = 5.0

app = celery.Celery("kmsportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    beat_scheduler="django_celery_beat.schedulers:DatabaseScheduler",
    beat_schedule={
        "run-due-work": {
            "task": "kmsportal.celery.run_due_work",
            "schedule": TICK_SECONDS,
            "options": {"expires": 2 * TICK_SECONDS},
        },
        "deliver-trails": {
            "task": "kmsportal.celery.deliver_trails",
            "schedule": DELIVERY_SECONDS,
            "options": {"expires": DELIVERY_SECONDS},
        },
        "send-outputs": {
            "task": "kmsportal.celery.send_outputs",
            "schedule": OUTPUT_SECONDS,
            "options": {"expires": OUTPUT_SECONDS},
        },
        "close-due-months": {
            "task": "kmsportal.celery.close_due_months",
            "schedule": CLOSING_SECONDS,
            "options": {"expires": 2 * CLOSING_SECONDS},
        },
        "make-cost-exports": {
            "task": "kmsportal.celery.make_cost_exports",
            "schedule": EXPORT_SECONDS,
            "options": {"expires": EXPORT_SECONDS},
        },
        "prove-audit": {
            "task": "kmsportal.celery.prove_audit",
            "schedule": PROOF_SECONDS,
            "options": {"expires": PROOF_SECONDS},
        },
    },
    result_expires=None,
    task_default_queue="kmsportal",
    worker_enable_remote_control=False,
    worker_prefetch_multiplier=1,
)


@app.task(name="kmsportal.celery.run_due_work", acks_late=True, ignore_result=True)
def run_due_work() -> None:
    """Rotate, delete and expire what is due; a second run finds nothing to do."""
    gateway.run_due_work(datetime.now(UTC))


@app.task(name="kmsportal.celery.deliver_trails", acks_late=True, ignore_result=True)
def deliver_trails() -> None:
    """Put log files and digests into their buckets; a second run does nothing twice."""
    deliver_due(datetime.now(UTC))


@app.task(name="kmsportal.celery.send_outputs", acks_late=True, ignore_result=True)
def send_outputs() -> None:
    """Raise alerts and send records on; a second run finds what the first left."""
    watch_due(datetime.now(UTC))
    send_due(datetime.now(UTC))


@app.task(name="kmsportal.celery.close_due_months", acks_late=True, ignore_result=True)
def close_due_months() -> None:
    """Issue the statements of months whose grace is over; a second run finds none."""
    closing.close_due_months(datetime.now(UTC))


@app.task(name="kmsportal.celery.make_cost_exports", acks_late=True, ignore_result=True)
def make_cost_exports() -> None:
    """Write the files of costs that wait; a second run finds none."""
    make_due_exports(datetime.now(UTC))


@app.task(name="kmsportal.celery.prove_audit", acks_late=True, ignore_result=True)
def prove_audit() -> None:
    """Sign a checkpoint when it is time, and hand it to the anchors that are due."""
    make_due_checkpoint(datetime.now(UTC))
    hand_out(datetime.now(UTC))


@setup_logging.connect
def _keep_logging(**_: Any) -> None:  # noqa: ANN401 - Celery's signal
    """Leave logging as the settings made it, without a line for every tick."""
    logging.getLogger("celery").setLevel(logging.WARNING)
