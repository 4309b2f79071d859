"""The shipped table of units, read as it is. Pure; NOTICE.md says where it comes from."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
PROVINCE, DISTRICT, COMMUNE = 1, 2, 3


@dataclass(frozen=True)
class Unit:
    code: str
    era: int
    name: str
    type: str
    level: int
    parent_code: str | None
    lon: float
    lat: float


def read_table(path: Path = FOLDER / "nghe_an.csv") -> tuple[Unit, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_unit(row) for row in csv.DictReader(file))


def read_outline(path: Path = FOLDER / "outline.wkt") -> str:
    return path.read_text(encoding="utf-8").strip()


def _unit(row: dict[str, str]) -> Unit:
    return Unit(
        code=row["code"],
        era=int(row["era"]),
        name=row["name"],
        type=row["type"],
        level=int(row["level"]),
        parent_code=row["parent_code"] or None,
        lon=float(row["lon"]),
        lat=float(row["lat"]),
    )
