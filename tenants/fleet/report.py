"""What a migration of the fleet did, for people and as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True)
class StepReport:
    """One step in the schemas that took it."""

    migrations: list[str]  # empty: rights alone
    statements: int = 0
    by_django: int = 0
    replayed: int = 0
    seconds: float = 0.0
    failures: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The step in a few words."""
        first, *others = self.migrations or ["rights"]
        return f"{first} and {len(others)} more" if others else first

    def sentence(self) -> str:
        """The step in a line."""
        schemas = self.by_django + self.replayed
        failed = f", {len(self.failures)} failed" if self.failures else ""
        return f"{self.title}: {schemas:,} schemas{failed}, {self.statements} statements each, {self.seconds:.1f} s"


@dataclass(slots=True)
class FleetReport:
    """The whole run."""

    public: int = 0  # migrations applied to the public schema
    adopted: int = 0  # schemas that nobody had written down
    schemas: int = 0  # how many there are now, the template and spares included
    up_to_date: int = 0
    spares_made: int = 0
    seconds: float = 0.0
    stopped: str = ""  # why it ended before the last schema; empty where it did not
    canary: list[str] = field(default_factory=list)
    ahead: list[str] = field(default_factory=list)  # with migrations that this version does not know
    failed: dict[str, str] = field(default_factory=dict)
    steps: list[StepReport] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do for the next run."""
        return not self.failed and not self.stopped

    def as_json(self) -> dict[str, Any]:
        """For ``--report``."""
        return asdict(self)

    def sentences(self) -> list[str]:
        """For the terminal."""
        lines = [f"{self.public} migrations applied to the public schema."] if self.public else []
        if self.adopted:
            lines.append(f"{self.adopted} schemas of lenders were written down.")
        lines += [step.sentence() for step in self.steps]
        if self.spares_made:
            lines.append(f"{self.spares_made} spare schemas made.")
        if self.ahead:
            lines.append(f"{len(self.ahead)} schemas have migrations that this version does not know: left alone.")
        lines += [f"Left behind: {name}: {why}" for name, why in sorted(self.failed.items())]
        if self.stopped:
            lines.append(self.stopped)
        lines.append(f"{self.up_to_date:,} of {self.schemas:,} schemas are up to date, after {self.seconds:.1f} s.")
        return lines
