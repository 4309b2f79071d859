"""One feature of the conflict window without the window: how it stands, what is shown of it, who changed what, in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from typing import Any, Optional

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.merge import GEOMETRY, REMOVED, Choice, Image, Pick
from ncovy_qgis.db.changes import Remove, Update
from ncovy_qgis.db.conflicts import Existing, Moved, Situation, Step
from ncovy_qgis.gis.resolution import merge_change
from ncovy_qgis.ui.conflict.case import Case, Standing, cases_of, value_in
from ncovy_qgis.ui.conflict.words import (
    broken_text,
    header,
    is_named,
    label_of,
    pick_word,
    program,
    removal_choices,
    removal_sentence,
    standing_text,
    step_text,
    value_text,
)
from ncovy_qgis.ui.measures import geometry_text
from tests.db.desk import VINH, VINH_2, point, square

EIGHT = datetime(2021, 9, 17, 1, 30, tzinfo=timezone.utc)
BASE = Image({"name": "Nhà thuốc Quang Trung", "phone": "115", "address": None}, point(VINH))
MINE, THEIRS = Choice(Pick.MINE), Choice(Pick.THEIRS)


def step(version: int, by: str, image: Image, operation: str = "update", comment: Optional[str] = None, application: str = "ncovy qgis") -> Step:
    return Step(version, by, EIGHT, application, operation, comment, image)


def changed(image: Image = BASE, removed: bool = False, wkb: Optional[bytes] = None, **values: Any) -> Image:
    return Image({**image.values, **values}, wkb or image.wkb, removed)


def case(catalogue: Catalogue, change: Existing, *steps: Step, base: Optional[Image] = BASE) -> Case:
    schema, last = catalogue.layer("pharmacy"), steps[-1]
    moved = Moved("pharmacy", "u", change.base_version, base, steps, last.row_version, last.image)
    return Case(schema, change, moved, merge_change(schema, moved, change))


def update(**values: Any) -> Update:
    wkb = values.pop("wkb", None)
    return Update("pharmacy", "u", 3, values, wkb)


def contested(catalogue: Catalogue, **mine: Any) -> Case:
    return case(catalogue, update(phone="114", **mine), step(4, "minh", changed(phone="113")))


def test_a_contested_feature_is_unseen_then_open_then_decided(catalogue: Catalogue) -> None:
    found = contested(catalogue)
    assert (found.standing(), standing_text(found)) == (Standing.UNSEEN, "○ chưa xem")
    found.seen = True
    assert (found.standing(), standing_text(found)) == (Standing.OPEN, "◐ còn 1 ô")
    found.choose("phone", MINE)
    assert (found.standing(), standing_text(found)) == (Standing.DECIDED, "✓ đã quyết")
    assert found.resolution() == Update("pharmacy", "u", 4, {"phone": "114"})


def test_a_feature_that_merges_stands_so_until_the_person_overrules_it(catalogue: Catalogue) -> None:
    found = case(catalogue, update(address="Số 8"), step(4, "minh", changed(phone="113")))
    assert (found.standing(), standing_text(found)) == (Standing.AUTO, "⇄ tự gộp")
    found.choose("address", THEIRS)
    assert found.standing() is Standing.DECIDED
    assert found.resolution() is None


def test_a_result_no_rule_allows_is_broken_whoever_wrote_it(catalogue: Catalogue) -> None:
    found = contested(catalogue)
    found.choose("phone", Choice(Pick.TYPED, "gọi chị Lan"))
    assert (found.standing(), standing_text(found)) == (Standing.BROKEN, "⚠ chưa hợp lệ")
    assert broken_text(found.broken()).startswith("⚠ «Điện thoại» phải có dạng")
    assert "phone" in found.rows(False)


def test_nobody_may_choose_a_base_that_is_not_known(catalogue: Catalogue) -> None:
    found = case(catalogue, update(phone="114"), step(4, "minh", changed(phone="113")), base=None)
    found.choose("phone", Choice(Pick.BASE))
    assert found.undecided() == ("phone",)
    assert "không rõ bạn sửa từ phiên bản nào" in header(found)


def test_contested_cells_come_first_then_changed_ones_then_the_others_when_asked(catalogue: Catalogue) -> None:
    found = case(
        catalogue,
        update(phone="114", address="Số 8", wkb=point(VINH_2)),
        step(4, "minh", changed(phone="113", hamlet="Khối 5")),
    )
    assert found.rows(False) == ("phone", GEOMETRY, "hamlet", "address")
    every = found.rows(True)
    assert every[:4] == found.rows(False)
    assert len(every) == len(set(every)) > 20
    assert REMOVED not in every


def test_each_cell_is_signed_by_who_changed_it_last(catalogue: Catalogue) -> None:
    one = changed(phone="113")
    two = changed(one, hamlet="Khối 5", wkb=point(VINH_2))
    back = changed(two, address=None)
    found = case(catalogue, update(phone="114"), step(4, "minh", one), step(5, "tuan", two), step(6, "hoa", back))
    signed = {name: author.by for name in ("phone", "hamlet", GEOMETRY, "address", "name") if (author := found.author(name)) is not None}
    assert signed == {"phone": "minh", "hamlet": "tuan", GEOMETRY: "tuan"}
    assert found.author(REMOVED) is None


def test_values_of_an_image_are_fields_geometry_or_removal() -> None:
    image = changed(removed=True, phone="113")
    assert (value_in(image, "phone"), value_in(image, GEOMETRY), value_in(image, REMOVED)) == ("113", point(VINH), True)


def test_only_features_that_moved_are_cases_and_those_to_decide_come_first(catalogue: Catalogue) -> None:
    changes = [replace(update(address="Số 8"), uid="auto"), replace(update(phone="114"), uid="ask"), replace(update(phone="114"), uid="still"), update()]
    now = changed(phone="113")
    moved = {
        ("pharmacy", "auto"): Moved("pharmacy", "auto", 3, BASE, (step(4, "minh", now),), 4, now),
        ("pharmacy", "ask"): Moved("pharmacy", "ask", 3, BASE, (step(4, "minh", now),), 4, now),
        ("pharmacy", "still"): Moved("pharmacy", "still", 3, BASE, (), 3, BASE),
    }
    found = cases_of(catalogue, changes, Situation(moved, {}), {})
    assert [each.change.uid for each in found] == ["ask", "auto"]


def test_decisions_made_before_hold_for_cells_that_say_the_same(catalogue: Catalogue) -> None:
    change = update(phone="114", address="Số 8")
    old = case(catalogue, change, step(4, "minh", changed(phone="113", address="Số 2")))
    old.seen = True
    old.choose("phone", MINE)
    old.choose("address", THEIRS)
    now = changed(phone="113", address="Số 3")
    moved = Moved("pharmacy", "u", 3, BASE, (step(5, "minh", now),), 5, now)
    [found] = cases_of(catalogue, [change], Situation({("pharmacy", "u"): moved}, {}), {old.key: old})
    assert found.choices == {"phone": MINE}
    assert found.undecided() == ("address",)
    assert not found.seen


def test_the_header_tells_the_newest_step_first_and_counts_the_rest(catalogue: Catalogue) -> None:
    steps = [step(version, by, changed(phone=str(version))) for version, by in ((4, "minh"), (5, "tuan"), (6, "hoa"), (7, "thu"))]
    lines = header(case(catalogue, update(phone="114"), *steps)).split("\n")
    assert lines[0] == "thu đã sửa lúc 17/09/2021 08:30 từ QGIS (ncovy qgis), phiên bản 7; bạn sửa từ phiên bản 3."
    assert [line.split(" ")[0] for line in lines[1:3]] == ["hoa", "tuan"]
    assert lines[3] == "… và 1 lần sửa trước đó."


@pytest.mark.parametrize(("operation", "deed"), [("update", "sửa"), ("remove", "gỡ bỏ"), ("restore", "khôi phục")])
def test_a_step_tells_who_did_what_when_from_where(operation: str, deed: str) -> None:
    told = step_text(step(5, "minh", BASE, operation, "gọi điện hỏi lại"))
    assert told == f"minh đã {deed} lúc 17/09/2021 08:30 từ QGIS (ncovy qgis), phiên bản 5 («gọi điện hỏi lại»)"


def test_programs_are_named_in_words() -> None:
    assert [program(name) for name in ("ncovy qgis", "ncovy", "psql", None)] == ["QGIS (ncovy qgis)", "dòng lệnh (ncovy)", "psql", "chương trình không rõ"]


def test_removals_ask_in_words_of_their_own(catalogue: Catalogue) -> None:
    theirs = case(catalogue, update(phone="114"), step(4, "minh", changed(removed=True, removed_reason=None), "remove"))
    assert removal_sentence(theirs) == "Người khác đã gỡ bỏ đối tượng bạn đang sửa (lý do: không ghi lý do)."
    assert removal_choices(theirs) == ("Giữ bản của tôi và khôi phục", "Chấp nhận gỡ bỏ")
    mine = case(catalogue, Remove("pharmacy", "u", 3, "Nhập trùng"), step(4, "minh", changed(phone="113")))
    assert removal_sentence(mine) == "Bạn muốn gỡ bỏ đối tượng này, nhưng người khác vừa sửa nó."
    assert removal_choices(mine) == ("Vẫn gỡ bỏ", "Bỏ ý định gỡ")
    assert removal_sentence(contested(catalogue)) == ""


def test_a_feature_that_goes_asks_for_nothing_more(catalogue: Catalogue) -> None:
    found = case(catalogue, update(phone="114"), step(4, "minh", changed(phone="113", removed=True), "remove"))
    assert not found.goes()
    found.choose(REMOVED, THEIRS)
    assert found.goes() and not found.undecided() and found.resolution() is None
    found.choose(REMOVED, MINE)
    assert not found.goes() and found.undecided() == ("phone",)


def test_values_are_told_as_people_read_them(catalogue: Catalogue) -> None:
    found = contested(catalogue)
    names = {"16681": "Phường Quang Trung"}
    values = {"phone": "02383844528", "operating_state": "open", "delivery": False, "address": None, "commune_code": "16681", "reported_at": EIGHT}
    told = {name: value_text(found, name, value, catalogue, names) for name, value in values.items()}
    assert told["phone"] == "0238 3844 528"
    assert (told["operating_state"], told["delivery"], told["address"]) == ("Đang hoạt động", "Không", "(trống)")
    assert told["commune_code"] == "Phường Quang Trung"
    assert told["reported_at"] == "17/09/2021 08:30"
    assert value_text(found, "hamlet", "16681", catalogue, names) == "16681"
    assert [value_text(found, REMOVED, gone, catalogue, names) for gone in (True, False)] == ["Gỡ bỏ", "Còn trên bản đồ"]
    assert is_named(found, "commune_code") and not is_named(found, "phone") and not is_named(found, GEOMETRY)


def test_places_are_degrees_or_hectares_and_how_far_they_moved() -> None:
    assert geometry_text(point(VINH), point(VINH)) == "18,68674; 105,67953"
    assert geometry_text(point(VINH_2), point(VINH)) == "18,68800; 105,68100, dời 209 m"
    assert geometry_text(square(VINH), None).endswith(" ha")
    assert geometry_text(None, point(VINH)) == ""


def test_cells_and_sides_have_names(catalogue: Catalogue) -> None:
    found = contested(catalogue)
    assert [label_of(found, name) for name in (GEOMETRY, REMOVED, "phone")] == ["Vị trí", "Còn hay gỡ bỏ", "Điện thoại"]
    assert [pick_word(pick) for pick in (*Pick, None)] == ["của họ", "của tôi", "bản gốc", "nhập mới", "chưa chọn"]
