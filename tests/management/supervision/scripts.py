"""Tiny children for the supervisor to look after."""

import sys
from pathlib import Path

from kmsportal.management.supervision.processes import Plan

ROOT = Path(__file__).resolve().parents[3]


def python(name: str, source: str) -> Plan:
    """Return a child that runs ``source``."""
    return Plan(
        name=name,
        title=f"{name} process",
        command=(sys.executable, "-u", "-c", source),
        environment={"PYTHONPATH": str(ROOT)},
    )


def supervisor_of(*sources: str, patience: str = "") -> str:
    """Return a program that supervises children made of ``sources``."""
    return f"""
import sys
from kmsportal.management.supervision.refusal import CannotStartError
from kmsportal.management.supervision.supervisor import Patience, Supervisor
from tests.management.supervision.scripts import python

supervisor = Supervisor(sys.stdout, patience=Patience({patience}))
plans = [python(f"child{{n}}", s) for n, s in enumerate({list(sources)!r})]
try:
    with supervisor.on_duty():
        supervisor.run(plans, announce=lambda: True)
except CannotStartError as error:
    print(error)
    sys.exit(1)
"""
