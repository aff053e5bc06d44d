"""The targets that a run is held to."""

from collections.abc import Iterator
from dataclasses import dataclass

from bench.growth import Growth
from bench.options import CRYPTOGRAPHIC, READING, Options
from bench.report import Case, Results, Verdict, at_least, at_most
from bench.steady import RATE, Delays

CROWD, GROUP, LONE = 64, 16, 1
_BOUNDS = {("postgres", CROWD): 12, ("postgres", GROUP): 9, ("sqlite", CROWD): 10}


@dataclass(frozen=True)
class Findings:
    """Everything that a run has shown; by installation where not said otherwise."""

    results: Results
    steady: dict[str, Delays]
    growth: dict[str, Growth]
    two_workers: float | None


def verdicts(findings: Findings, options: Options) -> Iterator[Verdict]:
    """Hold the findings to the first targets of the project, one after the other."""
    for database in options.databases:
        yield from _against_moto(findings.results, database, options)
        yield from _alone(findings, database, options)
        yield from _growing(findings.growth.get(database), database, options)
    yield at_least("two workers, of one", findings.two_workers, bound=1.6)
    errors = _errors(findings)
    yield Verdict("errors = 0", str(errors), errors == 0)


def _against_moto(
    results: Results, database: str, options: Options
) -> Iterator[Verdict]:
    for operation in options.operations:
        for connections in (CROWD, GROUP):
            bound = _BOUNDS.get((database, connections))
            if operation in READING:
                bound = 5 if connections == GROUP else None
            if bound is not None:
                yield at_least(
                    f"{operation}, {connections} connections, {database}",
                    results.ratio(database, Case(operation, connections)),
                    bound=bound,
                )


def _alone(findings: Findings, database: str, options: Options) -> Iterator[Verdict]:
    yield at_most(
        f"median of a lone client, {database}",
        findings.results.p50(database, Case(options.operations[0], LONE)),
        bound=2,
        unit="ms",
    )
    delays = findings.steady.get(database)
    yield at_most(
        f"p99 at {RATE} requests/s, {database}",
        None if delays is None else delays.p99,
        bound=10,
        unit="ms",
    )


def _growing(
    growth: Growth | None, database: str, options: Options
) -> Iterator[Verdict]:
    if options.operations[0] not in CRYPTOGRAPHIC:
        return
    yield at_most(
        f"cost of {options.many_keys:,} keys over 10, {database}",
        None if growth is None else growth.of_keys,
        bound=10,
        unit="%",
    )
    yield at_most(
        f"cost of {options.many_events:,} events over few, {database}",
        None if growth is None else growth.of_events,
        bound=10,
        unit="%",
    )


def _errors(findings: Findings) -> int:
    return (
        findings.results.errors()
        + sum(delays.errors for delays in findings.steady.values())
        + sum(growth.errors for growth in findings.growth.values())
    )
