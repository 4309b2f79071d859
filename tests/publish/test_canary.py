"""Nothing private in any byte: canary words in every place that must not leave, and a search through the whole site."""

from __future__ import annotations

import getpass
import socket
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Layer
from ncovy_qgis.db.changes import Remove, Update
from ncovy_qgis.publish import ReleaseResult
from tests.db.desk import VINH, VINH_2, call, pharmacy, store
from tests.publish.world import CANARY, archive, files, plain_style, polygon, release, store_style
from tests.server import Database

GZIP = b"\x1f\x8b\x08"


def unpacked(data: bytes) -> Iterator[bytes]:
    """Whatever is packed by gzip inside: side files, tiles, directories and description of an archive."""
    at = data.find(GZIP)
    while at >= 0:
        unpacker = zlib.decompressobj(31)
        with suppress(zlib.error):
            yield unpacker.decompress(data[at:])
        at = data.find(GZIP, at + 1)


@lru_cache(maxsize=2)
def every_byte(release_folder: Path) -> dict[str, bytes]:
    """All files of the site a release was made into, and all that is packed in them."""
    found = {}
    for name, data in files(release_folder.parent.parent).items():
        found[name] = data
        found.update({f"{name} #{number}": part for number, part in enumerate(unpacked(data))})
    return found


def hits(result: ReleaseResult, word: str) -> list[str]:
    forms = {unicodedata.normalize(form, word).encode() for form in ("NFC", "NFD")}
    return [name for name, data in every_byte(result.folder).items() if any(form in data for form in forms)]


def plant(connection: Connection, layer: Layer, **columns: Any) -> None:
    """A raw row in the editors' table, past all guards, with the canary in every free text."""
    values: dict[str, Any] = {field.name: CANARY for field in layer.fields if field.type == "text" and not field.rules and not field.list}
    values.update({"name": CANARY, "reported_at": "2021-09-01", "uid": str(uuid4()), "commune_era": 2021, **columns})
    wkt = f"POINT({VINH[0]} {VINH[1]})" if layer.geometry == "Point" else polygon(VINH, 0.002)
    query = sql.SQL("INSERT INTO {} ({}, geom) VALUES ({}, ST_GeomFromText(%s, 4326))").format(
        sql.Identifier("ncovy", layer.name),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join([sql.Placeholder()] * len(values)),
    )
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(query, (*values.values(), wkt))
        cursor.execute("RESET session_replication_role")


@pytest.mark.parametrize("removed", [False, True])
def test_drafts_and_removed_rows_are_in_no_byte(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path, removed: bool) -> None:
    for layer in catalogue.layers:
        plant(admin, layer, removed=removed, review_state="approved" if removed else "draft")
    result = release(world, tmp_path / "site", catalogue)
    assert sum(result.counts.values()) == 12 * len(catalogue.layers)
    assert hits(result, CANARY) == []


