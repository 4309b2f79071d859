"""Ending features: what is in force is lifted at a time and by a decision, what is open is closed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from typing import Any

from ...core.catalogue import Layer
from ...db.connection import connect, value_of
from ..source import Source
from ..values import VIETNAM

CLOSED = ("closed_permanently", "closed_temporarily")


def time_of(source: Source) -> datetime:
    """Now, or the moment of the exercise, in Vietnamese time to the minute. Touches no QGIS: for a thread."""
    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection:
        now: datetime = value_of(connection, "SELECT ncovy_app.today()")
    return now.astimezone(VIETNAM).replace(second=0, microsecond=0)


def is_lifted(schema: Layer) -> bool:
    """Whether the layer is ended by a date and a decision; else its state of operation is changed."""
    return schema.state_field == "status" and schema.has("active_to")


def lifting(schema: Layer, end: datetime, decision: str) -> Mapping[str, Any]:
    """The values of a feature lifted at `end`; an empty decision number is not written over one that stands."""
    values: dict[str, Any] = {schema.state_field: "lifted", "active_to": end}
    if decision.strip() and schema.has("lift_decision_no"):
        values["lift_decision_no"] = decision
    return values
