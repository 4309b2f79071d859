"""What the view of one change is made of: marked words that can be read in both themes, rows, sentences, templates of reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QWidget

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.history import Version
from ncovy_qgis.db.queue import Item
from ncovy_qgis.db.review import Doubt
from ncovy_qgis.db.threads import Word
from ncovy_qgis.ui.review_change import templates
from ncovy_qgis.ui.review_change.marks import COLOURS, rich
from ncovy_qgis.ui.review_change.reading import Sight
from ncovy_qgis.ui.review_change.reason import LONGEST, ReasonBox
from ncovy_qgis.ui.review_change.rows import can_part, public_rows, public_sentence, rows_of
from ncovy_qgis.ui.review_change.table import FIELD, NEW, OLD, DiffModel, DiffTable
from ncovy_qgis.ui.review_change.words import doubt_line, hindrance, made, spoken, talk
from tests.db.desk import VINH, VINH_2, point
from tests.ui.changing import CONTROL_RETURN, press
from tests.ui.test_forms_marks import contrast

AT = datetime(2026, 11, 26, 1, tzinfo=timezone.utc)
ROW = {"name": "Nhà thuốc", "phone": "115", "removed": False, "commune_code": "16600"}
BASE: dict[str, Any] = {
    "layer": "pharmacy", "uid": "u", "name": "Nhà thuốc", "row_version": 2, "approved_version": 1, "kind": "changed", "removed": False,
    "commune_code": "16600", "commune_era": 2021, "commune_name": "Phường Lê Mao", "district_code": "412", "district_name": "Thành phố Vinh",
    "authors": ("lan",), "edited_by": "lan", "edited_at": AT, "submitted_by": "lan", "submitted_at": AT, "warning_reason": None, "changeset": 1,
    "comment": None, "changeset_at": AT, "name_search": "", "own": False, "mine": True, "returned_before": None, "asked": False, "lon": 105.6, "lat": 18.6,
}  # fmt: skip


def version(number: int, wkb: bytes = point(VINH), **row: Any) -> Version:
    return Version("pharmacy", "u", number, "update", AT, "lan", "ncovy qgis", 1, None, {**ROW, **row}, wkb, None, None)


def sight(before: Version | None, after: Version, words: tuple[Word, ...] = (), **more: Any) -> Sight:
    usual: dict[str, Any] = {"public_before": None, "public_after": None, "names": {"16600": "Phường Lê Mao", "16603": "Phường Hồng Sơn"}}
    return Sight(Item(**BASE), after, before, None, after.row_version, (after,), words, (), (), **{**usual, **more})


@pytest.fixture
def box(qtbot: Any) -> Iterator[ReasonBox]:
    outer = QWidget()
    qtbot.addWidget(outer)
    made = ReasonBox(outer)
    made.resize(600, 200)
    outer.show()
    qtbot.waitExposed(outer)
    yield made


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("kind", ["gone", "new"])
def test_marks_are_read_at_seven_to_one_in_both_themes(dark: bool, kind: str) -> None:
    ink, ground = COLOURS[dark][kind]
    assert contrast(QColor(ink), QColor(ground)) >= 7


def test_markup_in_the_data_stays_text(qgis_app: Any) -> None:
    html = rich((("same", "<b>đậm</b> "), ("new", '<img src="x">')), False)
    assert "<b>" not in html and "<img" not in html and "&lt;b&gt;" in html
    assert "underline" in html and "line-through" not in html


def test_a_tooltip_is_never_rich_text_of_the_data(catalogue: Catalogue, qgis_app: Any) -> None:
    model = DiffModel()
    model.show_rows(rows_of(sight(version(1), version(2, note_public="<a href='x'>bấm</a>")), catalogue), ("", ""))
    tip = model.data(model.index(0, NEW), Qt.ItemDataRole.ToolTipRole)
    assert "<a " not in tip and "&lt;a " in tip
    assert model.data(model.index(0, NEW), Qt.ItemDataRole.AccessibleTextRole) == "+ <a href='x'>bấm</a>"
    assert model.data(model.index(0, OLD), Qt.ItemDataRole.AccessibleTextRole) == "− (trống)"


def test_keys_are_shown_by_name(catalogue: Catalogue, qgis_app: Any) -> None:
    (row,) = [row for row in rows_of(sight(version(1), version(2, commune_code="16603")), catalogue) if row.changed]
    assert (row.text(False), row.text(True)) == ("Phường Lê Mao", "Phường Hồng Sơn")
    assert row.old == (("gone", "Phường Lê Mao"),)  # another commune, not another word


def test_a_text_that_is_another_altogether_is_marked_as_a_whole(catalogue: Catalogue, qgis_app: Any) -> None:
    (row,) = [row for row in rows_of(sight(version(1, address="Số 3 Quang Trung"), version(2, address="Ngõ 12 Lê Lợi")), catalogue) if row.changed]
    assert row.old == (("gone", "Số 3 Quang Trung"),) and row.new == (("new", "Ngõ 12 Lê Lợi"),)


def test_parts_may_be_approved_only_of_what_stays(catalogue: Catalogue, qgis_app: Any) -> None:
    assert can_part(sight(version(1), version(2)))
    assert not can_part(sight(None, version(1)))
    assert not can_part(sight(version(1, removed=True), version(2)))
    assert not can_part(sight(version(1), version(2, removed=True)))
    filled = [row for row in rows_of(sight(version(1), version(2, district_code="421", phone="114")), catalogue) if row.changed]
    assert {row.name: row.apart for row in filled} == {"phone": True, "district_code": False}  # the server fills the district


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (None, None, "vẫn không có đối tượng này."),
        (None, {"name": "A"}, "đối tượng này sẽ xuất hiện."),
        ({"name": "A"}, None, "đối tượng này sẽ biến mất."),
        ({"name": "A"}, {"name": "A"}, "không đổi gì (chỉ sửa thông tin nội bộ)."),
        ({"name": "A", "geom": point(VINH)}, {"name": "B", "geom": point(VINH_2)}, "đổi 2 mục (Vị trí, Tên)."),
    ],
)
def test_what_the_public_will_see_is_said(old: Any, new: Any, sentence: str, catalogue: Catalogue, qgis_app: Any) -> None:
    one = sight(version(1), version(2), public_before=old, public_after=new)
    said = public_sentence(one, public_rows(one, catalogue))
    assert said == f"Bản đồ công khai: {sentence}".replace("Tên)", f"{catalogue.layer('pharmacy').field('name').label.vi})")


def test_rows_are_as_high_as_their_text_and_the_tick_is_in_the_first_column(catalogue: Catalogue, qtbot: Any) -> None:
    outer, model = QWidget(), DiffModel()
    qtbot.addWidget(outer)
    table = DiffTable(model, "t", outer)
    table.resize(500, 400)
    long = " ".join(["dài"] * 120)
    model.show_rows(rows_of(sight(version(1), version(2, note_public=long, phone="114")), catalogue, None), ("trước", "sau"))
    outer.show()
    names = [row.name for row in model.rows]
    assert table.rowHeight(names.index("note_public")) > 2 * table.rowHeight(names.index("phone"))
    assert model.data(model.index(0, FIELD), Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    assert model.setData(model.index(0, FIELD), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole) and model.ticks() == (names[0],)
    model.show_every(True)
    assert model.ticks() == (names[0],)  # a tick stays with its field


def test_history_and_talk_are_one_story_newest_first(qgis_app: Any) -> None:
    later = replace(version(2), at=AT.replace(hour=3), comment="sửa số")
    words = (Word(1, AT.replace(hour=2), "thu", "return", "số sai", 1), Word(2, AT.replace(hour=4), "lan", "submit", None, 2))
    lines = talk((version(1), later), words)
    assert [line.split()[0] for line in lines] == ["lan", "lan", "thu", "lan"]
    assert lines[2] == "thu trả lại phiên bản 1 lúc 26/11/2026 09:00: số sai" and lines[1].endswith("(«sửa số»)")
    assert made(replace(version(1), operation="insert")).startswith("lan đã tạo mới lúc 26/11/2026 08:00 từ QGIS")


@pytest.mark.parametrize("verdict", ["submit", "approve", "return", "restore", "verify", "ask", "answer"])
def test_every_verdict_has_its_word(verdict: str, qgis_app: Any) -> None:
    assert f" {verdict} " not in spoken(Word(1, AT, "thu", verdict, None, 1))


def test_why_nothing_may_be_decided(qgis_app: Any) -> None:
    waits = (Word(1, AT, "lan", "submit", None, 2),)
    fine = sight(version(1), version(2), waits)
    assert hindrance(fine) == ""
    assert "mới hơn" in hindrance(replace(fine, newest=3))
    assert "thu trả lại" in hindrance(replace(fine, words=(*waits, Word(2, AT, "thu", "return", "x", 2))))
    assert hindrance(replace(fine, words=(*waits, Word(2, AT, "thu", "ask", "x", 2), Word(3, AT, "lan", "answer", "y", 2)))) == ""
    assert "địa bàn" in hindrance(replace(fine, item=replace(fine.item, mine=False)))


def test_a_finding_names_its_field(catalogue: Catalogue, qgis_app: Any) -> None:
    schema = catalogue.layer("pharmacy")
    assert doubt_line(Doubt("phone", "phone__matches", "error", "Sai.", "Wrong."), schema) == "✗ Điện thoại: Sai."
    assert doubt_line(Doubt("geom", "too_close", "warning", "Quá gần.", "Too close."), schema) == "⚠ Quá gần."


def test_templates_are_kept_newest_first_and_forgotten(qgis_app: Any) -> None:
    first = templates.reasons()
    assert len(first) >= 5
    templates.keep("Sai tên phường.")
    templates.keep("  ")
    templates.keep(first[2])
    assert templates.reasons() == [first[2], "Sai tên phường.", *first[:2], *first[3:]]
    for each in templates.reasons():
        templates.forget(each)
    assert [each for each in templates.reasons() if each] == []


def test_a_template_is_put_after_what_was_typed(box: ReasonBox, qtbot: Any) -> None:
    box.open("Return", "a", "Lý do?", "Trả lại")
    press(box, "sai so.")
    box.choice.setFocus()
    press(box, (Qt.Key.Key_Down,))
    first = templates.reasons()[0]
    assert box.words() == f"sai so. {first}"
    with qtbot.waitSignal(box.sent) as told:
        press(box, *CONTROL_RETURN)
    assert told.args == ["Return", f"sai so. {first}"]


def test_a_sentence_can_be_kept_as_a_template(box: ReasonBox) -> None:
    box.open("Return", "a", "Lý do?", "Trả lại")
    assert not box.keep.isEnabled() and not box.forget.isEnabled()
    press(box, "Thieu so nha.")
    box.keep.setFocus()
    press(box, " ")
    assert templates.reasons()[0] == "Thieu so nha." and not box.keep.isEnabled() and box.choice.itemText(1) == "Thieu so nha."
    box.choice.setCurrentIndex(1)
    box.choice.activated.emit(1)
    box.forget.setFocus()
    press(box, " ")
    assert "Thieu so nha." not in templates.reasons()


def test_words_have_a_length_the_server_takes(box: ReasonBox) -> None:
    box.open("Ask", "a", "Hỏi?", "Gửi")
    box.text.setPlainText("x" * (LONGEST + 1))
    assert not box.send.isEnabled()
    box.text.setPlainText("x" * LONGEST)
    assert box.send.isEnabled()


def test_words_begun_for_one_change_wait_for_it_and_never_go_to_another(box: ReasonBox) -> None:
    box.open("Return", "a", "Lý do?", "Trả lại")
    press(box, "thieu so nha")
    box.put_by()
    assert not box.isVisible()
    box.open("Return", "b", "Lý do?", "Trả lại")
    assert box.words() == ""
    box.open("Ask", "a", "Hỏi?", "Gửi")
    assert box.words() == ""
    box.open("Return", "a", "Lý do?", "Trả lại")
    assert box.words() == "thieu so nha"
    press(box, (Qt.Key.Key_Escape,))
    box.open("Return", "a", "Lý do?", "Trả lại")
    assert box.words() == ""
