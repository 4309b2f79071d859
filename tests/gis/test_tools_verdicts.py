"""What a plan lets pass, the database stores; what it holds back, the database refuses: asked of both, value by value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis.tools.plan import Plan, apply_plan, features_of, plan_change
from ncovy_qgis.gis.values import VIETNAM
from tests.gis.editors import Editor
from tests.server import Database

NOW = datetime(2021, 9, 17, 18, 0, tzinfo=VIETNAM)
TRIED: list[tuple[str, Any]] = [
    ("name", "Trạm y tế phường Lê Mao"),
    ("name", "Tr"),
    ("name", "=HYPERLINK(1)"),
    ("name", "Ổ dịch BN12345"),
    ("phone", "0238 3844 528"),
    ("phone", "0238.3844.528; 115"),
    ("phone", "gọi chị Lan"),
    ("phone", None),
    ("status", "lifted"),
    ("status", "không có"),
    ("active_from", datetime(2019, 12, 31, tzinfo=VIETNAM)),
    ("active_from", datetime(2021, 9, 1, tzinfo=VIETNAM)),
    ("active_to", datetime(2021, 8, 21, tzinfo=VIETNAM)),
    ("active_to", datetime(2021, 8, 23, tzinfo=VIETNAM)),
    ("decision_no", "số 4213/qd-ubnd ngày 17/9/2021"),
    ("decision_no", "theo chỉ đạo"),
    ("decision_date", date(2021, 8, 21)),
    ("lift_decision_no", "4213/QĐ-UBND"),
    ("opening_hours", "7h30 - 17h00"),
    ("opening_hours", "lúc nào cũng được"),
    ("price_pcr_vnd", 700_000),
    ("price_pcr_vnd", -5),
    ("capacity_per_day", 10_000_000),
    ("location_accuracy_m", 5.5),
    ("location_accuracy_m", 6000),
    ("note_internal", "CCCD 040123456789"),
    ("note_public", "dòng một\r\n\r\n\r\n\r\ndòng hai"),
    ("source_org", None),
    ("commune_code", "1"),
]


@pytest.fixture
def lan(sit: Callable[..., Editor], database: Database) -> Editor:
    database.run("INSERT INTO ncovy.setting VALUES ('exercise', '{\"now\": \"2021-09-17T18:00:00+07:00\"}')")
    return sit("lan")


def planned(lan: Editor, catalogue: Catalogue, fid: int, values: dict[str, Any]) -> Plan:
    layer = lan.start()
    return plan_change(layer, catalogue.layer("testing_site"), features_of(layer, [fid]), values, NOW)


@pytest.mark.parametrize(("field", "value"), TRIED, ids=[f"{field}={str(value)[:20]}" for field, value in TRIED])
def test_the_plan_and_the_database_agree(lan: Editor, catalogue: Catalogue, field: str, value: Any) -> None:
    fid = lan.stored("Trạm Lê Mao", status="active", phone="113", decision_no="3088/QĐ-UBND", source_org="CDC")
    plan = planned(lan, catalogue, fid, {field: value})
    allowed = plan.refused == 0
    assert plan.same == 0 and allowed == bool(plan.changes)
    apply_plan(lan.start(), plan if allowed else Plan({fid: {field: value}}, 0, ()), "thử")
    assert lan.save() == allowed, [item.text.vi for item in lan.refusals]


def test_a_value_in_another_spelling_is_no_change(lan: Editor, catalogue: Catalogue) -> None:
    fid = lan.stored("Trạm Lê Mao", phone="0238 3844 528", decision_no="3088/QĐ-UBND")
    for values in ({"phone": "(0238) 3844.528"}, {"decision_no": "Số: 3088/qd-ubnd"}, {"name": "  Trạm  Lê Mao "}):
        plan = planned(lan, catalogue, fid, values)
        assert (plan.changes, plan.same) == ({}, 1), values


def test_a_fault_that_was_there_before_is_not_blamed_on_the_change(lan: Editor, catalogue: Catalogue) -> None:
    fid = lan.stored("Trạm Lê Mao", status="active", active_from=datetime_value(NOW - timedelta(days=60)))
    plan = planned(lan, catalogue, fid, {"phone": "113"})
    assert plan.faults == () and list(plan.changes) == [fid]
    plan = planned(lan, catalogue, fid, {"status": "suspended"})
    assert not [fault for fault in plan.faults if fault.field == "reported_at"]


def test_features_in_the_buffer_are_judged_as_they_would_be_saved(lan: Editor, catalogue: Catalogue) -> None:
    fid = lan.stored("Trạm Lê Mao")
    lan.change(fid, active_from=datetime_value(datetime(2021, 9, 10, tzinfo=VIETNAM)))
    plan = planned(lan, catalogue, fid, {"active_to": datetime(2021, 9, 1, tzinfo=VIETNAM)})
    assert plan.refused == 1 and plan.faults[0].field == "active_to"


def datetime_value(moment: datetime) -> Any:
    from ncovy_qgis.gis.values import to_qgis

    return to_qgis(moment)
