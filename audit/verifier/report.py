"""What a verification says in the end."""

from dataclasses import dataclass, field
from typing import Any

from audit.verifier.findings import Finding


@dataclass(slots=True)
class Report:
    """What was looked at, what was found wrong, what could not be seen."""

    counts: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.findings

    def count(self, name: str, by: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + by

    def find(self, where: str, problem: str) -> None:
        self.findings.append(Finding(where, problem))

    def as_json(self) -> dict[str, Any]:
        return {
            "valid": self.is_whole,
            "counts": self.counts,
            "findings": [
                {"where": finding.where, "problem": finding.problem}
                for finding in self.findings
            ],
            "remarks": self.remarks,
        }

    def as_text(self) -> str:
        counted = ", ".join(f"{number} {name}" for name, number in self.counts.items())
        verdict = (
            f"All is whole: {counted}."
            if self.is_whole
            else f"{len(self.findings)} problems were found in {counted}."
        )
        return "\n".join([*map(str, self.findings), verdict, *self.remarks])
