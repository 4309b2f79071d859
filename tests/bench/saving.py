"""Saving against its peers: guarded, with history and receipts, beside the same rows into a plain table, and beside raw COPY."""

from __future__ import annotations

import io
from collections.abc import Sequence
from uuid import UUID, uuid4

from psycopg2.extensions import connection as Connection
from psycopg2.extras import execute_values

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.changes import Insert, Update, save
from tests.bench.measure import Figures, race

COLUMNS = ("name", "address", "phone", "pharmacy_type", "operating_state", "open_24h", "reported_at")
PLAIN = """
    DROP TABLE IF EXISTS public.plain;
    CREATE TABLE public.plain (LIKE ncovy.pharmacy INCLUDING DEFAULTS INCLUDING IDENTITY);
    INSERT INTO public.plain OVERRIDING SYSTEM VALUE SELECT * FROM ncovy.pharmacy;
    ALTER TABLE public.plain ADD PRIMARY KEY (id), ADD UNIQUE (uid);
    CREATE INDEX ON public.plain USING gist (geom);
    SELECT setval(pg_get_serial_sequence('public.plain', 'id'), 1000000);
    GRANT ALL ON public.plain TO PUBLIC
"""
INTO_PLAIN = "INSERT INTO public.plain (uid, geom, name, address, phone, pharmacy_type, operating_state, open_24h, reported_at) VALUES %s"
UPDATE_PLAIN = "UPDATE public.plain AS p SET phone = v.phone FROM (VALUES %s) AS v (uid, phone) WHERE p.uid = v.uid::uuid"
PLACES = """
    SELECT ST_AsBinary(ST_SetSRID(ST_MakePoint(ST_X(p) + (n %% 97) * 0.00001, ST_Y(p) + (n %% 89) * 0.00001), 4326))
      FROM (SELECT ST_PointOnSurface(geom) AS p FROM ncovy.unit WHERE parent_code = '412' AND era = 2021 AND level = 3 ORDER BY code LIMIT 1) AS u,
           generate_series(1, %s) AS n
"""
Row = tuple[UUID, bytes, dict[str, object]]


def make_plain(admin: Connection) -> None:
    """The peer: the same columns and indexes, nothing that guards them."""
    with admin.cursor() as cursor:
        cursor.execute(PLAIN)
        cursor.execute("ANALYZE public.plain")
    admin.commit()


def inserts(editor: Connection, catalogue: Catalogue, count: int, rounds: int) -> Figures:
    """`count` new features in one save."""
    places = _places(editor, count)
    rivals = {
        "ncovy save": lambda: _save(editor, catalogue, [Insert("pharmacy", uid, values, wkb) for uid, wkb, values in _rows(places)]),
        "plain table, INSERT … VALUES": lambda: _plain(editor, _rows(places)),
        "limit: raw COPY": lambda: _copy(editor, _rows(places)),
    }
    return race(rivals, rounds)


def updates(editor: Connection, admin: Connection, catalogue: Catalogue, count: int, rounds: int) -> Figures:
    """`count` changed phone numbers in one save, among all that is there."""
    uids = own(editor, catalogue, count)
    rivals = {
        "ncovy save": lambda: _save(editor, catalogue, _changes(admin, uids)),
        "plain table, UPDATE … FROM (VALUES)": lambda: _update_plain(editor, uids),
    }
    return race(rivals, rounds)


def _rows(places: Sequence[bytes]) -> list[Row]:
    values = {"phone": "02383844129", "pharmacy_type": "drug_counter", "operating_state": "open", "open_24h": False, "reported_at": "2021-09-17T08:00:00+07:00"}
    return [(uuid4(), wkb, {"name": f"Quầy thuốc {number}", "address": f"{number} Lê Lợi", **values}) for number, wkb in enumerate(places)]


def _save(editor: Connection, catalogue: Catalogue, changes: Sequence[Insert] | Sequence[Update]) -> None:
    stored = save(editor, changes, client_uid=uuid4(), comment="bench", catalogue=catalogue)
    if len(stored) != len(changes):
        raise RuntimeError("not everything was stored")


def _plain(editor: Connection, rows: Sequence[Row]) -> None:
    with editor.cursor() as cursor:
        listed = [(str(uid), wkb, *(values[name] for name in COLUMNS)) for uid, wkb, values in rows]
        execute_values(cursor, INTO_PLAIN, listed, "(%s, ST_GeomFromWKB(%s, 4326), %s, %s, %s, %s, %s, %s, %s)", page_size=1000)
    editor.commit()


def _copy(editor: Connection, rows: Sequence[Row]) -> None:
    lines = ("\t".join([str(uid), wkb.hex(), *(str(values[name]) for name in COLUMNS)]) for uid, wkb, values in rows)
    with editor.cursor() as cursor:
        cursor.copy_expert(f"COPY public.plain (uid, geom, {', '.join(COLUMNS)}) FROM STDIN", io.StringIO("\n".join(lines)))
    editor.commit()


def _places(editor: Connection, count: int) -> list[bytes]:
    with editor.cursor() as cursor:
        cursor.execute(PLACES, (count,))
        places = [bytes(row[0]) for row in cursor.fetchall()]
    editor.commit()
    return places


def own(editor: Connection, catalogue: Catalogue, count: int) -> list[UUID]:
    """Features of the editor's own, in the plain table too."""
    rows = _rows(_places(editor, count))
    _save(editor, catalogue, [Insert("pharmacy", uid, values, wkb) for uid, wkb, values in rows])
    _plain(editor, rows)
    return [uid for uid, _, _ in rows]


def _changes(admin: Connection, uids: Sequence[UUID]) -> list[Update]:
    with admin.cursor() as cursor:
        cursor.execute("SELECT uid::text, row_version FROM ncovy.pharmacy WHERE uid = ANY (%s::uuid[])", ([str(uid) for uid in uids],))
        versions = dict(cursor.fetchall())
    admin.rollback()
    return [Update("pharmacy", uid, versions[str(uid)], {"phone": f"0238{versions[str(uid)] + 3000000:07d}"}, None) for uid in uids]


def _update_plain(editor: Connection, uids: Sequence[UUID]) -> None:
    with editor.cursor() as cursor:
        execute_values(cursor, UPDATE_PLAIN, [(str(uid), f"0238{number + 3000000:07d}") for number, uid in enumerate(uids)], page_size=1000)
    editor.commit()
