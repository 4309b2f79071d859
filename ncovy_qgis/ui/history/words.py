"""What the windows of history say."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QCoreApplication

from ...core.dates import show_datetime
from ...db.history import Version
from ...db.recall import Area, Save
from ...db.restoring import Step
from ...gis.as_of import Wanted


def deed(operation: str) -> str:
    """What a version did."""
    translate = QCoreApplication.translate
    words = {
        "insert": translate("Ncovy", "tạo mới"),
        "update": translate("Ncovy", "sửa"),
        "remove": translate("Ncovy", "gỡ bỏ"),
        "restore": translate("Ncovy", "khôi phục"),
    }
    return words.get(operation, operation)


def becomes(step: Step) -> str:
    """What a restore does to a feature."""
    translate = QCoreApplication.translate
    words = {
        "changed": translate("Ncovy", "trả nội dung cũ"),
        "moved": translate("Ncovy", "trả vị trí cũ"),
        "removed": translate("Ncovy", "gỡ bỏ"),
        "restored": translate("Ncovy", "đưa trở lại"),
    }
    return words.get(step.kind, step.kind)


def numbers(step: Step) -> str:
    """From the version of now to which."""
    to = str(step.to_version) if step.to_version else QCoreApplication.translate("Ncovy", "chưa có")
    return f"{step.row_version} → {to}"


def later(step: Step) -> str:
    """Who changed it since; "" for nobody."""
    if not step.conflict or step.later_at is None:
        return ""
    text = QCoreApplication.translate("Ncovy", "⚠ {person} sửa lúc {at}")
    return text.format(person=step.later_by or "", at=show_datetime(step.later_at))


def version_label(version: Version) -> str:
    """In a list to choose from."""
    text = QCoreApplication.translate("Ncovy", "phiên bản {version}: {person}, {at}")
    return text.format(version=version.row_version, person=version.by, at=show_datetime(version.at))


def save_label(save: Save) -> str:
    """In a list to choose from."""
    text = QCoreApplication.translate("Ncovy", "{number} · {person} · {at} · {count} đối tượng")
    label = text.format(number=save.changeset, person=save.by, at=show_datetime(save.at), count=save.features)
    return f"{label} · {save.comment}" if save.comment else label


def area_label(area: Area) -> str:
    """Name and district; the era where it is not today's."""
    name = f"{area.name}, {area.parent}" if area.parent else area.name
    return name if area.today else QCoreApplication.translate("Ncovy", "{name} (đơn vị năm {era})").format(name=name, era=area.era)


def past_title(wanted: Wanted) -> str:
    """Of the group of layers."""
    translate = QCoreApplication.translate
    text = translate("Ncovy", "Lịch sử, công chúng thấy: {at}") if wanted.public else translate("Ncovy", "Lịch sử: {at}")
    at = show_datetime(wanted.at)
    return text.format(at=at if wanted.until is None else f"{at} – {show_datetime(wanted.until)}")


def unsaved(names: Sequence[str]) -> str:
    """Why a feature is left alone."""
    text = QCoreApplication.translate("Ncovy", "Bạn đang sửa {names}: hãy lưu hoặc bỏ các sửa đổi chưa lưu, đóng biểu mẫu, rồi khôi phục.")
    return text.format(names=", ".join(f"«{name}»" for name in names))
