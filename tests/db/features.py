"""Features for the tests of checks: complete ones of every layer, written as the administrator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from psycopg2 import sql

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.checks import Finding, check

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

# Complete features in Phường Hưng Bình (Vinh) that no rule and no check has anything to say about, on 17/09/2021 18:00.
SHARED: Mapping[str, Any] = {"location_method": "gps", "source_org": "CDC Nghệ An", "reported_at": "2021-09-17T09:00+07"}
ACTIVE: Mapping[str, Any] = {
    **SHARED, "status": "active", "active_from": "2021-09-10T00:00+07",
    "decision_no": "3300/QĐ-UBND", "decision_date": "2021-09-09", "decision_authority": "UBND tỉnh Nghệ An",
}  # fmt: skip
COMPLETE: Mapping[str, Mapping[str, Any]] = {
    "lockdown_zone": {**ACTIVE, "measure": "ct16", "extent": "hamlet", "boundary_text": "Khối 1"},
    "lockdown_point": {**ACTIVE, "measure": "temporary_isolation", "scope": "alley"},
    "control_checkpoint": {
        **ACTIVE, "checkpoint_type": "commune", "admin_level": "commune", "lead_agency": "Công an phường", "road_name": "QL1A", "direction": "both",
        "opening_hours": "24/7", "pass_rule": "declare", "green_lane": False,
    },
    "road_block": {
        **ACTIVE, "block_type": "gate", "pass_rule": "none", "road_name": "QL1A", "managed_by": "UBND phường", "emergency_phone": "115",
        "manned": True, "blocks_ambulance": False,
    },
    "medical_facility": {
        **SHARED, "facility_type": "health_station", "operating_state": "open", "reception_state": "normal", "emergency_24h": False,
        "level": "commune", "ownership": "public",
    },
    "covid_treatment_facility": {**ACTIVE, "facility_kind": "converted_hospital", "tier": "1", "accept_state": "accepting", "beds_total": 100},
    "pharmacy": {**SHARED, "pharmacy_type": "pharmacy", "operating_state": "open", "open_24h": False, "delivery": False},
}  # fmt: skip
LON, LAT = 105.6725, 18.6832


def point(east_m: float = 0, north_m: float = 0) -> str:
    return f"POINT({LON + east_m / 105_400:.7f} {LAT + north_m / 110_700:.7f})"


def square(side_m: float, east_m: float = 0, north_m: float = 0) -> str:
    """A zone whose lower left corner is so far from the origin."""
    x0, y0 = LON + east_m / 105_400, LAT + north_m / 110_700
    x1, y1 = x0 + side_m / 105_400, y0 + side_m / 110_700
    return f"MULTIPOLYGON((({x0} {y0},{x1} {y0},{x1} {y1},{x0} {y1},{x0} {y0})))"


def add(connection: Connection, layer: str, name: str, wkt: str, **values: Any) -> str:
    """Write a feature straight into its table; returns its uid."""
    given = {**COMPLETE[layer], "name": name, "uid": str(uuid4()), **values}
    columns = sql.SQL(", ").join(map(sql.Identifier, given))
    places = sql.SQL(", ").join(sql.Placeholder() * len(given))
    query = sql.SQL("INSERT INTO {} ({}, geom) VALUES ({}, public.ST_GeomFromText(%s, 4326))").format(sql.Identifier("ncovy", layer), columns, places)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ncovy_app.begin_changeset(%s, 'tests')", (str(uuid4()),))
        cursor.execute(query, (*given.values(), wkt))
    return str(given["uid"])


def exercise(connection: Connection, now: str = "2021-09-17T18:00:00+07:00") -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ncovy.setting (name, value) VALUES ('exercise', jsonb_build_object('now', %s::text)) ON CONFLICT (name) DO NOTHING", (now,))


def codes(connection: Connection, catalogue: Catalogue, uid: str | None = None) -> set[str]:
    return {finding.code for finding in check(connection, catalogue) if uid in (None, finding.uid)}


def only(found: tuple[Finding, ...], code: str) -> Finding:
    (finding,) = [each for each in found if each.code == code]
    return finding
