"""Two contents of a feature, field by field, as people read them: what changed first. Imports no widgets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Optional

from qgis.PyQt.QtCore import QCoreApplication

from ...core.catalogue import Catalogue, Field, Layer
from ...core.diff import same_value
from ...core.shown import show_value
from ...core.worddiff import marked
from ...db.history import Version
from ...db.names import is_key
from ..measures import geometry_text
from ..words import said
from .reading import Sight

GEOM, REMOVED = "geom", "removed"
FOLLOWS = ("commune_era",)  # nothing a person decides
Pieces = tuple[tuple[str, str], ...]  # ("same" | "gone" | "new", text)


@dataclass(frozen=True)
class FieldRow:
    """One field before and after."""

    name: str
    label: str
    old: Pieces
    new: Pieces
    changed: bool
    apart: bool  # may be approved without the others

    def text(self, after: bool) -> str:
        """One side without its marks."""
        return "".join(text for _, text in (self.new if after else self.old))


@dataclass(frozen=True)
class _Words:
    """What values are read with."""

    catalogue: Catalogue
    names: Mapping[str, str]

    def value(self, field: Field, value: Any) -> str:
        if value is not None and is_key(field) and str(value) in self.names:
            return self.names[str(value)]
        return said(show_value(field, value, self.catalogue))


def rows_of(sight: Sight, catalogue: Catalogue, since: Optional[Version] = None) -> tuple[FieldRow, ...]:
    """The waiting version beside the approved one, or beside another."""
    return compared(since or sight.before, sight.after, catalogue, sight.names, since is None and can_part(sight))


def compared(before: Optional[Version], after: Version, catalogue: Catalogue, names: Mapping[str, str], apart: bool = False) -> tuple[FieldRow, ...]:
    """Two versions of a feature, changed fields first, each in the order of the form."""
    words = _Words(catalogue, names)
    old_row = before.row if before is not None else {}
    found = [*_removal(before, after), _place(before.wkb if before is not None else None, after.wkb, apart)]
    found += list(_fields(catalogue.layer(after.layer), old_row, after.row, words, apart))
    return tuple(sorted(found, key=lambda row: not row.changed))


def can_part(sight: Sight) -> bool:
    """Whether some fields may be approved without the others: not where all of it comes or goes."""
    before = sight.before
    return before is not None and not before.row.get(REMOVED) and not sight.after.row.get(REMOVED)


def public_rows(sight: Sight, catalogue: Catalogue) -> tuple[FieldRow, ...]:
    """What the public map shows now, and what it would show."""
    old, new, words = sight.public_before, sight.public_after, _Words(catalogue, sight.names)
    fields = [field for field in catalogue.layer(sight.item.layer).public_fields if field.name in (new or old or {})]
    found = [_place((old or {}).get(GEOM), (new or {}).get(GEOM), False)]
    found += [_row(field, (old or {}).get(field.name), (new or {}).get(field.name), words, False) for field in fields]
    return tuple(sorted(found, key=lambda row: not row.changed))


def public_sentence(sight: Sight, rows: tuple[FieldRow, ...]) -> str:
    """What an approval does to the public map."""
    translate, changed = QCoreApplication.translate, [row.label for row in rows if row.changed]
    if sight.public_after is None:
        nothing = sight.public_before is None
        texts = translate("Ncovy", "Bản đồ công khai: vẫn không có đối tượng này."), translate("Ncovy", "Bản đồ công khai: đối tượng này sẽ biến mất.")
        return texts[not nothing]
    if sight.public_before is None:
        return translate("Ncovy", "Bản đồ công khai: đối tượng này sẽ xuất hiện.")
    if not changed:
        return translate("Ncovy", "Bản đồ công khai: không đổi gì (chỉ sửa thông tin nội bộ).")
    return translate("Ncovy", "Bản đồ công khai: đổi {count} mục ({fields}).").format(count=len(changed), fields=", ".join(changed))


def _fields(layer: Layer, old: Mapping[str, Any], new: Mapping[str, Any], words: _Words, apart: bool) -> Iterator[FieldRow]:
    for field in layer.fields:
        if field.name not in FOLLOWS:
            yield _row(field, old.get(field.name), new.get(field.name), words, apart and not field.auto)


def _row(field: Field, old: Any, new: Any, words: _Words, apart: bool) -> FieldRow:
    changed = not same_value(field, old, new)
    written = field.type == "text" and not is_key(field)  # by words; of a number, a date or a choice the whole of it is another
    before, after = _pieces(words.value(field, old), words.value(field, new), changed, written)
    return FieldRow(field.name, said(field.label), before, after, changed, apart and changed)


def _place(old: Optional[bytes], new: Optional[bytes], apart: bool) -> FieldRow:
    changed = old != new
    before, after = _pieces(geometry_text(old, None), geometry_text(new, old), changed)
    return FieldRow(GEOM, QCoreApplication.translate("Ncovy", "Vị trí"), before, after, changed, apart and changed)


def _removal(before: Optional[Version], after: Version) -> Iterator[FieldRow]:
    """Only where it comes or goes."""
    translate = QCoreApplication.translate
    old, new = (bool(each.row.get(REMOVED)) if each is not None else False for each in (before, after))
    if old != new:
        words = {True: translate("Ncovy", "Gỡ bỏ"), False: translate("Ncovy", "Còn trên bản đồ")}
        yield FieldRow(REMOVED, translate("Ncovy", "Còn hay gỡ bỏ"), *_pieces(words[old], words[new], True), True, False)


def _pieces(old: str, new: str, changed: bool, written: bool = False) -> tuple[Pieces, Pieces]:
    """Word by word where something of a text stays, else as a whole."""
    if not changed:
        return (("same", old),), (("same", new),)
    pieces = marked(old, new) if written and " " in old and " " in new else ()
    stays = sum(len(text) for kind, text in pieces if kind == "same" and not text.isspace())
    if 3 * stays < max(len(old), len(new)):
        return (("gone", old),) if old else (), (("new", new),) if new else ()
    return tuple(each for each in pieces if each[0] != "new"), tuple(each for each in pieces if each[0] != "gone")
