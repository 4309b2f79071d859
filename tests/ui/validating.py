"""What the tests of the validation dock share: findings of every kind, and a dock that has checked."""

from __future__ import annotations

import time
from typing import Any, Callable

from qgis.PyQt.QtCore import QCoreApplication, QModelIndex

from ncovy_qgis.core.catalogue import Catalogue, Text
from ncovy_qgis.db.findings import Finding
from ncovy_qgis.ui.session import Session
from ncovy_qgis.ui.validation import Validation
from ncovy_qgis.ui.validation.rows import Row
from tests.server import Database
from tests.ui.exercise import EXERCISE
from tests.ui.window import the_part

# One pharmacy with a warning and an odd spelling, one with errors, one zone with a point in it that is not linked.
ROWS = (
    "INSERT INTO ncovy.pharmacy (name, geom, reported_at, source_org, location_method, pharmacy_type, operating_state, open_24h, delivery, gpp_expiry, phone)"
    " VALUES ('Nhà thuốc Hồng Ngọc', 'SRID=4326;POINT(105.6805 18.6705)', '2021-09-17', 'CDC Nghệ An', 'gps', 'pharmacy', 'open', false, false,"
    " '2021-01-01', '0238 3844 528')",
    "INSERT INTO ncovy.pharmacy (name, geom, reported_at) VALUES ('Quầy thuốc số 5', 'SRID=4326;POINT(105.69131 18.68131)', '2021-09-17')",
    "INSERT INTO ncovy.lockdown_zone (name, geom, active_from, status, measure) VALUES ('Khối 3', 'SRID=4326;MULTIPOLYGON(((105.67 18.66, 105.674 18.66,"
    " 105.674 18.664, 105.67 18.664, 105.67 18.66)))', '2021-09-10', 'active', 'temporary_isolation')",
    "INSERT INTO ncovy.lockdown_point (name, geom, active_from, status) VALUES ('Ngõ 12', 'SRID=4326;POINT(105.67211 18.66211)', '2021-09-10', 'active')",
)


def make_findings(database: Database) -> None:
    """As Lan wrote them, on the day of the exercise."""
    database.run(EXERCISE)
    for statement in ROWS:
        database.run(statement, person="lan")


def part_of(session: Session) -> Validation:
    return the_part(session, Validation)


def until(holds: Callable[[], Any], seconds: float = 20) -> Any:
    """Serve the window until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came"
        QCoreApplication.processEvents()
        time.sleep(0.005)
    return holds()


def checked(session: Session) -> Any:
    """The dock after its first check."""
    part_of(session).show()
    return settled(session)


def settled(session: Session) -> Any:
    """The dock when nothing is being done any more."""
    checking = part_of(session)
    until(lambda: checking._work is None and not checking._recording)
    return checking._dock


def groups(dock: Any) -> list[str]:
    return [dock.model.data(dock.model.index(row, 0)) for row in range(dock.model.rowCount())]


def listed(dock: Any) -> list[Row]:
    """All rows shown, top to bottom."""
    return [row for group in dock.model.groups for row in group.rows]


def choose(dock: Any, code: str, name: str = "") -> QModelIndex:
    """Put the cursor on a finding."""
    row = next(row for row in listed(dock) if row.finding.code == code and (not name or row.finding.name == name))
    index = dock.index_of(row.finding.uid, code)
    dock.tree.setCurrentIndex(index)
    return index


def many_findings(count: int, catalogue: Catalogue) -> list[Finding]:
    """Every layer, forty rules, all communes."""
    severities = ("error", "warning", "note")
    return [
        Finding(
            catalogue.layers[n % 10].name, f"uid {n}", f"Nhà thuốc Hồng Bàng số {n}", "name", f"code {n % 40}", severities[n % 40 % 3],
            Text(f"Câu {n % 40}.", ""), 105.0, 19.0,
            id=n, commune=f"Xã Nghi Phú {n % 460}", district="Thành phố Vinh",
        )
        for n in range(count)
    ]  # fmt: skip
