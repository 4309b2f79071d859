"""Reads demo/sample/*.csv and stores it as the demo persons would: saved, submitted, approved. A second run finds everything there."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from psycopg2.extensions import connection as Connection
from psycopg2.extras import execute_values

from ncovy_qgis.core.catalogue import Catalogue, Field, Layer
from ncovy_qgis.db.changes import Insert, save
from ncovy_qgis.db.connection import execute, fetch, transaction

from .persons import Desk

FOLDER = Path(__file__).parent / "sample"
NOW = "2021-09-17T18:00:00+07:00"  # the moment of the exercise
OWN_COLUMNS = {"uid", "lon", "lat", "wkt", "source_url", "invented"}
AUTHORS = {"412": "lan", "421": "hoa"}  # district → who enters it; ngoc enters the rest of the province
APPROVER = "tuan"


@dataclass(frozen=True)
class Row:
    """One line of a sample file."""

    layer: str
    uid: str
    values: Mapping[str, Any]
    wkt: str
    source_url: str
    invented: bool


@dataclass(frozen=True)
class Loaded:
    """What a load stored, and what was there already."""

    added: int
    known: int


def read_sample(catalogue: Catalogue, folder: Path = FOLDER) -> tuple[Row, ...]:
    """All rows, in the order of the catalogue."""
    return tuple(row for layer in catalogue.layers for row in _read_layer(layer, folder / f"{layer.name}.csv"))


def _read_layer(layer: Layer, path: Path) -> Iterator[Row]:
    if not path.exists():
        return  # a layer of the province's own has no sample
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            values = {name: _value(layer.field(name), text) for name, text in line.items() if name not in OWN_COLUMNS and text}
            wkt = line.get("wkt") or f"POINT({line['lon']} {line['lat']})"
            yield Row(layer.name, line["uid"], values, wkt, line["source_url"], line["invented"] == "true")


def _value(field: Field, text: str) -> Any:
    if field.type == "lists":
        return text.split("|")
    if field.type == "boolean":
        return text == "true"
    if field.type == "integer":
        return int(text)
    return text


def start_exercise(admin: Connection) -> None:
    """From now on the database's clock stands at the moment of the exercise."""
    with transaction(admin):
        execute(
            admin,
            "INSERT INTO ncovy.setting (name, value) VALUES ('exercise', %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (json.dumps({"now": NOW}),),
        )


def load_sample(admin: Connection, desk: Desk, catalogue: Catalogue) -> Loaded:
    """Store what is missing; each author saves, then submits his own, and the supervisor approves what is submitted."""
    rows = read_sample(catalogue)
    known = _known(admin, rows)
    missing = [row for row in rows if row.uid not in known]
    by_author: dict[str, list[Insert]] = defaultdict(list)
    for author, insert in _inserts(admin, missing):
        by_author[author].append(insert)
    for author, inserts in by_author.items():
        with desk.connect(author) as connection:
            client = uuid5(NAMESPACE_URL, "".join(sorted(each.uid for each in inserts)))
            save(connection, inserts, client_uid=UUID(str(client)), comment="Nhập dữ liệu mẫu", catalogue=catalogue)
    for author in {*by_author, *AUTHORS.values(), "ngoc"}:
        with desk.connect(author) as connection:
            _submit(connection, author, [row.uid for row in rows])
    with desk.connect(APPROVER) as connection:
        _approve(connection, [row.uid for row in rows])
    return Loaded(len(missing), len(known))


def _known(admin: Connection, rows: Iterable[Row]) -> set[str]:
    uids = [row.uid for row in rows]
    return {uid for (uid,) in fetch(admin, "SELECT uid::text FROM ncovy_app.feature WHERE uid = ANY (%s::uuid[])", (uids,))}


DISTRICTS = """
    SELECT v.uid, public.ST_AsBinary(public.ST_GeomFromText(v.wkt, 4326)),
           (SELECT u.code FROM ncovy.unit AS u WHERE u.level = 2
             ORDER BY u.geom OPERATOR(public.<->) public.ST_PointOnSurface(public.ST_GeomFromText(v.wkt, 4326)) LIMIT 1)
      FROM (VALUES %s) AS v (uid, wkt)
"""


def _inserts(admin: Connection, rows: list[Row]) -> Iterator[tuple[str, Insert]]:
    """Each row as a change, with the person who enters that district."""
    if not rows:
        return
    by_uid = {row.uid: row for row in rows}
    with transaction(admin), admin.cursor() as cursor:
        found = execute_values(cursor, DISTRICTS, [(row.uid, row.wkt) for row in rows], fetch=True, page_size=len(rows))
    for uid, wkb, district in found:
        row = by_uid[uid]
        yield AUTHORS.get(district, "ngoc"), Insert(row.layer, uid, row.values, bytes(wkb))


SUBMIT = """
    SELECT ncovy_app.submit(f.layer, f.uid, f.row_version) FROM ncovy_app.feature AS f
     WHERE f.uid = ANY (%s::uuid[]) AND f.review_state = 'draft' AND f.row_version = 1 AND f.edited_by = %s
"""
APPROVE = """
    SELECT ncovy_app.approve(f.layer, f.uid, f.row_version) FROM ncovy_app.feature AS f
     WHERE f.uid = ANY (%s::uuid[]) AND f.review_state = 'submitted' AND f.row_version = 1
"""


def _submit(connection: Connection, author: str, uids: list[str]) -> None:
    """In one transaction. Drafts changed since are somebody's work in progress: left alone."""
    with transaction(connection):
        fetch(connection, SUBMIT, (uids, author))


def _approve(connection: Connection, uids: list[str]) -> None:
    with transaction(connection):
        fetch(connection, APPROVE, (uids,))
