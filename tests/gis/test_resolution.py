"""A resolved conflict becomes the smallest change over what is stored, and the database takes it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any, Optional

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.merge import GEOMETRY, REMOVED, Choice, Choices, Merge, Pick, State, take_mine, take_theirs
from ncovy_qgis.db.changes import Change, Receipt, Remove, SaveRefused, Update
from ncovy_qgis.db.conflicts import Existing, Moved, read_moved
from ncovy_qgis.gis.resolution import merge_change, mine_of, resolved
from tests.db.desk import VINH, VINH_2, pharmacy, point, row, store
from tests.server import Database

MINE, THEIRS = Choice(Pick.MINE), Choice(Pick.THEIRS)
ELSEWHERE = (105.683, 18.689)
Meet = Callable[..., tuple[Moved, Merge, Existing]]


@pytest.fixture
def database(module_database: Database) -> Database:
    """One for all tests of this file: each looks at its own features only."""
    return module_database


@pytest.fixture
def meet(database: Database, catalogue: Catalogue) -> Meet:
    """Lan's feature, Minh's change of it, and then hers, made on version 1."""

    def met(theirs: dict[str, Any], mine: dict[str, Any], base: int = 1, **values: Any) -> tuple[Moved, Merge, Existing]:
        made = pharmacy(phone="115", **values)
        store(database, "lan", made)
        store(database, "minh", _change(made.uid, 1, theirs))
        change = _change(made.uid, base, mine)
        with closing(database.connect("lan")) as connection:
            moved = read_moved(connection, catalogue, [change]).moved["pharmacy", made.uid]
        return moved, merge_change(catalogue.layer("pharmacy"), moved, change), change

    return met


def _change(uid: str, base: int, wanted: dict[str, Any]) -> Existing:
    if "reason" in wanted:
        return Remove("pharmacy", uid, base, wanted["reason"])
    values = {name: value for name, value in wanted.items() if name != "at"}
    return Update("pharmacy", uid, base, values, point(wanted["at"]) if "at" in wanted else None)


def outcome(met: tuple[Moved, Merge, Existing], choices: Choices) -> Optional[Change]:
    moved, found, change = met
    return resolved(moved, found, choices, change)


def stored(database: Database, uid: str, *columns: str) -> tuple[Any, ...]:
    return row(database, "pharmacy", uid, *columns)


def test_changes_of_different_fields_leave_only_mine_to_be_saved(database: Database, meet: Meet) -> None:
    met = meet({"phone": "113"}, {"address": "Số 8"})
    change = outcome(met, {})
    assert change == Update("pharmacy", met[0].uid, 2, {"address": "Số 8"})
    assert store(database, "lan", change) == (Receipt("pharmacy", met[0].uid, 3, "update"),)
    assert stored(database, met[0].uid, "phone", "address") == ("113", "Số 8")


@pytest.mark.parametrize(("choice", "values"), [(MINE, {"phone": "114"}), (THEIRS, None), (Choice(Pick.BASE), {"phone": "115"})])
def test_a_contested_field_is_saved_as_chosen(meet: Meet, choice: Choice, values: Optional[dict[str, str]]) -> None:
    met = meet({"phone": "113"}, {"phone": "114"})
    wanted = Update("pharmacy", met[0].uid, 2, values) if values else None
    assert outcome(met, {"phone": choice}) == wanted


def test_a_typed_value_is_saved(database: Database, meet: Meet) -> None:
    met = meet({"phone": "113"}, {"phone": "114"})
    change = outcome(met, {"phone": Choice(Pick.TYPED, "112")})
    assert change is not None
    store(database, "lan", change)
    assert stored(database, met[0].uid, "phone", "row_version") == ("112", 3)


def test_an_undecided_conflict_cannot_be_saved(meet: Meet) -> None:
    with pytest.raises(ValueError, match="phone"):
        outcome(meet({"phone": "113"}, {"phone": "114"}), {})


def test_of_two_positions_the_chosen_one_is_stored(database: Database, meet: Meet) -> None:
    met = meet({"at": VINH_2}, {"at": ELSEWHERE})
    assert met[1].contested == (GEOMETRY,)
    assert outcome(met, {GEOMETRY: THEIRS}) is None
    change = outcome(met, {GEOMETRY: MINE})
    assert change == Update("pharmacy", met[0].uid, 2, {}, point(ELSEWHERE))
    store(database, "lan", change)
    assert outcome(met, {GEOMETRY: Choice(Pick.BASE)}) == Update("pharmacy", met[0].uid, 2, {}, point(VINH))


def test_all_theirs_leaves_nothing_of_mine(meet: Meet) -> None:
    met = meet({"phone": "113"}, {"phone": "114", "address": "Số 8", "at": VINH_2})
    assert outcome(met, take_theirs(met[1])) is None


def test_all_mine_takes_back_nothing_only_they_changed(database: Database, meet: Meet) -> None:
    met = meet({"phone": "113", "hamlet": "Khối 3"}, {"phone": "114"})
    change = outcome(met, take_mine(met[1]))
    assert change == Update("pharmacy", met[0].uid, 2, {"phone": "114"})
    store(database, "lan", change)
    assert stored(database, met[0].uid, "phone", "hamlet") == ("114", "Khối 3")


def test_what_they_removed_is_restored_with_my_changes(database: Database, meet: Meet) -> None:
    met = meet({"reason": "Đã đóng cửa"}, {"phone": "114"})
    change = outcome(met, {REMOVED: MINE})
    assert change == Update("pharmacy", met[0].uid, 2, {"phone": "114", "removed": False, "removed_reason": None})
    assert store(database, "lan", change) == (Receipt("pharmacy", met[0].uid, 3, "restore"),)
    assert stored(database, met[0].uid, "phone", "removed", "removed_reason") == ("114", False, None)


def test_their_removal_is_accepted(meet: Meet) -> None:
    assert outcome(meet({"reason": "Đã đóng cửa"}, {"phone": "114"}), {REMOVED: THEIRS}) is None


def test_what_i_remove_though_they_changed_it_goes_with_my_reason(database: Database, meet: Meet) -> None:
    met = meet({"phone": "113"}, {"reason": "Nhập trùng"})
    assert met[1].undecided({}) == (REMOVED,)
    change = outcome(met, {REMOVED: MINE})
    assert change == Remove("pharmacy", met[0].uid, 2, "Nhập trùng")
    store(database, "lan", change)
    assert stored(database, met[0].uid, "removed", "removed_reason", "phone") == (True, "Nhập trùng", "113")


def test_i_may_give_up_removing_it(meet: Meet) -> None:
    assert outcome(meet({"phone": "113"}, {"reason": "Nhập trùng"}), {REMOVED: THEIRS}) is None


def test_both_removed_it_and_nothing_is_left_to_do(meet: Meet) -> None:
    assert outcome(meet({"reason": "Đã đóng cửa"}, {"reason": "Nhập trùng"}), {}) is None


def test_a_version_nobody_knows_makes_every_difference_contested(meet: Meet) -> None:
    met = meet({"phone": "113"}, {"phone": "114"}, base=-1)
    assert met[0].base is None
    assert met[1].contested == ("phone",)
    assert met[1].cell("phone").state is State.CONFLICT
    gone = meet({"phone": "113"}, {"reason": "Nhập trùng"}, base=-1)
    assert gone[1].undecided({}) == (REMOVED,)


def test_mine_is_my_change_over_what_i_read_not_over_what_is_stored(meet: Meet) -> None:
    moved, _, change = meet({"phone": "113", "at": VINH_2}, {"address": "Số 8"})
    image = mine_of(moved, change)
    assert (image.values["phone"], image.values["address"], image.wkb) == ("115", "Số 8", point(VINH))


def test_a_restoration_that_was_overtaken_meets_the_new_state(database: Database, catalogue: Catalogue, meet: Meet) -> None:
    met = meet({"reason": "Đã đóng cửa"}, {"phone": "114"})
    change = outcome(met, {REMOVED: MINE})
    assert isinstance(change, Update)
    store(database, "minh", Update("pharmacy", change.uid, 2, {"removed": False, "phone": "111"}))
    with pytest.raises(SaveRefused):
        store(database, "lan", change)
    with closing(database.connect("lan")) as connection:
        moved = read_moved(connection, catalogue, [change]).moved["pharmacy", change.uid]
    again = merge_change(catalogue.layer("pharmacy"), moved, change)
    assert again.cell(REMOVED).state is State.BOTH
    assert again.contested == ("phone",)


def test_their_removal_never_swallows_a_change_of_a_version_nobody_knows(meet: Meet) -> None:
    met = meet({"reason": "Đã đóng cửa"}, {"phone": "114"}, base=-1)
    assert met[1].undecided({}) == (REMOVED,)
    assert outcome(met, {REMOVED: THEIRS}) is None
    wanted = Update("pharmacy", met[0].uid, 2, {"phone": "114", "removed": False, "removed_reason": None})
    assert outcome(met, {REMOVED: MINE, "phone": MINE}) == wanted
