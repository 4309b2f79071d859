"""The tree of groups: what is chosen by mouse, keyboard or code, of thousands of rows without a pause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QTreeView

from ncovy_qgis.ui.tree import GroupView


@dataclass(frozen=True)
class Few:
    title: str
    rows: tuple[str, ...]


class Look:
    """Nothing but text."""

    asked = 0

    def titles(self) -> tuple[str, ...]:
        return "Tên", "Thêm"

    def of_group(self, group: Few, column: int, role: int) -> Any:
        return group.title if role == Qt.ItemDataRole.DisplayRole else None

    def of_row(self, row: str, column: int, role: int) -> Any:
        self.asked += 1
        return row if role == Qt.ItemDataRole.DisplayRole else None


@pytest.fixture
def view(qgis_app: Any) -> Iterator[GroupView]:
    made = GroupView(None, Look())
    made.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
    made.tree.show([Few("một", ("a", "b", "c")), Few("hai", ("d",)), Few("ba", ("e", "f"))])
    made.resize(300, 400)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def chosen(view: GroupView) -> str:
    return "".join(view.tree.rows_in(view.selectionModel().selection()))


def index(view: GroupView, row: str) -> QModelIndex:
    return view.tree.find(lambda each: each == row)


def click(view: GroupView, at: QModelIndex, modifier: Any = None) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier or Qt.KeyboardModifier.NoModifier, view.visualRect(at).center())


def test_one_click_chooses_one_and_a_heading_stands_for_its_rows(view: GroupView) -> None:
    view.expandAll()
    click(view, index(view, "b"))
    assert chosen(view) == "b"
    click(view, view.tree.index(2, 0))
    assert chosen(view) == "ef"
    click(view, index(view, "a"), Qt.KeyboardModifier.ControlModifier)
    assert sorted(chosen(view)) == ["a", "e", "f"], "a row is counted once, whatever stands for it"


def test_shift_goes_over_groups_in_either_direction_and_leaves_what_is_folded_away_to_its_heading(view: GroupView) -> None:
    view.expandAll()
    view.collapse(view.tree.index(1, 0))
    click(view, index(view, "b"))
    click(view, index(view, "e"), Qt.KeyboardModifier.ShiftModifier)
    assert sorted(chosen(view)) == ["b", "c", "d", "e", "f"], "the heading of the third group is between them"
    click(view, index(view, "c"))
    click(view, index(view, "a"), Qt.KeyboardModifier.ShiftModifier)
    assert sorted(chosen(view)) == ["a", "b", "c"]
    assert all(view.selectionModel().isSelected(index(view, row)) for row in "abc")


def test_all_is_all_and_with_a_thousand_groups_it_asks_each_row_no_more_than_a_few_times(view: GroupView) -> None:
    view.selectAll()
    assert sorted(chosen(view)) == list("abcdef")
    many = [Few(str(number), tuple(f"{number}.{place}" for place in range(7))) for number in range(1000)]
    view.tree.show(many)
    view.expandAll()
    calls = 0
    plain = view.tree.parent

    def counted(*given: Any) -> Any:
        nonlocal calls
        calls += 1
        return plain(*given)

    view.tree.parent = counted
    view.selectAll()
    assert calls < 50_000, "it was a million of a thousand groups and three thousand rows"
    assert len(view.tree.rows_in(view.selectionModel().selection())) == 7000


def test_without_headings_the_rows_of_the_one_group_are_chosen(view: GroupView) -> None:
    view.tree.show([Few("", tuple("abcd"))])
    view.setRootIndex(view.tree.index(0, 0))
    click(view, index(view, "b"))
    click(view, index(view, "d"), Qt.KeyboardModifier.ShiftModifier)
    assert chosen(view) == "bcd"


def test_only_what_is_in_sight_is_asked_for(view: GroupView, qtbot: Any) -> None:
    look = Look()
    large = GroupView(None, look)
    qtbot.addWidget(large)
    large.tree.show([Few("", tuple(str(number) for number in range(20_000)))])
    large.setRootIndex(large.tree.index(0, 0))
    large.resize(300, 400)
    large.show()
    large.viewport().grab()
    assert 0 < look.asked < 2000


def test_an_index_outside_is_not_valid_and_a_row_has_nothing_below(view: GroupView) -> None:
    tree = view.tree
    group = tree.index(0, 0)
    row = tree.index(1, 0, group)
    assert row.isValid() and tree.parent(row) == group
    for wrong in (tree.index(3, 0, group), tree.index(0, 2, group), tree.index(-1, 0), tree.index(0, 0, row), tree.index(9, 0)):
        assert not wrong.isValid()
    assert tree.rowCount(row) == 0 and tree.rowCount() == 3 and tree.rowCount(group) == 3
    assert tree.row_at(group) is None and tree.group_at(row) is None
    assert not tree.find(lambda each: each == "z").isValid()
