"""A plan of the upgrade: statements with their sentences, and what would be lost."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg2 import sql


@dataclass(frozen=True)
class Step:
    """One statement; an empty sentence belongs to the step before it."""

    sentence: str
    statement: sql.Composable


@dataclass(frozen=True)
class Plan:
    steps: tuple[Step, ...] = ()
    losses: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(step.sentence for step in self.steps if step.sentence)
