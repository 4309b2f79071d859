"""What the view of one change says besides its fields: what it is, by whom, why it may not be decided, what was done and said so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication

from ...core.catalogue import Layer, Text
from ...core.dates import show_datetime
from ...db.history import Version
from ...db.queue import Item
from ...db.review import Doubt
from ...db.threads import Word
from ..conflict.words import program
from ..review.words import kind_word
from ..words import said
from .reading import Sight


def title(item: Item, schema: Layer) -> str:
    """Layer, name, kind of change, place."""
    place = ", ".join(filter(None, (item.commune_name, item.district_name)))
    return f"{said(schema.title)}: {item.name or '–'} · {kind_word(item.kind).lower()}" + (f" · {place}" if place else "")


def made(version: Version) -> str:
    """Who, when, from where, which version, with what comment."""
    translate = QCoreApplication.translate
    deeds = {"insert": translate("Ncovy", "tạo mới"), "remove": translate("Ncovy", "gỡ bỏ"), "restore": translate("Ncovy", "khôi phục")}
    text = translate("Ncovy", "{person} đã {deed} lúc {at} từ {program}, phiên bản {version}").format(
        person=version.by,
        deed=deeds.get(version.operation, translate("Ncovy", "sửa")),
        at=show_datetime(version.at),
        program=program(version.application),
        version=version.row_version,
    )
    return f"{text} («{version.comment}»)" if version.comment else text


def history_line(sight: Sight) -> str:
    """The version that waits: its author, who handed it over, and who worked on it besides."""
    translate, item = QCoreApplication.translate, sight.item
    parts = [made(sight.after)]
    if item.submitted_at is not None:
        text = translate("Ncovy", "{person} gửi duyệt lúc {at}")
        parts.append(text.format(person=item.submitted_by or item.edited_by, at=show_datetime(item.submitted_at)))
    others = [each for each in item.authors if each != sight.after.by]
    if others:
        parts.append(translate("Ncovy", "cùng soạn: {people}").format(people=", ".join(others)))
    if item.warning_reason:
        parts.append(translate("Ncovy", "lý do chấp nhận cảnh báo: {reason}").format(reason=item.warning_reason))
    return "; ".join(parts)


def hindrance(sight: Optional[Sight]) -> str:
    """Why nothing may be decided; "" when something may."""
    translate = QCoreApplication.translate
    if sight is None:
        return translate("Ncovy", "Chưa có thay đổi nào được chọn.")
    if sight.moved_on:
        text = translate("Ncovy", "Đã có phiên bản {newest} mới hơn bản đang xem ({version}): hãy xem bản mới rồi quyết.")
        return text.format(newest=sight.newest, version=sight.item.row_version)
    if sight.settled is not None:
        return translate("Ncovy", "Không còn chờ duyệt: {what}.").format(what=spoken(sight.settled))
    if not sight.item.mine:
        return translate("Ncovy", "Đối tượng này ngoài địa bàn được giao cho bạn: bạn xem được nhưng không quyết được.")
    return ""


def approval_hindrance(sight: Optional[Sight]) -> str:
    """The same of an approval: never of one's own work."""
    if sight is not None and sight.item.own and not hindrance(sight):
        return QCoreApplication.translate("Ncovy", "Bạn đã tham gia soạn bản này nên không được tự duyệt: cần một người khác.")
    return hindrance(sight)


def doubt_line(doubt: Doubt, schema: Layer) -> str:
    """A finding: how bad, which field, what."""
    sign = "✗" if doubt.severity == "error" else "⚠"
    text, label = said(Text(doubt.vi, doubt.en)), said(schema.field(doubt.field).label) if schema.has(doubt.field) else ""
    return f"{sign} {text}" if label in text else f"{sign} {label}: {text}"


def talk(versions: Sequence[Version], words: Sequence[Word]) -> tuple[str, ...]:
    """All that was done to the feature and said about it, newest first."""
    told: list[tuple[datetime, str]] = [(each.at, made(each)) for each in versions]
    told += [(each.at, spoken(each)) for each in words]
    return tuple(text for _, text in sorted(told, key=lambda pair: pair[0], reverse=True))


def spoken(word: Word) -> str:
    """One decision, question or answer."""
    translate = QCoreApplication.translate
    deeds = {
        "submit": translate("Ncovy", "gửi duyệt"),
        "approve": translate("Ncovy", "duyệt"),
        "return": translate("Ncovy", "trả lại"),
        "restore": translate("Ncovy", "khôi phục"),
        "verify": translate("Ncovy", "xác nhận còn đúng"),
        "ask": translate("Ncovy", "hỏi"),
        "answer": translate("Ncovy", "trả lời"),
    }
    text = translate("Ncovy", "{person} {deed} phiên bản {version} lúc {at}").format(
        person=word.by, deed=deeds.get(word.verdict, word.verdict), version=word.row_version, at=show_datetime(word.at)
    )
    return f"{text}: {word.reason}" if word.reason else text
