"""The table of a run, and a verdict on each target."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from bench.driving import Run


@dataclass(frozen=True)
class Case:
    """One operation at one number of connections."""

    operation: str
    connections: int


@dataclass(frozen=True)
class Verdict:
    """A target and what was found; ``is_met`` is None where it was not measured."""

    target: str
    found: str
    is_met: bool | None

    def __str__(self) -> str:
        word = {True: "met", False: "MISSED", None: "not measured"}[self.is_met]
        return f"  {word:13}{self.target}: {self.found}"


class Results:
    """All runs by server and case."""

    def __init__(self) -> None:
        self._runs: dict[tuple[str, Case], list[Run]] = {}

    def add(self, server: str, case: Case, run: Run) -> None:
        self._runs.setdefault((server, case), []).append(run)

    def rate(self, server: str, case: Case) -> float | None:
        """Return the median rate; None where there was no run."""
        runs = self._runs.get((server, case))
        return median(run.rate for run in runs) if runs else None

    def p50(self, server: str, case: Case) -> float | None:
        runs = self._runs.get((server, case))
        return median(run.p50 for run in runs) if runs else None

    def ratio(self, server: str, case: Case) -> float | None:
        """Return how many times moto's rate; the median of the rounds' own ratios."""
        ours, theirs = (self._runs.get((name, case)) for name in (server, "moto"))
        if not ours or not theirs:
            return None
        pairs = zip(ours, theirs, strict=False)
        return median(mine.rate / moto.rate for mine, moto in pairs)

    def errors(self) -> int:
        return sum(run.errors for runs in self._runs.values() for run in runs)

    def lines(self) -> Iterable[str]:
        """Render the table, a line a server and case."""
        yield (
            f"{'operation':17}{'connections':>11}  {'server':10}{'requests/s':>11}"
            f"{'(best)':>10}{'p50 ms':>9}{'p99 ms':>9}{'errors':>8}{'x moto':>8}"
        )
        for (server, case), runs in sorted(self._runs.items(), key=_order):
            yield self._line(server, case, runs)

    def _line(self, server: str, case: Case, runs: Sequence[Run]) -> str:
        ratio = self.ratio(server, case) if server != "moto" else None
        best = f"({max(run.rate for run in runs):,.0f})"
        return (
            f"{case.operation:17}{case.connections:>11}  {server:10}"
            f"{median(run.rate for run in runs):>11,.0f}{best:>10}"
            f"{median(run.p50 for run in runs):>9.2f}"
            f"{median(run.p99 for run in runs):>9.2f}"
            f"{sum(run.errors for run in runs):>8}"
            f"{'' if ratio is None else f'{ratio:.1f}':>8}"
        )


def at_least(target: str, found: float | None, *, bound: float) -> Verdict:
    """Hold a ratio to its lower bound."""
    if found is None:
        return Verdict(f"{target} >= {bound:g} x", "", None)
    return Verdict(f"{target} >= {bound:g} x", f"{found:.1f} x", found >= bound)


def at_most(target: str, found: float | None, *, bound: float, unit: str) -> Verdict:
    """Hold a figure to its upper bound."""
    if found is None:
        return Verdict(f"{target} <= {bound:g} {unit}", "", None)
    return Verdict(
        f"{target} <= {bound:g} {unit}", f"{found:.1f} {unit}", found <= bound
    )


def _order(item: tuple[tuple[str, Case], Sequence[Run]]) -> tuple[str, int, str]:
    (server, case), _ = item
    return case.operation, case.connections, server
