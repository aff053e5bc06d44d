"""Whether a call costs more when there are many keys, or many events in the ledger."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bench.driving import drive
from bench.options import Options
from bench.servers import Installation, Server
from bench.workload import Workload

_FEW_KEYS = 10
_USERS = 20
_MOST_DIFFERENT = 10_000
_CONNECTIONS = 32


@dataclass(frozen=True, kw_only=True)
class Growth:
    """Encrypts a second where every request differs, in three worlds."""

    few: float
    many_keys: float
    many_events: float
    errors: int

    @property
    def of_keys(self) -> float:
        """By how many per cent a call costs more with many keys."""
        return 100 * (self.few / self.many_keys - 1)

    @property
    def of_events(self) -> float:
        return 100 * (self.few / self.many_events - 1)


class _Meter:
    def __init__(
        self, workload: Workload, options: Options, cores: tuple[int | None, int | None]
    ) -> None:
        self._workload, self._options, self._core = workload, options, cores[1]
        self._different = min(options.many_keys, _MOST_DIFFERENT)
        self.errors = 0

    def rate(
        self, key_ids: Sequence[str], users: Sequence[tuple[str, str]], *, warm: bool
    ) -> float:
        """Encrypt with each key in turn, as each user, in a context of its own."""
        names = [key_ids[turn % len(key_ids)] for turn in range(self._different)]
        requests = self._workload.many(names, users)
        for seconds in [1] if warm else [5, 5]:
            self._drive(requests, seconds)
        return self._drive(requests, self._options.seconds)

    def _drive(self, requests: Sequence[bytes], seconds: int) -> float:
        run = drive(
            self._workload.server.port,
            requests,
            connections=_CONNECTIONS,
            seconds=seconds,
            core=self._core,
        )
        self.errors += run.errors
        return run.rate


def measure_growth(
    installation: Installation, options: Options, cores: tuple[int | None, int | None]
) -> Growth:
    """Compare few keys with many, in turn, and then an empty ledger with a full one."""
    users = [(who[0], who[1]) for who in _fill(installation, "users", _USERS)]
    many_ids = _fill(installation, "keys", options.many_keys)
    with installation.serve(core=cores[0]) as server:
        workload = _workload(server)
        meter = _Meter(workload, options, cores)
        meter.rate(many_ids, users, warm=False)
        pairs = [
            (
                meter.rate(workload.key_ids, users, warm=True),
                meter.rate(many_ids, users, warm=True),
            )
            for _ in range(options.rounds)
        ]
        _fill(installation, "events", options.many_events)
        full = [
            meter.rate(workload.key_ids, users, warm=True)
            for _ in range(options.rounds)
        ]
    return Growth(
        few=median(few for few, _ in pairs),
        many_keys=median(many for _, many in pairs),
        many_events=median(full),
        errors=meter.errors,
    )


def _workload(server: Server) -> Workload:
    return Workload(server, keys=_FEW_KEYS)


def _fill(installation: Installation, what: str, count: int) -> list[str]:
    found = json.loads(installation.run("-m", "bench.fill", what, str(count)))
    return found if isinstance(found, list) else []
