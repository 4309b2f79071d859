"""The evening after the last publication: what the wards report late is handed over, and waits for who opens the desk next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ncovy_qgis.db import review
from ncovy_qgis.db.connection import fetch

from .day import NOON, Day, Item, must
from .qgis_desk import QgisDesk, at_desk

COMMENT = "Báo cáo 17 giờ của các phường"
REPORTED = {"reported_at": NOON + timedelta(hours=5)}


@dataclass(frozen=True)
class Late:
    """What becomes of a feature of the sample: other values, another place (WKT), or its removal for a reason."""

    layer: str
    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    wkt: str = ""
    removed: str = ""


REPORTS = (
    Late("essential_service", "Chợ Hà Huy Tập", {"opening_hours": "Mo-Su 05:30-10:00"}),
    Late("essential_service", "Chợ Trường Thi", {"opening_hours": "Mo,We,Fr 05:30-11:00", "entry_rule": "coupon"}),
    Late("pharmacy", "Nhà thuốc Hoa Sen 1", {"opening_hours": "Mo-Su 00:00-24:00"}),
    Late("lockdown_point", "Xưởng may Nghi Phú", {"households": 18, "population": 64}),
    Late("control_checkpoint", "Chốt ga Vinh", wkt="POINT(105.67531 18.69142)"),
    Late("road_block", "Chốt chặn số 10 phường Quán Bàu", removed="Đã tháo dỡ chiều 17/9 theo báo cáo của phường"),
)
DOUBTED = ("control_checkpoint", "Chốt ga Vinh", "Vị trí mới lấy từ đâu? Xin kèm ảnh hoặc văn bản của phường.")
WRONG = ("pharmacy", "Nhà thuốc Hoa Sen 1", "Phường báo trực đến 22 giờ, không phải cả đêm: xin kiểm tra lại giờ mở cửa.")


def hand_over(day: Day) -> None:
    """Lan saves and submits, Tuấn asks about one and returns one. What still waits from another evening is left as it is."""
    there = settled(day)
    reports = [each for each in REPORTS if (each.layer, each.name) in there]
    if not reports:
        return
    with at_desk(day.desk.service("lan"), day.catalogue, COMMENT) as lan:
        for report in reports:
            enter(lan, report, there[report.layer, report.name])
        must(lan.save(reports[0].layer), "the evening's reports were refused")
    waiting = versions_since(day, [there[each.layer, each.name] for each in reports])
    for item in waiting:
        day.submit("lan", item)
    talk(day, {(item.layer, item.name): item for item in waiting})
    if waiting:
        day.say(f"Cuối ngày: Lan lưu và gửi duyệt {len(waiting)} báo cáo muộn; Tuấn hỏi lại 1, trả lại 1. Tất cả còn chờ trong bàn duyệt và hộp thư.")


def settled(day: Day) -> dict[tuple[str, str], Item]:
    """(layer, name) → the reported features that are on the map and of which nothing waits."""
    names = [each.name for each in REPORTS]
    rows = fetch(
        day.admin,
        "SELECT layer, uid::text, row_version, name FROM ncovy_app.feature WHERE name = ANY(%s) AND NOT removed AND review_state = 'approved'",
        (names,),
    )
    day.admin.rollback()
    return {(row[0], row[3]): Item(*row) for row in rows}


def enter(lan: QgisDesk, report: Late, item: Item) -> None:
    """As it is done in QGIS."""
    if report.removed:
        lan.remove(item.layer, item.uid, report.removed)
        return
    if report.wkt:
        lan.move(item.layer, item.uid, report.wkt)
    lan.change(item.layer, item.uid, {**report.values, **REPORTED})


def versions_since(day: Day, items: list[Item]) -> list[Item]:
    """Those of which the save made a new version: what was so already is no change."""
    rows = fetch(
        day.admin,
        "SELECT layer, uid::text, row_version, name FROM ncovy_app.feature WHERE uid::text = ANY(%s) ORDER BY layer, name",
        ([item.uid for item in items],),
    )
    day.admin.rollback()
    before = {item.uid: item.row_version for item in items}
    return [Item(*row) for row in rows if row[2] > before[row[1]]]


def talk(day: Day, waiting: Mapping[tuple[str, str], Item]) -> None:
    """What Tuấn says of them."""
    doubted, wrong = waiting.get(DOUBTED[:2]), waiting.get(WRONG[:2])
    with day.desk.connect("tuan") as connection:
        if doubted is not None:
            review.ask(connection, doubted.layer, doubted.uid, doubted.row_version, DOUBTED[2])
        if wrong is not None:
            review.return_item(connection, wrong.layer, wrong.uid, wrong.row_version, WRONG[2])
