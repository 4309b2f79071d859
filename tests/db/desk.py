"""What the tests of the database work with: features that pass every rule, places in two districts, a summary of all tables."""

from __future__ import annotations

import struct
import subprocess
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timezone
from typing import Any
from uuid import UUID, uuid4

from psycopg2 import sql

from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.db.changes import Change, Insert, Receipt, save
from tests.server import Database

VINH = (105.679530, 18.686737)
VINH_2 = (105.681, 18.688)
QUYNH_LUU = (105.62806, 19.14167)
LAOS = (103.0, 19.0)
REPORTED = datetime(2021, 9, 1, tzinfo=timezone.utc)
LAYERS = tuple(layer.name for layer in load_catalogue().layers)
PHARMACY: Mapping[str, Any] = {
    "name": "Nhà thuốc Quang Trung",
    "pharmacy_type": "pharmacy",
    "operating_state": "open",
    "phone": "0238 3844 528",
    "source_org": "Sở Y tế Nghệ An",
    "reported_at": REPORTED,
    "open_24h": True,
    "delivery": False,
    "location_method": "gps",
}
ZONE: Mapping[str, Any] = {
    "name": "Khối 3",
    "measure": "medical_isolation",
    "extent": "hamlet",
    "boundary_text": "Phía Bắc giáp đường Quang Trung",
    "status": "planned",
    "source_org": "UBND TP Vinh",
    "reported_at": REPORTED,
    "location_method": "imagery",
}


def point(place: tuple[float, float]) -> bytes:
    """WKB of a point."""
    return struct.pack("<BIdd", 1, 1, *place)


def square(place: tuple[float, float], side: float = 0.002) -> bytes:
    """WKB of a multipolygon: a square of `side` degrees around a place."""
    x, y = place
    half = side / 2
    ring = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half), (x - half, y - half)]
    polygon = struct.pack("<BIII", 1, 3, 1, len(ring)) + b"".join(struct.pack("<dd", *corner) for corner in ring)
    return struct.pack("<BII", 1, 6, 1) + polygon


def pharmacy(place: tuple[float, float] = VINH, uid: UUID | str | None = None, **values: Any) -> Insert:
    """A pharmacy that may be submitted; its name is its own."""
    key = str(uid or uuid4())
    return Insert("pharmacy", key, {**PHARMACY, "name": f"Nhà thuốc {key[:8]} {key[-2:]}", **values}, point(place))


def zone(place: tuple[float, float] = VINH, uid: UUID | str | None = None, side: float = 0.002, **values: Any) -> Insert:
    return Insert("lockdown_zone", str(uid or uuid4()), {**ZONE, **values}, square(place, side))


def store(database: Database, person: str, *changes: Change, comment: str = "thử") -> tuple[Receipt, ...]:
    """One save by a person."""
    with closing(database.connect(person)) as connection:
        return save(connection, changes, client_uid=uuid4(), comment=comment)


def call(database: Database, person: str, function: str, *arguments: object) -> Any:
    """A function of ncovy_app, called by a person in a transaction of its own."""
    marks = sql.SQL(", ").join(sql.Placeholder() * len(arguments))
    with closing(database.connect(person)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT {}({})").format(sql.Identifier("ncovy_app", function), marks), arguments)
        return (cursor.fetchone() or [None])[0]


def row(database: Database, layer: str, uid: str, *columns: str) -> tuple[Any, ...]:
    """Some columns of a feature, as the superuser sees them."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    with closing(database.admin()) as connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT {} FROM {} WHERE uid = %s").format(names, sql.Identifier("ncovy", layer)), (uid,))
        found: tuple[Any, ...] = cursor.fetchone() or ()
        return found


def everything(database: Database) -> str:
    """A fingerprint of all rows of all tables of ncovy and ncovy_public, but for the units."""
    with closing(database.admin()) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('ncovy', 'ncovy_public') AND tablename <> 'unit' ORDER BY 1, 2")
        each = [sql.SQL("SELECT {} || t::text FROM {} AS t").format(sql.Literal(".".join(name)), sql.Identifier(*name)) for name in cursor.fetchall()]
        cursor.execute(sql.SQL("SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM ({}) AS all_rows (line)").format(sql.SQL(" UNION ALL ").join(each)))
        found: str = (cursor.fetchone() or [""])[0]
        return found


def psql(database: Database, person: str, script: str, *options: str) -> subprocess.CompletedProcess[str]:
    """The plain psql program; its script comes in on stdin unless `-c` is among the options. Errors are told as SQLSTATE only."""
    place = " ".join(f"{key}={value}" for key, value in database.dsn(person).items())
    program = database.cluster.programs() / "psql"  # Debian's own `psql` is a Perl program that looks for this one
    command = [str(program), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=sqlstate", "-d", place, *options]
    return subprocess.run(command, input=script, capture_output=True, text=True, check=False, timeout=60)
