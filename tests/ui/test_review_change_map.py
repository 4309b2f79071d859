"""The map of one change: both shapes, the vertices that moved, the neighbours; how far and how much, in words."""

from __future__ import annotations

import pytest
from qgis.core import QgsGeometry

from ncovy_qgis.core.vertices import moved
from ncovy_qgis.db.changes import Update
from ncovy_qgis.db.history import Near
from ncovy_qgis.gis.values import from_wkb
from ncovy_qgis.ui.review_change import ChangeView
from ncovy_qgis.ui.review_change.map import ADDED, AFTER, BEFORE, GONE, NEAR, corners, told
from tests.db.desk import VINH, VINH_2, pharmacy, point, square, zone
from tests.server import Database
from tests.ui.changing import approved, changed, item_of, press, project, removed, session, shown, view
from tests.ui.reviewing import hand_over
from tests.ui.validating import until

__all__ = ["project", "session", "view"]
HOLE = "MultiPolygon(((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 2 1, 2 2, 1 1)), ((9 9, 10 9, 10 10, 9 9)))"


def drawn(view: ChangeView, key: str) -> int:
    """How many vertices a band has."""
    return int(view.map.bands[key].numberOfVertices())


def test_a_point_that_moved_is_drawn_in_both_places_and_both_are_in_sight(view: ChangeView, database: Database) -> None:
    made = changed(database, {}, point(VINH_2))
    shown(view, item_of(database, made))
    assert drawn(view, BEFORE) and drawn(view, AFTER)
    assert view.map.told.text().startswith("Dời 209 m")
    extent = view.map.canvas.extent()
    assert all(extent.contains(view.map.bands[key].asGeometry().boundingBox().center()) for key in (BEFORE, AFTER))


def test_an_area_tells_its_size_and_marks_only_the_vertices_that_moved(view: ChangeView, database: Database) -> None:
    made = zone(name="Khối 3")
    approved(database, made)
    x, y = VINH
    one_corner = QgsGeometry.fromWkt(
        f"MultiPolygon((({x - 0.001} {y - 0.001}, {x + 0.001} {y - 0.001}, {x + 0.002} {y + 0.002}, {x - 0.001} {y + 0.001}, {x - 0.001} {y - 0.001})))"
    )
    hand_over(database, "minh", Update(made.layer, made.uid, 1, {}, bytes(one_corner.asWkb())))
    shown(view, item_of(database, made))
    assert "1 đỉnh mới (○), 1 đỉnh bỏ (✕)" in view.map.told.text()
    assert "diện tích 4,67 → " in view.map.told.text().lower() and "ha (+" in view.map.told.text()
    assert drawn(view, GONE) == drawn(view, ADDED) == 1


def test_neighbours_of_the_same_layer_are_drawn_and_named(view: ChangeView, database: Database) -> None:
    made = changed(database, {"phone": "115"})
    hand_over(database, "lan", pharmacy(VINH_2, name="Nhà thuốc Bên cạnh"))
    shown(view, item_of(database, made))
    assert drawn(view, NEAR) and "1 đối tượng cùng lớp quanh đây: Nhà thuốc Bên cạnh" in view.map.told.text()
    assert any(layer.customProperty("ncovy/layer") == "pharmacy" for layer in view.map.canvas.layers())


def test_b_blinks_between_before_and_after_until_it_is_pressed_again(view: ChangeView, database: Database) -> None:
    made = changed(database, {}, point(VINH_2))
    shown(view, item_of(database, made))
    bands = view.map.bands
    assert bands[BEFORE].isVisible() and bands[AFTER].isVisible()
    press(view, "b")
    assert (bands[BEFORE].isVisible(), bands[AFTER].isVisible()) == (True, False)
    for wanted in ((False, True), (True, False)):
        until(lambda wanted=wanted: (bands[BEFORE].isVisible(), bands[AFTER].isVisible()) == wanted)
    press(view, "b")
    assert bands[BEFORE].isVisible() and bands[AFTER].isVisible()


def test_what_is_new_or_goes_has_one_shape_and_nothing_to_blink(view: ChangeView, database: Database) -> None:
    new = pharmacy(VINH_2, name="Nhà thuốc Mới")
    hand_over(database, "lan", new)
    shown(view, item_of(database, new))
    assert not drawn(view, BEFORE) and drawn(view, AFTER) and not view.map.blink.isEnabled()
    gone = removed(database)
    shown(view, item_of(database, gone))
    assert drawn(view, BEFORE) and not drawn(view, AFTER) and not view.map.blink.isEnabled()


def test_blinking_ends_with_a_change_that_has_one_shape_only(view: ChangeView, database: Database) -> None:
    made = changed(database, {}, point(VINH_2))
    shown(view, item_of(database, made))
    press(view, "b")
    shown(view, item_of(database, removed(database)))
    assert not view.map.blink.isChecked() and view.map.bands[BEFORE].isVisible()


@pytest.mark.parametrize(
    ("wkt", "count"),
    [(HOLE, 4 + 3 + 3), ("Polygon((0 0, 1 0, 1 1, 0 0))", 3), ("Point(1 1)", 0), ("MultiPolygon EMPTY", 0)],
)
def test_each_vertex_of_each_ring_is_compared_once(wkt: str, count: int) -> None:
    assert len(corners(QgsGeometry.fromWkt(wkt))) == count


def test_a_shape_that_stayed_says_nothing_of_itself() -> None:
    shape = from_wkb(square(VINH))
    assert told(shape, shape, moved(corners(shape), corners(shape)), ()).startswith("Diện tích")
    here = from_wkb(point(VINH))
    assert told(here, here, moved([], []), ()) == ""


def test_many_neighbours_are_counted_and_some_named() -> None:
    near = [Near(str(number), f"N{number}", point(VINH), "approved") for number in range(6)]
    here = from_wkb(point(VINH))
    assert told(here, here, moved([], []), near) == "6 đối tượng cùng lớp quanh đây: N0, N1, N2, N3 …"
