"""The order of a run: servers in turn, then what needs a set-up of its own."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from bench.driving import Run, drive
from bench.growth import Growth, measure_growth
from bench.options import READING, Options
from bench.postgresql import postgresql
from bench.processes import CannotMeasureError, cores
from bench.report import Case, Results
from bench.servers import Installation, Server, moto
from bench.steady import Delays, steadily
from bench.verdicts import CROWD, GROUP, LONE, Findings
from bench.workload import Workload

_WARM_UP_SECONDS = 1


class Bench:
    """One run of the benchmark in a folder of its own."""

    def __init__(self, options: Options, folder: Path) -> None:
        self._options, self._folder = options, folder
        self._cores = cores()
        self._results = Results()
        self._steady: dict[str, Delays] = {}
        self._growth: dict[str, Growth] = {}
        self._two_workers: float | None = None
        if self._cores[0] is None:
            print("Without a second core and taskset, server and driver share cores.")

    def measure(self) -> Findings:
        """Run everything; what cannot be run is named and left out."""
        with ExitStack() as stack:
            installations = list(self._installations(stack))
            self._measure_in_turn(installations)
            # Filling takes time: a quick run does it on one database.
            for installation in self._growing(installations):
                with _or_left_out(f"growth on {installation.name}"):
                    self._grow(installation)
            for installation in installations:
                if installation.database_url is not None:
                    with _or_left_out("two workers"):
                        self._compare_workers(installation)
        return Findings(self._results, self._steady, self._growth, self._two_workers)

    def _growing(self, installations: list[Installation]) -> list[Installation]:
        if not self._options.has_growth:
            return []
        return installations[:1] if self._options.is_quick else installations

    def _installations(self, stack: ExitStack) -> Iterator[Installation]:
        for name in self._options.databases:
            folder, url = self._folder / name, None
            with _or_left_out(name):
                if name == "postgres":
                    url = stack.enter_context(postgresql(self._folder / "database"))
                installation = Installation(name=name, folder=folder, database_url=url)
                installation.prepare()
                yield installation

    def _measure_in_turn(self, installations: Iterable[Installation]) -> None:
        with ExitStack() as stack:
            servers = [
                stack.enter_context(installation.serve(core=self._cores[0]))
                for installation in installations
            ]
            with _or_left_out("moto"):
                yardstick = moto(self._folder / "moto", core=self._cores[0])
                servers.append(stack.enter_context(yardstick))
            workloads = [Workload(server) for server in servers]
            for turn in range(self._options.rounds):
                print(f"Round {turn + 1} of {self._options.rounds} …", flush=True)
                self._round(workloads)
            for workload in workloads:
                if workload.server.name != "moto":
                    with _or_left_out(f"a steady rate on {workload.server.name}"):
                        self._ask_steadily(workload)

    def _round(self, workloads: Iterable[Workload]) -> None:
        for case in self._cases():
            for workload in workloads:
                requests = workload.one(case.operation)
                run = self._drive(workload.server, requests, case)
                self._results.add(workload.server.name, case, run)

    def _cases(self) -> Iterator[Case]:
        for turn, operation in enumerate(self._options.operations):
            if operation not in READING:
                yield Case(operation, CROWD)
            if turn == 0 or operation in READING or not self._options.is_quick:
                yield Case(operation, GROUP)
        yield Case(self._options.operations[0], LONE)

    def _drive(
        self,
        server: Server,
        requests: list[bytes],
        case: Case,
        *,
        is_pinned: bool = True,
    ) -> Run:
        def run(seconds: int) -> Run:
            return drive(
                server.port,
                requests,
                connections=case.connections,
                seconds=seconds,
                core=self._cores[1] if is_pinned else None,
            )

        run(_WARM_UP_SECONDS)
        return run(self._options.seconds)

    def _ask_steadily(self, workload: Workload) -> None:
        self._steady[workload.server.name] = steadily(
            workload.server.port,
            workload.one(self._options.operations[0])[0],
            seconds=max(4, 2 * self._options.seconds),
            core=self._cores[1],
        )

    def _grow(self, installation: Installation) -> None:
        print(f"Filling {installation.name} …", flush=True)
        self._growth[installation.name] = measure_growth(
            installation, self._options, self._cores
        )

    def _compare_workers(self, installation: Installation) -> None:
        """Compare two workers with one; none is bound to a core."""
        rounds = [
            [self._unpinned(installation, workers) for workers in (1, 2)]
            for _ in range(self._options.rounds)
        ]
        self._two_workers = median(two / one for one, two in rounds)

    def _unpinned(self, installation: Installation, workers: int) -> float:
        with installation.serve(core=None, workers=workers) as server:
            requests = Workload(server).one("Encrypt")
            case = Case("Encrypt", CROWD)
            return self._drive(server, requests, case, is_pinned=False).rate


@contextmanager
def _or_left_out(name: str) -> Iterator[None]:
    """Say what a part lacks, and go on without it."""
    try:
        yield
    except CannotMeasureError as error:
        print(f"Left out, {name}: {error}")
