"""One feature in the conflict window: what was found, what the person decided, and how it stands. Imports no widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Optional

from ...core.catalogue import Catalogue, Layer, Rule
from ...core.merge import GEOMETRY, REMOVED, Choice, Image, Merge, Pick, State, broken, keep, take_mine, take_theirs
from ...db.change import Change, Key, key_of
from ...db.conflicts import Existing, Moved, Situation, Step
from ...gis.resolution import merge_change, resolved
from ...gis.values import VIETNAM


class Standing(Enum):
    """How far a feature is."""

    UNSEEN = "unseen"  # contested, not looked at yet
    OPEN = "open"  # contested, looked at
    BROKEN = "broken"  # decided, but a rule keeps it from being stored
    AUTO = "auto"  # merged by itself
    DECIDED = "decided"


@dataclass
class Case:
    """Grows with the person's decisions; what was found stays as it is."""

    schema: Layer
    change: Existing
    moved: Moved
    merge: Merge
    choices: dict[str, Choice] = field(default_factory=dict)
    seen: bool = False

    @property
    def key(self) -> Key:
        return key_of(self.change)

    @property
    def name(self) -> str:
        """As it is stored, else as the person calls it."""
        return str(self.merge.theirs.values.get("name") or self.merge.result(self.choices).values.get("name") or "")

    def choose(self, name: str, choice: Choice) -> None:
        """Decide one cell. There is no base to choose where nobody knows it; a cell that is alike on all sides may only be typed anew."""
        if choice.pick is Pick.BASE and self.moved.base is None:
            return
        self.choices[name] = choice

    def take_theirs(self) -> None:
        self.choices = take_theirs(self.merge)

    def take_mine(self) -> None:
        self.choices = take_mine(self.merge)

    def undecided(self) -> tuple[str, ...]:
        return self.merge.undecided(self.choices)

    def broken(self) -> tuple[Rule, ...]:
        """Rules the result breaks; of an undecided one nothing is said yet."""
        return () if self.undecided() else broken(self.schema, self.merge.result(self.choices), datetime.now(VIETNAM))

    def standing(self) -> Standing:
        if self.undecided():
            return Standing.OPEN if self.seen else Standing.UNSEEN
        if self.broken():
            return Standing.BROKEN
        return Standing.DECIDED if self.choices else Standing.AUTO

    def goes(self) -> bool:
        """The result is that the feature leaves the map: its fields matter no more."""
        removal = self.merge.cell(REMOVED)
        return removal.pick(self.choices) is not None and bool(removal.result(self.choices))

    def resolution(self) -> Optional[Change]:
        """What takes the place of the pending change."""
        return resolved(self.moved, self.merge, self.choices, self.change)

    def rows(self, every: bool) -> tuple[str, ...]:
        """Cells to show: contested first, then what one side changed or the person decided, then perhaps the others, in the order of the form."""
        wrong = {rule.field for rule in self.broken()}
        contested = [cell.name for cell in self.merge.cells if cell.state is State.CONFLICT]
        differing = [cell.name for cell in self.merge.cells if cell.state is not State.SAME or cell.name in self.choices or cell.name in wrong]
        shown = [cell.name for cell in self.merge.cells if every and cell.name != REMOVED]
        return tuple(dict.fromkeys([*contested, *differing, *shown]))

    def author(self, name: str) -> Optional[Step]:
        """Who last gave a cell its present value; None when nobody did since the base."""
        previous, found = self.moved.base, None
        for step in self.moved.steps:
            if previous is None or not self._same(name, previous, step.image):
                found = step
            previous = step.image
        return found

    def _same(self, name: str, one: Image, other: Image) -> bool:
        return self.merge.same(name, value_in(one, name), value_in(other, name))


def value_in(image: Image, name: str) -> Any:
    """The value of a cell in an image."""
    if name == GEOMETRY:
        return image.wkb
    return image.removed if name == REMOVED else image.values.get(name)


def cases_of(catalogue: Catalogue, changes: Sequence[Existing], situation: Situation, before: Mapping[Key, Case]) -> list[Case]:
    """Those of the changes whose feature moved on; decisions made `before` hold where both sides still say the same."""
    found = []
    for change in changes:
        moved = situation.moved.get(key_of(change))
        if moved is None or moved.row_version == change.base_version:
            continue
        schema = catalogue.layer(change.layer)
        case = Case(schema, change, moved, merge_change(schema, moved, change))
        old = before.get(case.key)
        if old is not None:
            case.choices, case.seen = keep(old.merge, old.choices, case.merge), old.seen and old.moved.row_version == moved.row_version
        found.append(case)
    order = [layer.name for layer in catalogue.layers]
    return sorted(found, key=lambda case: (case.standing() is Standing.AUTO, order.index(case.schema.name), case.name))
