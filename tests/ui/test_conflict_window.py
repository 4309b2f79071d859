"""The conflict window: three sides of every cell, decisions by mouse and by keyboard, quick also with two hundred features."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import uuid4

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.core.merge import GEOMETRY, REMOVED, Choice, Pick
from ncovy_qgis.db.changes import Insert, Remove, Update
from ncovy_qgis.gis.layers import find_layers
from ncovy_qgis.ui.conflict.case import Standing
from ncovy_qgis.ui.conflict.fields import BASE, FIELD, MINE, RESULT, THEIRS
from ncovy_qgis.ui.conflict.window import ConflictWindow
from tests.db.desk import VINH, VINH_2, point, square
from tests.server import Database
from tests.ui.conflicts import Pair, meet, meet_at
from tests.ui.rows import valid_row

Open = Callable[..., ConflictWindow]
ELSEWHERE = (105.683, 18.689)


@pytest.fixture
def show(project: QgsProject, database: Database, catalogue: Catalogue, qgis_iface: Any) -> Iterator[Open]:
    """show(({theirs}, {mine}), …): the window with a feature a pair."""
    opened: list[ConflictWindow] = []

    def shown(*pairs: Pair, layer: str = "pharmacy", made: Sequence[Insert] = ()) -> ConflictWindow:
        cases, names = meet_at(database, catalogue, made, *pairs) if made else meet(database, catalogue, *pairs, layer=layer)
        window = ConflictWindow(qgis_iface.mainWindow(), catalogue, find_layers(project, catalogue))
        opened.append(window)
        window.show_cases(cases, names)
        window.show()
        return window

    yield shown
    for window in opened:
        window.map.close_map()
        window.close()
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def text(window: ConflictWindow, name: str, column: int) -> str:
    model = window.fields
    return str(model.data(model.index(model.row_of(name), column)))


def press(widget: Any, key: Qt.Key, typed: str = "", modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, typed))


def stand_on(window: ConflictWindow, name: str, column: int = RESULT) -> None:
    window.table.setCurrentIndex(window.fields.index(window.fields.row_of(name), column))


def result(window: ConflictWindow) -> Any:
    assert window.case is not None
    return window.case.resolution()


def test_the_header_tells_who_when_from_where_and_which_version(show: Open) -> None:
    window = show(({"phone": "113"}, {"phone": "114"}))
    said = window.banner.steps.text()
    assert said.startswith("minh đã sửa lúc ")
    assert "từ tests, phiên bản 2 («gọi điện hỏi lại»); bạn sửa từ phiên bản 1." in said
    assert window.banner.title.text().endswith(": Nhà thuốc số 1")


def test_the_three_sides_are_shown_in_words_and_the_contested_cell_waits(show: Open) -> None:
    window = show(({"phone": "0238 3844 528"}, {"phone": "0966641414"}))
    assert text(window, "phone", FIELD) == "≠ Điện thoại"
    assert [text(window, "phone", column) for column in (BASE, THEIRS, MINE)] == ["○ 115", "○ 0238 3844 528", "○ 0966 641 414"]
    assert text(window, "phone", RESULT) == "? chưa chọn"
    assert "1 đối tượng cần bạn quyết" in window.summary.text()


def test_values_have_their_labels_not_codes(show: Open) -> None:
    window = show(({"operating_state": "closed_temporarily"}, {"delivery": True}))
    assert text(window, "operating_state", THEIRS).startswith("● Tạm đóng cửa")
    assert (text(window, "delivery", MINE), text(window, "delivery", BASE)) == ("● Có", "○ Không")


def test_each_cell_knows_who_changed_it(show: Open) -> None:
    window = show(({"phone": "113"}, {"phone": "114"}))
    model = window.fields
    told = model.data(model.index(model.row_of("phone"), THEIRS), Qt.ItemDataRole.ToolTipRole)
    assert "minh đã sửa lúc" in told and "phiên bản 2" in told


@pytest.mark.parametrize(("key", "phone"), [(Qt.Key.Key_1, None), (Qt.Key.Key_2, {"phone": "114"}), (Qt.Key.Key_3, {"phone": "115"})])
def test_keys_take_a_side(show: Open, key: Qt.Key, phone: Any) -> None:
    window = show(({"phone": "113"}, {"phone": "114"}))
    stand_on(window, "phone")
    press(window.table, key, chr(int(key)))
    assert window.case is not None and window.case.standing() is Standing.DECIDED
    assert result(window) == (Update("pharmacy", window.case.moved.uid, 2, phone) if phone else None)
    assert text(window, "phone", FIELD) == "✓ Điện thoại"


def test_enter_takes_the_side_one_stands_on_and_a_click_too(show: Open, qtbot: Any) -> None:
    window = show(({"phone": "113"}, {"phone": "114"}))
    stand_on(window, "phone", MINE)
    press(window.table, Qt.Key.Key_Return)
    assert text(window, "phone", RESULT) == "114"
    index = window.fields.index(window.fields.row_of("phone"), THEIRS)
    qtbot.mouseClick(window.table.viewport(), Qt.MouseButton.LeftButton, pos=window.table.visualRect(index).center())
    assert text(window, "phone", RESULT) == "113"


def test_a_value_is_typed_anew_with_the_editor_of_the_form(show: Open) -> None:
    window = show(({"phone": "113"}, {"phone": "114"}))
    stand_on(window, "phone")
    press(window.table, Qt.Key.Key_A, "0")
    assert window.typing.isVisible()
    editor = window.typing.wrapper.widget() if window.typing.wrapper else None
    assert isinstance(editor, QLineEdit) and editor.text() == "0"
    editor.setText("0238.3844.528")
    press(window.typing, Qt.Key.Key_Return)
    assert not window.typing.isVisible()
    assert result(window).values == {"phone": "02383844528"} or result(window).values == {"phone": "0238 3844 528"}
    assert text(window, "phone", RESULT) == "✎ 0238 3844 528"


def test_esc_leaves_the_cell_and_not_the_window(show: Open) -> None:
    window = show(({"phone": "113"}, {"phone": "114"}))
    stand_on(window, "phone")
    press(window.table, Qt.Key.Key_F2)
    assert window.typing.isVisible()
    press(window.typing, Qt.Key.Key_Escape)
    assert not window.typing.isVisible() and window.isVisible()
    assert text(window, "phone", RESULT) == "? chưa chọn"


@pytest.mark.parametrize("stem", [layer.name for layer in load_catalogue().layers])
def test_every_field_of_every_layer_has_an_editor_that_gives_back_what_it_shows(show: Open, catalogue: Catalogue, stem: str) -> None:
    schema = catalogue.layer(stem)
    row = {name: value for name, value in valid_row(schema, catalogue).items() if not schema.field(name).references}
    made = Insert(stem, str(uuid4()), row, point(VINH) if schema.geometry == "Point" else square(VINH))
    window = show(({"name": "Tên của Minh"}, {"hamlet": "Khối 9"}), made=[made])
    window.every.setChecked(True)
    case = window.cases[0]
    wrong = []
    for field in schema.fields:
        if not field.auto:
            stand_on(window, field.name)
            press(window.table, Qt.Key.Key_F2)
            window.typing.accept()
            if not case.merge.same(field.name, case.choices[field.name].value, case.merge.result({}).values[field.name]):
                wrong.append((field.name, case.choices[field.name].value, case.merge.result({}).values[field.name]))
    assert not wrong


def test_all_theirs_and_all_mine_of_a_feature_and_of_all(show: Open) -> None:
    both = ({"phone": "113", "address": "Số 1"}, {"phone": "114", "address": "Số 2", "hamlet": "Khối 3"})
    window = show(both, both, ({"phone": "113"}, {"hamlet": "Khối 5"}))
    window.findChild(QPushButton, "ncovyConflictTheirs").click()
    assert result(window) is None
    window.findChild(QPushButton, "ncovyConflictMine").click()
    assert result(window).values == {"phone": "114", "address": "Số 2", "hamlet": "Khối 3"}
    window.findChild(QPushButton, "ncovyConflictAllTheirs").click()
    assert [case.resolution() and case.resolution().values for case in window.cases] == [None, None, {"hamlet": "Khối 5"}]
    window.findChild(QPushButton, "ncovyConflictAllMine").click()
    assert [case.resolution().values.get("phone") for case in window.cases] == ["114", "114", None]
    assert "Mọi đối tượng đã được quyết" in window.summary.text()


def test_what_merged_by_itself_is_announced_listed_and_open_to_change(show: Open) -> None:
    window = show(({"phone": "113"}, {"hamlet": "Khối 3"}), ({"phone": "113"}, {"phone": "114"}))
    assert "1 đối tượng được gộp tự động vì sửa các trường khác nhau." in window.summary.text()
    shown = [str(window.model.data(window.model.index(row))) for row in range(2)]
    assert shown[1] == "Nhà thuốc số 1\n⇄ tự gộp"
    window.list.setCurrentIndex(window.model.index(1))
    assert (text(window, "phone", FIELD), text(window, "hamlet", FIELD)) == ("⇄ Điện thoại", "⇄ Khối/xóm/thôn/bản")
    stand_on(window, "hamlet")
    press(window.table, Qt.Key.Key_1, "1")
    assert result(window) is None


def test_positions_are_compared_on_the_map_and_chosen_beside_it(show: Open) -> None:
    window = show(({"at": VINH_2}, {"at": ELSEWHERE}))
    assert "dời" in text(window, GEOMETRY, THEIRS) and text(window, GEOMETRY, BASE).startswith("○ 18,68674; 105,67953")
    assert [band.asGeometry().isEmpty() for band in window.map.bands.values()] == [False] * 3
    styles = {(band.icon() if hasattr(band, "icon") else pick) for pick, band in window.map.bands.items()}
    assert len(styles) == 3
    window.map.buttons[Pick.MINE].click()
    assert result(window) == Update("pharmacy", window.cases[0].moved.uid, 2, {}, point(ELSEWHERE))
    before = window.map.canvas.extent().width()
    window.map.canvas.zoomByFactor(0.5)
    assert window.map.canvas.extent().width() < before
    window.map.fit()
    assert window.map.canvas.extent().contains(window.map.shapes.extent)


def test_zones_are_measured(show: Open) -> None:
    window = show(({"wkb": square(VINH, 0.003)}, {"wkb": square(VINH, 0.004)}), layer="lockdown_zone")
    assert text(window, GEOMETRY, THEIRS).endswith(" ha")
    assert text(window, GEOMETRY, THEIRS) != text(window, GEOMETRY, MINE)


def test_their_removal_of_what_i_changed_is_a_question_of_two_answers(show: Open) -> None:
    window = show(({"reason": "Đã đóng cửa"}, {"phone": "114"}))
    assert window.banner.removal.isVisible()
    assert "Người khác đã gỡ bỏ đối tượng bạn đang sửa (lý do: Đã đóng cửa)" in window.banner.sentence.text()
    assert "minh đã gỡ bỏ lúc" in window.banner.steps.text()
    assert (window.banner.mine.text(), window.banner.theirs.text()) == ("Giữ bản của tôi và khôi phục", "Chấp nhận gỡ bỏ")
    window.banner.theirs.click()
    assert result(window) is None
    window.banner.mine.click()
    assert result(window).values == {"phone": "114", "removed": False, "removed_reason": None}


def test_my_removal_of_what_they_changed_is_a_question_of_two_answers(show: Open) -> None:
    window = show(({"phone": "113"}, {"reason": "Nhập trùng"}))
    assert "Bạn muốn gỡ bỏ đối tượng này, nhưng người khác vừa sửa nó." in window.banner.sentence.text()
    window.banner.mine.click()
    assert result(window) == Remove("pharmacy", window.cases[0].moved.uid, 2, "Nhập trùng")
    stand_on(window, REMOVED)
    press(window.table, Qt.Key.Key_1, "1")
    assert result(window) is None


def test_a_result_that_breaks_a_rule_is_marked_and_not_saved(show: Open, qtbot: Any) -> None:
    window = show(({"phone": "113"}, {"phone": "114"}))
    window.choose("phone", Choice(Pick.TYPED, "gọi chị Lan"))
    assert window.cases[0].standing() is Standing.BROKEN
    assert "«Điện thoại»" in window.wrong.text() and window.wrong.isVisible()
    assert text(window, "phone", FIELD).startswith("⚠")
    asked: list[bool] = []
    window.save_wanted.connect(lambda: asked.append(True))
    window.save_button.click()
    assert not asked
    assert "Còn 1 đối tượng cần bạn quyết hoặc sửa lại" in window.message.text()
    window.choose("phone", Choice(Pick.MINE))
    window.save_button.click()
    assert asked == [True]


def test_two_changes_that_merge_but_make_nonsense_together_are_not_saved_by_themselves(show: Open) -> None:
    window = show(({"households": 50, "population": 60}, {"households": 40, "population": 50}), ({"population": 30}, {"households": 40}), layer="lockdown_zone")
    broken = next(case for case in window.cases if not case.merge.contested)
    assert broken.standing() is Standing.BROKEN
    assert {rule.field for rule in broken.broken()} == {"population"}


def test_saving_leads_to_what_still_waits(show: Open) -> None:
    window = show(({"phone": "113"}, {"phone": "114"}), ({"phone": "113"}, {"phone": "114"}))
    window.choose("phone", Choice(Pick.MINE))
    window.save_button.click()
    assert window.list.currentIndex().row() == 1
    assert window.fields.cell_name(window.table.currentIndex().row()) == "phone"


def test_the_whole_window_can_be_worked_by_keyboard(show: Open, qtbot: Any) -> None:
    contested = ({"phone": "113", "at": VINH_2}, {"phone": "114", "at": ELSEWHERE})
    window = show(contested, contested, contested)
    asked: list[bool] = []
    window.save_wanted.connect(lambda: asked.append(True))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=3000)
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier

    def keys(*pressed: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
        for key, modifier in pressed:
            QTest.keyClick(window.windowHandle(), key, modifier)  # to the window, as from a keyboard: shortcuts are heard too
            qtbot.wait(150)  # a button pressed by its shortcut is seen to go down first

    none = Qt.KeyboardModifier.NoModifier
    assert window.table.hasFocus()
    keys((Qt.Key.Key_1, none), (Qt.Key.Key_Down, none), (Qt.Key.Key_F2, none))
    keys((Qt.Key.Key_1, none), (Qt.Key.Key_1, none), (Qt.Key.Key_2, none))
    keys((Qt.Key.Key_Return, none), (Qt.Key.Key_PageDown, control), (Qt.Key.Key_2, alt), (Qt.Key.Key_PageDown, control), (Qt.Key.Key_1, alt))
    keys((Qt.Key.Key_PageUp, control), (Qt.Key.Key_PageDown, control), (Qt.Key.Key_S, control))
    assert asked == [True]
    assert [case.choices["phone"] for case in window.cases] == [Choice(Pick.TYPED, "112"), Choice(Pick.MINE), Choice(Pick.THEIRS)]
    assert [case.choices[GEOMETRY].pick for case in window.cases] == [Pick.THEIRS, Pick.MINE, Pick.THEIRS]
    keys((Qt.Key.Key_Escape, none))
    assert not window.isVisible()


def test_a_commune_chosen_anew_is_called_by_its_name(show: Open) -> None:
    window = show(({"phone": "113"}, {"phone": "114"}))
    window.every.setChecked(True)
    stand_on(window, "commune_code")
    shown = text(window, "commune_code", RESULT)
    assert not shown.isdigit()
    press(window.table, Qt.Key.Key_F2)
    combo = window.typing.wrapper.widget() if window.typing.wrapper else None
    assert isinstance(combo, QComboBox)
    other = next(row for row in range(combo.count()) if combo.itemText(row) not in ("", shown) and not combo.itemText(row).startswith("("))
    combo.setCurrentIndex(other)
    name = combo.currentText()
    window.typing.accept()
    assert text(window, "commune_code", RESULT) == f"✎ {name}"


def test_a_list_of_several_is_ticked_anew(show: Open) -> None:
    window = show(({"methods": ["rt_pcr"]}, {"methods": ["rapid_antigen"]}), layer="testing_site")
    stand_on(window, "methods")
    press(window.table, Qt.Key.Key_F2)
    assert window.typing.wrapper is not None and window.typing.wrapper.widget().height() < 200
    window.typing.wrapper.setValues(["rt_pcr", "rapid_antigen"], [])
    window.typing.accept()
    assert sorted(result(window).values["methods"]) == ["rapid_antigen", "rt_pcr"]


def test_every_widget_one_needs_takes_the_focus_by_tab(show: Open) -> None:
    window = show(({"at": VINH_2}, {"at": ELSEWHERE}))
    reached, widget, chain = set(), window.list, set()
    while widget not in chain:
        chain.add(widget)
        widget = widget.nextInFocusChain()
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            reached.add(widget)
    wanted = [window.table, window.list, window.save_button, window.next, window.every, window.quietly, *window.map.buttons.values()]
    assert [each.objectName() for each in wanted if each not in reached] == []


def test_all_fields_are_shown_when_asked(show: Open) -> None:
    window = show(({"phone": "113"}, {"phone": "114"}))
    assert window.fields.rowCount() == 1
    window.every.setChecked(True)
    assert window.fields.rowCount() > 20
    assert window.fields.cell_name(0) == "phone"


def test_two_hundred_conflicts_are_shown_gone_through_and_decided_at_once(show: Open) -> None:
    window = show(*([({"phone": "113", "at": VINH_2}, {"phone": "114", "at": ELSEWHERE})] * 200))
    cases = window.cases
    window.show_cases(cases, {})
    QApplication.processEvents()
    for _ in range(20):
        window.go(1)
        window.table.viewport().repaint()
    assert window.list.currentIndex().row() == 20
    window.findChild(QPushButton, "ncovyConflictAllMine").click()
    assert not any(case.undecided() for case in cases)


def test_the_deed_stands_before_the_way_out_as_in_every_window_and_enter_does_neither(show: Open) -> None:
    shown = show(({"phone": "113"}, {"phone": "114"}))
    later = shown.findChild(QPushButton, "ncovyConflictLater")
    assert shown.save_button.geometry().left() < later.geometry().left()
    assert not any(button.isDefault() for button in (shown.save_button, later))


def test_the_window_fits_a_small_screen(show: Open) -> None:
    window = show(({"phone": "113", "at": VINH_2}, {"phone": "114", "at": ELSEWHERE}))
    assert window.width() <= 1366 and window.height() <= 700
    assert window.minimumSizeHint().width() <= 1366 and window.minimumSizeHint().height() <= 700


def test_the_list_of_features_is_walked_through_with_the_arrows(show: Open, qtbot: Any) -> None:
    contested = ({"phone": "113"}, {"phone": "114"})
    window = show(contested, contested, contested)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=3000)
    window.list.setFocus()
    for _ in range(2):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Down)
    assert window.list.currentIndex().row() == 2
    QTest.mouseClick(window.list.viewport(), Qt.MouseButton.LeftButton, pos=window.list.visualRect(window.model.index(1)).center())
    assert window.table.hasFocus(), "who clicks a feature goes on with 1, 2, 3"


@pytest.mark.parametrize(("layer", "field", "mine", "key", "typed", "expected"), [("lockdown_zone", "households", 7, Qt.Key.Key_9, "9", 9),
                                                                                 ("pharmacy", "note_public", "Mở lại", Qt.Key.Key_K, "K", "K")])  # fmt: skip
def test_what_is_typed_in_the_table_is_the_first_letter_in_any_editor(
    show: Open, layer: str, field: str, mine: Any, key: Qt.Key, typed: str, expected: Any
) -> None:
    window = show(({field: 5 if isinstance(mine, int) else "Tạm nghỉ"}, {field: mine}), layer=layer)
    stand_on(window, field)
    press(window.table, key, typed)
    assert window.typing.wrapper is not None
    window.typing.accept()
    assert window.cases[0].merge.cell(field).result(window.cases[0].choices) == expected
