"""What a supervisor should look at twice: many removals, positions moved far, work at night. Limits, and the sentence for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .dates import show_date
from .model import Text
from .numbers import show_number

REMOVALS, FAR_MOVE, NIGHT = "removals", "far_move", "night"
KINDS: dict[str, Text] = {
    REMOVALS: Text("Gỡ bỏ nhiều", "Many removals"),
    FAR_MOVE: Text("Dời đi xa", "Moved far"),
    NIGHT: Text("Làm việc ban đêm", "Work at night"),
}


@dataclass(frozen=True)
class Limits:
    """From how many removals by one person on one day, from how many metres, between which hours in Vietnam."""

    removals: int = 10
    far_metres: float = 2000.0
    night_from: int = 22
    night_to: int = 5


@dataclass(frozen=True)
class Facts:
    """What was seen, without judgement: of a far move the farthest feature of the save is named."""

    kind: str
    person: str
    day: date
    deeds: int
    metres: float | None = None
    layer: Text | None = None
    name: str | None = None


def sentence(facts: Facts, limits: Limits) -> Text:
    """One sentence that says who did what on which day."""
    who, day = facts.person, show_date(facts.day)
    if facts.kind == REMOVALS:
        return Text(f"{who} gỡ bỏ {facts.deeds} đối tượng trong ngày {day}.", f"{who} removed {facts.deeds} features on {day}.")
    if facts.kind == FAR_MOVE:
        return _far_move(facts, day)
    return Text(
        f"{who} làm {facts.deeds} việc từ {limits.night_from} giờ đến {limits.night_to} giờ sáng, đêm {day}.",
        f"{who} did {facts.deeds} things between {limits.night_from}:00 and {limits.night_to}:00, in the night of {day}.",
    )


def _far_move(facts: Facts, day: str) -> Text:
    distance = show_number(round((facts.metres or 0) / 1000, 1))
    name, layer = facts.name or "–", facts.layer or Text("", "")
    more = facts.deeds - 1
    vi = f"{facts.person} dời «{name}» ({layer.vi}) đi {distance} km ngày {day}"
    en = f"{facts.person} moved “{name}” ({layer.en}) by {distance} km on {day}"
    if more:
        return Text(f"{vi}, và {more} đối tượng khác trong cùng lần lưu.", f"{en}, and {more} other features in the same save.")
    return Text(f"{vi}.", f"{en}.")
