"""What was found wrong, in words for people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, and where."""

    where: str
    problem: str

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}."


def of_segment(chain_name: str, number: int, problem: str) -> Finding:
    return Finding(f"{chain_name}, segment {number}", problem)
