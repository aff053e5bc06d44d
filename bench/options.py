"""What the command line asks of a run."""

import argparse
from dataclasses import dataclass

CRYPTOGRAPHIC = ("Encrypt", "Decrypt", "GenerateDataKey")
READING = ("DescribeKey", "ListKeys")


@dataclass(frozen=True, kw_only=True)
class Options:
    """How long, how often and what; ``many_keys`` is the larger number of keys."""

    rounds: int
    seconds: int
    databases: tuple[str, ...]
    operations: tuple[str, ...]
    many_keys: int
    many_events: int
    is_quick: bool
    has_growth: bool
    has_wire: bool
    events: int | None = None


def read_options(arguments: list[str] | None = None) -> Options:
    """Read the command line; ends the program with a sentence when it is wrong."""
    given = _parser().parse_args(arguments)
    quick = given.quick
    both = ("sqlite", "postgres")
    return Options(
        rounds=given.rounds or (1 if quick else 5),
        seconds=given.seconds or (1 if quick else 5),
        databases=both if given.database == "both" else (given.database,),
        operations=tuple(given.operations),
        # CreateKey makes a few more of them, and the quota is 100,000.
        many_keys=5_000 if quick else 99_900,
        many_events=100_000 if quick else 1_000_000,
        is_quick=quick,
        has_growth=not given.without_growth,
        events=given.events,
        has_wire=not given.decisions,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="make bench",
        description="Measure the portal's wire against moto's server on this machine.",
    )
    parser.add_argument("--quick", action="store_true", help="less than two minutes")
    parser.add_argument(
        "--without-growth", action="store_true", help="leave out many keys and events"
    )
    parser.add_argument(
        "--events", type=_positive, help="instead: search in that many events"
    )
    parser.add_argument(
        "--decisions", action="store_true", help="the policy engine alone"
    )
    parser.add_argument("--rounds", type=_positive, help="rounds, servers in turn")
    parser.add_argument("--seconds", type=_positive, help="seconds of each run")
    parser.add_argument(
        "--database", choices=("sqlite", "postgres", "both"), default="both"
    )
    parser.add_argument(
        "--operations",
        type=_operations,
        default=[*CRYPTOGRAPHIC, *READING],
        help="names, joined by commas: " + ",".join((*CRYPTOGRAPHIC, *READING)),
    )
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _operations(text: str) -> list[str]:
    names = text.split(",")
    for name in names:
        if name not in (*CRYPTOGRAPHIC, *READING):
            raise argparse.ArgumentTypeError(f"{name} is not among them")
    return names
