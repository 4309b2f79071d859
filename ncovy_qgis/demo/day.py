"""The day of a province, for real: QGIS, guarded database, review, public map. Every step is checked; a step that did not do what it says raises."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import uuid4

from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Field
from ncovy_qgis.db import layer_styles, queue, review, web_style
from ncovy_qgis.db.changes import SaveRefused, Update, save
from ncovy_qgis.db.connection import fetch, transaction
from ncovy_qgis.gis.web_style import build_web_style
from ncovy_qgis.paths import icons_dir, styles_dir
from ncovy_qgis.publish.release import ReleaseResult, publish

from .persons import Desk
from .qgis_desk import QgisDesk, at_desk

Say = Callable[[str], None]
NOON = datetime(2021, 9, 17, 12, 0, tzinfo=timezone(timedelta(hours=7)))
MARK = "(diễn tập)"  # in the names of what a day adds: the next day takes it away first
SUPERMARKET = ("essential_service", "Siêu thị Big C Vinh")
HOURS = ("Mo-Su 08:00-20:00", "Mo-Su 07:00-19:00")


class DayFailed(Exception):
    """A step of the day did not do what it says."""


def must(done: object, what: str) -> None:
    if not done:
        raise DayFailed(what)


@dataclass(frozen=True)
class Item:
    """A feature as a reviewer names it: this layer, this feature, this version."""

    layer: str
    uid: str
    row_version: int
    name: str


@dataclass(frozen=True)
class Day:
    """Where the day takes place and who tells of it."""

    admin: Connection
    desk: Desk
    catalogue: Catalogue
    site: Path
    say: Say

    def item(self, layer: str, name: str) -> Item:
        rows = fetch(
            self.admin,
            "SELECT uid::text, row_version FROM ncovy_app.feature WHERE layer = %s AND name = %s AND NOT removed",
            (layer, name),
        )
        self.admin.rollback()
        must(len(rows) == 1, f"{layer}: {name} is there {len(rows)} times")
        return Item(layer, rows[0][0], rows[0][1], name)

    def leftovers(self) -> tuple[Item, ...]:
        rows = fetch(
            self.admin,
            "SELECT layer, uid::text, row_version, name FROM ncovy_app.feature WHERE NOT removed AND right(name, %s) = %s ORDER BY layer, name",
            (len(MARK), MARK),
        )
        self.admin.rollback()
        return tuple(Item(*row) for row in rows)

    def submit(self, person: str, item: Item) -> None:
        with self.desk.connect(person) as connection:
            review.submit(connection, item.layer, item.uid, item.row_version)

    def approve(self, person: str, item: Item) -> None:
        with self.desk.connect(person) as connection:
            review.approve(connection, item.layer, item.uid, item.row_version)

    def publish(self) -> ReleaseResult:
        with self.desk.connect("phuc") as connection:
            return publish(connection, self.site, catalogue=self.catalogue)


def run_day(day: Day) -> None:
    """One day from the first edit to the third publication; may be repeated on the same database."""
    store_style(day)
    with at_desk(day.desk.service("lan"), day.catalogue) as lan, at_desk(day.desk.service("minh"), day.catalogue) as minh:
        day.say(f"Lan mở QGIS: {len(day.catalogue.layers)} lớp, {lan.count(day.catalogue)} đối tượng.")
        clear_yesterday(day, lan)
        new, market = edit(day, lan, minh)
        refuse_invalid(day, lan)
        refuse_foreign(day)
        returned = decide(day, [*new, market])
        tell_release(day, "lần 1", day.publish(), made=True)
        mend(day, lan, returned)
    tell_release(day, "lần 2, thêm một thay đổi", day.publish(), made=True)
    again = day.publish()
    must(not again.made, "the third publication had nothing to publish")
    day.say("Phúc phát hành lần 3: không có gì thay đổi nên không tạo bản mới.")


def store_style(day: Day) -> None:
    """The look of the public map, drawn by QGIS, goes into the database once."""
    looks = {layer: style.qml for layer, style in layer_styles.latest(day.admin).items()}
    drawn = build_web_style(styles_dir(), icons_dir(), day.catalogue, looks)
    with transaction(day.admin):
        web_style.store(day.admin, drawn)


def clear_yesterday(day: Day, lan: QgisDesk) -> None:
    """What the last run added is removed as anything is: in QGIS, submitted, approved."""
    left = day.leftovers()
    if not left:
        return
    for item in left:
        lan.remove(item.layer, item.uid, "Hết buổi diễn tập")
    must(lan.save(left[0].layer), f"yesterday's features were not removed: {_words(lan)}")
    must(not day.leftovers(), "yesterday's features are still there")
    for item in left:
        gone = Item(item.layer, item.uid, item.row_version + 1, item.name)
        day.submit("lan", gone)
        day.approve("tuan", gone)
    day.say(f"Lan gỡ {len(left)} đối tượng của buổi trước, Tuấn duyệt việc gỡ.")


def edit(day: Day, lan: QgisDesk, minh: QgisDesk) -> tuple[list[Item], Item]:
    """Lan adds three features and changes one in a single save; Minh, who opened it before, is refused."""
    market = day.item(*SUPERMARKET)
    minh.edit(market.layer)
    before = lan.find(market.layer, market.uid)["opening_hours"]
    news = new_features(day)
    for layer, values, wkt in news:
        lan.add(layer, values, wkt)
    lan.change(market.layer, market.uid, {"opening_hours": HOURS[1] if before == HOURS[0] else HOURS[0], "reported_at": NOON})
    must(lan.save(market.layer), f"Lan's save was refused: {_words(lan)}")
    changed = day.item(*SUPERMARKET)
    must(changed.row_version == market.row_version + 1, "Lan's change was not stored")
    added = [day.item(layer, values["name"]) for layer, values, _ in news]
    day.say(f"Lan vẽ thêm {len(added)} đối tượng, sửa 1, lưu một lần: máy chủ xác nhận đủ {len(added) + 1}.")

    minh.change(market.layer, market.uid, {"entry_rule": "coupon"})
    must(not minh.save(market.layer), "Minh overwrote Lan's change")
    must(minh.layer(market.layer).isModified(), "Minh's edit was lost")
    must(minh.refused and minh.refused[0].code == "NC001", f"Minh was refused for another reason: {_words(minh)}")
    must(day.item(*SUPERMARKET) == changed, "Minh's stale edit was stored")
    day.say(f"Minh lưu đè bản cũ: bị từ chối, sửa đổi vẫn còn trong QGIS — {_words(minh)}")
    minh.give_up()
    return added, changed


def refuse_invalid(day: Day, lan: QgisDesk) -> None:
    """A wrong telephone number is refused with its sentence, and nothing is stored."""
    before = day.item(*SUPERMARKET)
    lan.change(before.layer, before.uid, {"phone": "không có"})
    must(not lan.save(before.layer), "an invalid telephone number was stored")
    must(lan.refused and lan.refused[0].field == "phone", f"refused for another reason: {_words(lan)}")
    must(day.item(*SUPERMARKET) == before, "an invalid edit was stored")
    day.say(f"Lan ghi số điện thoại sai: bị từ chối — {_words(lan)}")
    lan.give_up()


def refuse_foreign(day: Day) -> None:
    """Hoa of Quỳnh Lưu changes a feature of Vinh, past QGIS: the database itself refuses."""
    before = day.item(*SUPERMARKET)
    change = Update(before.layer, before.uid, before.row_version, {"goods": "Không rõ"})
    words = ""
    with day.desk.connect("hoa") as connection:
        try:
            save(connection, [change], client_uid=uuid4(), comment="Ngoài địa bàn", catalogue=day.catalogue)
        except SaveRefused as refused:
            words = refused.refusals[0].text.vi
    must(words, "Hoa wrote outside her area")
    must(day.item(*SUPERMARKET) == before, "Hoa's change was stored")
    day.say(f"Hoa (Quỳnh Lưu) sửa một đối tượng của Vinh: bị từ chối — {words}")


def decide(day: Day, items: list[Item]) -> Item:
    """Lan submits all; Tuấn approves all but the last of the new ones, which he returns."""
    for item in items:
        day.submit("lan", item)
    with day.desk.connect("tuan") as connection:
        waiting = {(each.layer, each.uid, each.row_version) for each in queue.waiting(connection)}
    must({(item.layer, item.uid, item.row_version) for item in items} <= waiting, "not everything submitted waits for a decision")
    returned = items[2]
    for item in items:
        if item != returned:
            day.approve("tuan", item)
    reason = "Giờ lấy mẫu chưa đúng thông báo của phường."
    with day.desk.connect("tuan") as connection:
        review.return_item(connection, returned.layer, returned.uid, returned.row_version, reason)
    day.say(f"Lan gửi duyệt {len(items)}; Tuấn duyệt {len(items) - 1}, trả lại 1: «{reason}»")
    return returned


def mend(day: Day, lan: QgisDesk, returned: Item) -> None:
    """Lan mends what came back; now it is approved."""
    lan.change(returned.layer, returned.uid, {"opening_hours": "Mo-Su 06:30-10:30"})
    must(lan.save(returned.layer), f"the mended feature was refused: {_words(lan)}")
    mended = day.item(returned.layer, returned.name)
    day.submit("lan", mended)
    day.approve("tuan", mended)
    day.say("Lan sửa lại theo lý do, gửi lại; Tuấn duyệt.")


def tell_release(day: Day, which: str, release: ReleaseResult, *, made: bool) -> None:
    must(release.made == made, f"release {release.id}: made is {release.made}")
    must((day.site / "release.json").is_file() and release.folder.is_dir(), f"release {release.id} is not in the site")
    layers = sum(1 for layer in day.catalogue.layers if release.counts.get(layer.name))
    total = sum(release.counts.get(layer.name, 0) for layer in day.catalogue.layers)
    day.say(f"Phúc phát hành {which}: bản {release.id}, {total} đối tượng của {layers} lớp.")


def new_features(day: Day) -> list[tuple[str, Mapping[str, Any], str]]:
    """Three invented features of Hưng Lộc, complete enough to be submitted: layer, values, position."""
    checkpoint = day.item("control_checkpoint", "Chốt đường Lê Viết Thuật").uid
    shared = {
        "note_public": "Dữ liệu mẫu: hư cấu, dùng để tập huấn.",
        "note_internal": "Bản ghi hư cấu.",
        "source_org": "UBND xã Hưng Lộc",
        "location_method": "imagery",
        "reported_at": NOON,
    }
    found: list[tuple[str, Mapping[str, Any], str]] = []
    for each in json.loads((Path(__file__).parent / "day.json").read_text(encoding="utf-8")):
        layer = day.catalogue.layer(each["layer"])
        linked = {field.name: checkpoint for field in layer.fields if field.references == "control_checkpoint"}
        given = {name: _typed(layer.field(name), value) for name, value in each["values"].items()}
        found.append((layer.name, {**shared, **given, **linked}, each["wkt"]))
    return found


def _typed(field: Field, value: Any) -> Any:
    """JSON has no times."""
    if field.type == "datetime":
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if field.type == "date" else value


def _words(desk: QgisDesk) -> str:
    return "; ".join(refusal.text.vi for refusal in desk.refused) or "không rõ lý do"
