"""Three-way merge of one feature: what it was (base), what others made of it (theirs), what I made of it (mine). Pure.

What one side changed is taken by itself; what both changed differently waits for a person. Removal belongs to the whole feature:
it never wins by itself over somebody's changes, nor they over it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from .diff import same_value
from .model import Layer, Strength
from .normalise import normalise_value

if TYPE_CHECKING:
    from .rules import Rule

GEOMETRY, REMOVED = "geom", "removed"  # the cells that are no fields of the form


@dataclass(frozen=True)
class Image:
    """A whole feature at one moment: plain values of its fields, WKB in EPSG:4326, whether it is taken off the map."""

    values: Mapping[str, Any] = field(default_factory=dict)
    wkb: bytes | None = None
    removed: bool = False


class State(Enum):
    """Who changed a cell since the base."""

    SAME = "same"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"  # to the same value
    CONFLICT = "conflict"


class Pick(Enum):
    """Where the result of a cell comes from."""

    THEIRS = "theirs"
    MINE = "mine"
    BASE = "base"
    TYPED = "typed"


@dataclass(frozen=True)
class Choice:
    """A person's decision about one cell."""

    pick: Pick
    value: Any = None  # of Pick.TYPED


Choices = Mapping[str, Choice]
AUTOMATIC = {State.SAME: Pick.THEIRS, State.THEIRS: Pick.THEIRS, State.BOTH: Pick.THEIRS, State.MINE: Pick.MINE}


@dataclass(frozen=True)
class Cell:
    """One field, or the geometry, or the removal, three times."""

    name: str
    base: Any
    theirs: Any
    mine: Any
    state: State

    def pick(self, choices: Choices) -> Pick | None:
        """Where the result comes from; None while a person has to say."""
        choice = choices.get(self.name)
        return choice.pick if choice is not None else AUTOMATIC.get(self.state)

    def result(self, choices: Choices) -> Any:
        """The merged value; theirs while undecided, for that is what is stored."""
        pick = self.pick(choices)
        if pick is Pick.TYPED:
            return choices[self.name].value
        return {Pick.MINE: self.mine, Pick.BASE: self.base}.get(pick, self.theirs) if pick else self.theirs


@dataclass(frozen=True)
class Merge:
    """All cells of a feature: removal, geometry, then the fields in the order of the form."""

    layer: Layer
    theirs: Image
    cells: tuple[Cell, ...]

    def cell(self, name: str) -> Cell:
        return next(cell for cell in self.cells if cell.name == name)

    @property
    def contested(self) -> tuple[str, ...]:
        """Cells both sides changed differently."""
        return tuple(cell.name for cell in self.cells if cell.state is State.CONFLICT)

    def undecided(self, choices: Choices) -> tuple[str, ...]:
        """What a person still has to say; of a feature that goes, its fields need no saying."""
        removal = self.cell(REMOVED)
        if removal.pick(choices) is None:
            return (REMOVED,)
        if removal.result(choices):
            return ()
        return tuple(cell.name for cell in self.cells if cell.pick(choices) is None)

    def result(self, choices: Choices) -> Image:
        """The merged feature; what the server fills stays as it is there."""
        values = {cell.name: cell.result(choices) for cell in self.cells if cell.name not in (GEOMETRY, REMOVED)}
        wkb, removed = (self.cell(name).result(choices) for name in (GEOMETRY, REMOVED))
        return Image({**self.theirs.values, **values}, wkb, bool(removed))

    def same(self, name: str, one: Any, other: Any) -> bool:
        """Whether two values of a cell say the same."""
        return bool(one == other) if name == REMOVED else _same(self.layer, name, one, other)


def edited(image: Image, values: Mapping[str, Any], wkb: bytes | None = None, removed: bool | None = None) -> Image:
    """The image with a person's changes; what is not given stays."""
    return Image({**image.values, **values}, image.wkb if wkb is None else wkb, image.removed if removed is None else removed)


def broken(layer: Layer, image: Image, now: datetime) -> tuple[Rule, ...]:
    """The rules that keep the feature from being stored; what goes off the map needs none."""
    if image.removed:
        return ()
    return tuple(rule for rule in layer.rules if rule.strength is Strength.SAVE and not rule.holds(image.values, now))


def merge(layer: Layer, base: Image | None, theirs: Image, mine: Image) -> Merge:
    """Compare cell by cell. Without a base (nobody knows what was read) whatever differs is a person's to decide."""
    start = base if base is not None else Image()
    names = [each.name for each in layer.fields if not each.auto]
    cells = [_cell(layer, name, [image.values.get(name) for image in (start, theirs, mine)], base is None) for name in names]
    cells.insert(0, _cell(layer, GEOMETRY, [start.wkb, theirs.wkb, mine.wkb], base is None))
    removal = _removal(start, theirs, mine, cells, base is None)
    return Merge(layer, theirs, (removal, *cells))


def keep(old: Merge, choices: Choices, new: Merge) -> dict[str, Choice]:
    """Those decisions on an older state that hold for the new one: both sides of the cell say what they said."""
    found = {}
    for name, choice in choices.items():
        was, now = old.cell(name), new.cell(name)
        if now.state is was.state and new.same(name, was.theirs, now.theirs) and new.same(name, was.mine, now.mine):
            found[name] = choice
    return found


def take_theirs(found: Merge) -> dict[str, Choice]:
    """The feature as it is stored: nothing of mine remains."""
    return {cell.name: Choice(Pick.THEIRS) for cell in found.cells if cell.state in (State.MINE, State.CONFLICT)}


def take_mine(found: Merge) -> dict[str, Choice]:
    """Every change of mine; what only they changed stays theirs."""
    return {cell.name: Choice(Pick.MINE) for cell in found.cells if cell.state is State.CONFLICT}


def _cell(layer: Layer, name: str, sides: list[Any], blind: bool) -> Cell:
    base, theirs, mine = sides
    return Cell(name, base, theirs, mine, _state(layer, name, base, theirs, mine, blind))


def _state(layer: Layer, name: str, base: Any, theirs: Any, mine: Any, blind: bool) -> State:
    if _same(layer, name, theirs, mine):
        return State.SAME if blind or _same(layer, name, base, theirs) else State.BOTH
    if blind:
        return State.CONFLICT
    if _same(layer, name, base, mine):
        return State.THEIRS
    return State.MINE if _same(layer, name, base, theirs) else State.CONFLICT


def _same(layer: Layer, name: str, one: Any, other: Any) -> bool:
    """Another spelling of the same is no change: a number may have been stored by a program that does not bring it into its form."""
    if name == GEOMETRY:
        return bool(one == other)
    known = layer.field(name)
    return same_value(known, one, other) or same_value(known, normalise_value(known, one), normalise_value(known, other))


def _removal(base: Image, theirs: Image, mine: Image, cells: list[Cell], blind: bool) -> Cell:
    """Taking away against changing is a conflict, though only one side touched the flag."""
    states = {cell.state for cell in cells}
    if theirs.removed == mine.removed:
        state = State.SAME if blind or base.removed == theirs.removed else State.BOTH
    elif blind:
        state = State.CONFLICT
    else:
        by_me = mine.removed != base.removed
        others = {State.THEIRS if by_me else State.MINE, State.CONFLICT, State.BOTH}
        taken_away = mine.removed if by_me else theirs.removed
        state = State.CONFLICT if taken_away and states & others else State.MINE if by_me else State.THEIRS
    return Cell(REMOVED, base.removed, theirs.removed, mine.removed, state)
