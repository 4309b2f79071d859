"""Moments in an editor: the wall clock it shows is Vietnamese, whatever the zone of the machine."""

from __future__ import annotations

from datetime import datetime

from qgis.PyQt.QtCore import QDate, QDateTime, QTime
from qgis.PyQt.QtWidgets import QDateTimeEdit

from ...core.rules.moments import VIETNAM

FORM = "dd/MM/yyyy HH:mm"


def put_moment(edit: QDateTimeEdit, moment: datetime) -> None:
    """Show a moment, to the minute."""
    local = moment.astimezone(VIETNAM)
    edit.setDisplayFormat(FORM)
    edit.setCalendarPopup(True)
    edit.setDateTime(QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute)))


def shown_moment(edit: QDateTimeEdit) -> datetime:
    """What it shows."""
    day, time = edit.date(), edit.time()
    return datetime(day.year(), day.month(), day.day(), time.hour(), time.minute(), tzinfo=VIETNAM)
