"""QGIS attribute values as plain Python values, and back; the offset of a time is never guessed twice."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from qgis.core import QgsGeometry, QgsWkbTypes
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime, QTimeZone

from ..core.rules.moments import VIETNAM as VIETNAM  # the windows take it from here
from . import compat


def to_python(value: Any) -> Any:
    """None, str, int, float, bool, date, aware datetime, or a list of str."""
    if compat.is_null(value):
        return None
    if isinstance(value, QDateTime):
        return _moment(value)
    if isinstance(value, QDate):
        return date(value.year(), value.month(), value.day()) if value.isValid() else None
    if isinstance(value, (list, tuple)):
        return [str(item) for item in value] or None
    if isinstance(value, str):
        return value.strip() or None
    return value


def list_to_python(value: Any) -> list[str] | None:
    """The codes of a text[] attribute; a ValueRelation may hand them over as '{a,b}'."""
    if isinstance(value, str):
        codes = [code.strip().strip('"') for code in value.strip("{} ").split(",")]
        return [code for code in codes if code] or None
    found = to_python(value)
    return found if found is None else list(found)


def flag_to_python(value: Any) -> bool | None:
    """A boolean; the choice of yes and no hands it over as text."""
    found = to_python(value)
    return found if found is None else str(found).lower() in ("true", "t", "1")


def to_qgis(value: Any) -> Any:
    """The value as an edit buffer takes it."""
    if isinstance(value, datetime):
        local = value.astimezone(VIETNAM)
        day, time = QDate(local.year, local.month, local.day), QTime(local.hour, local.minute, local.second)
        return QDateTime(day, time, QTimeZone(7 * 3600))
    if isinstance(value, date):
        return QDate(value.year, value.month, value.day)
    return value


def to_wkb(geometry: QgsGeometry, multi: bool) -> bytes | None:
    """Two-dimensional WKB in the layer's CRS (EPSG:4326); None when there is no geometry."""
    if geometry.isNull():
        return None
    shape = QgsGeometry(geometry)
    part = shape.get()
    part.dropZValue()
    part.dropMValue()
    if multi and not QgsWkbTypes.isMultiType(shape.wkbType()):
        shape.convertToMultiType()
    return bytes(shape.asWkb())


def nowhere(multi: bool) -> bytes:
    """WKB of an empty geometry: what a position that was taken away is sent as, so that the database refuses it in words."""
    return bytes(QgsGeometry.fromWkt("MultiPolygon EMPTY" if multi else "Point EMPTY").asWkb())


def from_wkb(wkb: bytes | None) -> QgsGeometry:
    """The geometry behind WKB; null when there is none."""
    shape = QgsGeometry()
    if wkb is not None:
        shape.fromWkb(bytes(wkb))
    return shape


def _moment(value: QDateTime) -> datetime | None:
    if not value.isValid():
        return None
    if value.timeSpec() == Qt.TimeSpec.LocalTime and compat.local_time_is_wall_clock():
        day, time = value.date(), value.time()
        return datetime(
            day.year(), day.month(), day.day(), time.hour(), time.minute(), time.second(), tzinfo=VIETNAM
        )
    return datetime.fromtimestamp(value.toSecsSinceEpoch(), VIETNAM)