def test_what_waits_or_was_returned_is_in_no_byte(database: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    store_style(database, plain_style(catalogue))
    waiting, returned = store(database, "lan", pharmacy(name=f"Một {CANARY}"), pharmacy(VINH_2, name=f"Hai {CANARY}"))
    for receipt in (waiting, returned):
        call(database, "lan", "submit", "pharmacy", receipt.uid, receipt.row_version)
    call(database, "tuan", "return_item", "pharmacy", returned.uid, returned.row_version, "Thiếu số nhà")
    result = release(database, tmp_path / "site", catalogue)
    assert sum(result.counts.values()) == 0
    assert hits(result, CANARY) == []


def test_a_column_that_the_catalogue_does_not_make_public_is_in_no_byte(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    with admin.cursor() as cursor:
        for layer in catalogue.layers:
            cursor.execute(
                sql.SQL("ALTER TABLE {} ADD COLUMN contact_name text, ADD COLUMN leftover text").format(sql.Identifier("ncovy_public", layer.name))
            )
            cursor.execute(
                sql.SQL("UPDATE {} SET contact_name = %s, leftover = %s").format(sql.Identifier("ncovy_public", layer.name)), (CANARY, CANARY)
            )
    result = release(world, tmp_path / "site", catalogue)
    assert hits(result, CANARY) == []
    assert hits(result, "leftover") == []


def test_private_fields_of_an_approved_feature_stay_inside(database: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    store_style(database, plain_style(catalogue))
    feature = pharmacy(name="Hiệu thuốc Sao Mai", pharmacist=CANARY, contact_name=CANARY, note_internal=CANARY, source_doc=CANARY)
    (receipt,) = store(database, "lan", feature, comment=CANARY)
    call(database, "lan", "submit", "pharmacy", receipt.uid, receipt.row_version)
    call(database, "tuan", "approve", "pharmacy", receipt.uid, receipt.row_version, CANARY)
    result = release(database, tmp_path / "site", catalogue)
    assert result.counts["pharmacy"] == 1
    assert hits(result, "Hiệu thuốc Sao Mai")
    assert hits(result, CANARY) == []
    for person in ("lan", "tuan", "phuc"):
        assert hits(result, f'"{person}"') == []


def test_an_edit_after_approval_stays_inside_while_the_approved_version_shows(database: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    store_style(database, plain_style(catalogue))
    (receipt,) = store(database, "lan", pharmacy(name="Hiệu thuốc Sao Mai"))
    call(database, "lan", "submit", "pharmacy", receipt.uid, receipt.row_version)
    call(database, "tuan", "approve", "pharmacy", receipt.uid, receipt.row_version)
    store(database, "lan", Update("pharmacy", receipt.uid, receipt.row_version, {"name": f"Hiệu thuốc {CANARY}"}, None))
    result = release(database, tmp_path / "site", catalogue)
    assert hits(result, "Hiệu thuốc Sao Mai")
    assert hits(result, CANARY) == []


def test_a_removed_feature_is_gone_once_its_removal_is_approved(database: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    store_style(database, plain_style(catalogue))
    (receipt,) = store(database, "lan", pharmacy(name=f"Hiệu thuốc {CANARY}"))
    call(database, "lan", "submit", "pharmacy", receipt.uid, receipt.row_version)
    call(database, "tuan", "approve", "pharmacy", receipt.uid, receipt.row_version)
    assert hits(release(database, tmp_path / "before", catalogue), CANARY)
    (removal,) = store(database, "lan", Remove("pharmacy", receipt.uid, receipt.row_version, "Đã chuyển đi nơi khác"))
    call(database, "lan", "submit", "pharmacy", receipt.uid, removal.row_version)
    call(database, "tuan", "approve", "pharmacy", receipt.uid, removal.row_version)
    result = release(database, tmp_path / "after", catalogue)
    assert result.counts["pharmacy"] == 0
    assert hits(result, CANARY) == []


def test_no_path_host_or_user_of_the_publisher_is_in_any_byte(first_release: ReleaseResult, published_template: Database) -> None:
    site = first_release.folder.parent.parent
    with closing(published_template.connect("phuc")) as connection:
        folder = connection.info.dsn_parameters["host"]
    for word in (str(site), str(site.parent), folder, published_template.name, "phuc", f'"{getpass.getuser()}"', f'"{socket.gethostname()}"'):
        assert hits(first_release, word) == [], word


def test_the_search_looks_into_tiles_and_their_archive(first_release: ReleaseResult, catalogue: Catalogue) -> None:
    parts = every_byte(first_release.folder)
    packed = [data for name, data in parts.items() if name.startswith(f"releases/{first_release.id}/tiles/") and "#" in name]
    assert all(any(tile in part for part in packed) for _, tile in archive(first_release))
    assert any(b'"vector_layers"' in part for part in packed)
    assert len(hits(first_release, "Hiệu thuốc số 3")) > 3
