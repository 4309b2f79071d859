"""What the live map says, each in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from qgis.PyQt.QtCore import QCoreApplication

from ...core.catalogue import Catalogue
from ...db.live import Arrived, Present
from ...gis.arrivals import Overtaken
from ...gis.live import Link
from ...gis.values import VIETNAM
from ..words import said

NAME_MAX = 44  # letters; a message bar has one line


def clock(moment: datetime) -> str:
    """14:05, with the day when it is not today."""
    local = moment.astimezone(VIETNAM)
    today = local.date() == datetime.now(VIETNAM).date()
    return local.strftime("%H:%M") if today else local.strftime("%H:%M %d/%m/%Y")


def who(person: str, me: str) -> str:
    """A person; oneself at another QGIS is said so."""
    return QCoreApplication.translate("Ncovy", "Bạn (ở một QGIS khác)") if person == me else person


def what(item: Present | Arrived, catalogue: Catalogue) -> str:
    """The feature's name, short enough for a line; else its layer's."""
    if item.name:
        return item.name if len(item.name) <= NAME_MAX else item.name[: NAME_MAX - 1].rstrip() + "…"
    return said(catalogue.layer(item.layer).title) if catalogue.has(item.layer) else item.layer


def overtaken_words(found: Sequence[Overtaken], catalogue: Catalogue, me: str) -> str:
    """Who changed what I am changing, the newest by name."""
    news = found[-1].news
    one, more = _removed() if news.operation == "remove" else _changed()
    text = one if len(found) == 1 else more
    return text.format(who=who(news.by, me), name=what(news, catalogue), count=len(found) - 1)


def present_words(found: Sequence[Present], catalogue: Catalogue, me: str) -> str:
    """Who is at what I chose or am changing, the latest by name."""
    last, features = found[-1], {(each.layer, each.uid) for each in found}
    one = QCoreApplication.translate("Ncovy", "{who} đang sửa «{name}», từ {time}.")
    more = QCoreApplication.translate("Ncovy", "{who} đang sửa «{name}», từ {time} (và {count} đối tượng khác).")
    text = one if len(features) == 1 else more
    return text.format(who=who(last.person, me), name=what(last, catalogue), time=clock(last.since), count=len(features) - 1)


def form_words(news: Arrived | None, present: Sequence[Present], me: str) -> str:
    """What the form of a feature says above its fields; empty: nothing."""
    if news is not None:
        changed = QCoreApplication.translate("Ncovy", "{who} vừa sửa đối tượng này lúc {time}, sau khi bạn mở nó.")
        removed = QCoreApplication.translate("Ncovy", "{who} vừa gỡ bỏ đối tượng này lúc {time}, sau khi bạn mở nó.")
        return (removed if news.operation == "remove" else changed).format(who=who(news.by, me), time=clock(news.at))
    if not present:
        return ""
    last = present[-1]
    return QCoreApplication.translate("Ncovy", "{who} đang sửa đối tượng này, từ {time}.").format(who=who(last.person, me), time=clock(last.since))


def link_words(link: Link, reason: str) -> str:
    """How the map is linked; `reason` is why not, if more is known."""
    translate = QCoreApplication.translate
    if link is Link.CONNECTED:
        return translate("Ncovy", "Đang nối trực tiếp: thay đổi của người khác hiện ngay.")
    if link is Link.POLLING:
        return translate("Ncovy", "Đang nối: hỏi máy chủ vài giây một lần vì thông báo chưa tới.")
    return translate("Ncovy", "Mất nối, đang nối lại: chưa thấy được thay đổi của người khác. {reason}").format(reason=reason).strip()


def _changed() -> tuple[str, str]:
    translate = QCoreApplication.translate
    return (
        translate("Ncovy", "{who} vừa sửa «{name}» mà bạn đang sửa."),
        translate("Ncovy", "{who} vừa sửa «{name}» mà bạn đang sửa (và {count} đối tượng khác)."),
    )


def _removed() -> tuple[str, str]:
    translate = QCoreApplication.translate
    return (
        translate("Ncovy", "{who} vừa gỡ bỏ «{name}» mà bạn đang sửa."),
        translate("Ncovy", "{who} vừa gỡ bỏ «{name}» mà bạn đang sửa (và {count} đối tượng khác)."),
    )
