"""The algorithms of the supervisor's desk: what waits, a layer as it was, the audit as CSV, one save undone."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException
from qgis.PyQt.QtCore import QDateTime

from ncovy_qgis.core.oversight import LOG, header
from ncovy_qgis.core.rules.moments import VIETNAM
from ncovy_qgis.core.safe_csv import ENCODING
from ncovy_qgis.db.changes import Insert, Update
from ncovy_qgis.processing.provider import NcovyProvider
from tests.db.desk import VINH, VINH_2, call, pharmacy, point, row, store, zone
from tests.gis.editors import own_service
from tests.processing.test_algorithms import run
from tests.server import Database

MOVED = (105.6800, 18.6875)


@pytest.fixture
def provider(qgis_app: Any) -> Iterator[NcovyProvider]:
    made = NcovyProvider()
    QgsApplication.processingRegistry().addProvider(made)
    yield made
    QgsApplication.processingRegistry().removeProvider(made)


@pytest.fixture
def waiting(database: Database, provider: NcovyProvider) -> Insert:
    """A pharmacy that Lan handed over; her draft beside it."""
    insert = pharmacy(VINH, name="Nhà thuốc Hồng Ngọc", note_internal="bí mật")
    store(database, "lan", insert, comment="đợt kiểm tra")
    store(database, "lan", pharmacy(VINH_2))
    call(database, "lan", "submit", "pharmacy", insert.uid, 1)
    return insert


def service(database: Database, person: str) -> str:
    return own_service(database, person).service


def now() -> QDateTime:
    """In Vietnamese wall time, as a person types it."""
    return QDateTime.fromString(datetime.now(VIETNAM).strftime("%Y-%m-%dT%H:%M:%S"), "yyyy-MM-ddTHH:mm:ss").addSecs(2)


def test_what_waits_is_a_layer_of_points(database: Database, waiting: Insert) -> None:
    results, lines = run("review_list", {"SERVICE": service(database, "tuan"), "OUTPUT": "memory:"})
    (feature,) = results["LAYER"].getFeatures()
    assert (feature["name"], feature["kind"], feature["authors"], feature["comment"]) == ("Nhà thuốc Hồng Ngọc", "new", "lan", "đợt kiểm tra")
    assert results["COUNT"] == 1 and lines[-1].startswith("1 ")
    assert feature.geometry().asPoint().x() == pytest.approx(VINH[0])


def test_only_ones_own_areas_where_that_is_asked(database: Database, waiting: Insert) -> None:
    assert run("review_list", {"SERVICE": service(database, "hoa"), "MINE": True})[0]["COUNT"] == 0
    assert run("review_list", {"SERVICE": service(database, "thu"), "MINE": True})[0]["COUNT"] == 1


def test_a_layer_comes_back_as_it_was_with_its_types(database: Database, waiting: Insert) -> None:
    asked = {"SERVICE": service(database, "tuan"), "LAYER": "pharmacy", "OUTPUT": "memory:"}
    results, _ = run("as_of", {**asked, "MOMENT": now()})
    found = {feature["name"]: feature for feature in results["LAYER"].getFeatures()}
    first = found["Nhà thuốc Hồng Ngọc"]
    assert results["COUNT"] == 2 and first["row_version"] == 1 and first["note_internal"] == "bí mật"
    assert isinstance(first["reported_at"], QDateTime) and first["open_24h"] in (True, 1)
    early, _ = run("as_of", {**asked, "MOMENT": QDateTime.fromString("2020-01-01T00:00:00", "yyyy-MM-ddTHH:mm:ss")})
    assert early["COUNT"] == 0


def test_the_public_saw_what_was_approved_and_public_columns_alone(database: Database, waiting: Insert) -> None:
    call(database, "tuan", "approve", "pharmacy", waiting.uid, 1)
    store(database, "lan", Update("pharmacy", waiting.uid, 1, {"name": "Tên chưa duyệt"}, point(MOVED)))
    asked = {"SERVICE": service(database, "tuan"), "LAYER": "pharmacy", "MOMENT": now(), "PUBLIC": True, "OUTPUT": "memory:"}
    results, _ = run("as_of", asked)
    (feature,) = results["LAYER"].getFeatures()
    assert feature["name"] == "Nhà thuốc Hồng Ngọc" and feature.geometry().asPoint().x() == pytest.approx(VINH[0])
    names = set(feature.fields().names())
    assert not names & {"note_internal", "contact_phone", "edited_by", "review_state"}


def test_zones_are_polygons(database: Database, provider: NcovyProvider) -> None:
    store(database, "lan", zone())
    asked = {"SERVICE": service(database, "tuan"), "LAYER": "lockdown_zone", "MOMENT": now(), "OUTPUT": "memory:"}
    results, _ = run("as_of", asked)
    (feature,) = results["LAYER"].getFeatures()
    assert feature.geometry().isMultipart() and feature.geometry().area() == pytest.approx(0.002**2)


def test_the_audit_is_written_as_a_file_for_spreadsheets(database: Database, waiting: Insert, tmp_path: Path) -> None:
    results, _ = run("audit", {"SERVICE": service(database, "tuan"), "OUTPUT": str(tmp_path / "a.csv")})
    table = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text(ENCODING), newline="")))
    assert table[0] == list(header(LOG)) and len(table) - 1 == results["ROWS"]
    assert {"Thêm mới", "Gửi duyệt"} <= {line[3] for line in table}
    results, _ = run("audit", {"SERVICE": service(database, "tuan"), "REPORT": "activity", "SINCE": now(), "UNTIL": now(), "OUTPUT": str(tmp_path / "b.csv")})
    assert results["ROWS"] == 0


def test_who_is_no_supervisor_gets_a_sentence_and_no_file(database: Database, waiting: Insert, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="ncovy_supervisor"):
        run("audit", {"SERVICE": service(database, "lan"), "OUTPUT": str(tmp_path / "a.csv")})
    with pytest.raises(QgsProcessingException, match="nowhere"):
        run("audit", {"SERVICE": service(database, "tuan"), "OUTPUT": str(tmp_path / "nowhere" / "a.csv")})
    assert not list(tmp_path.iterdir())


def test_a_save_is_undone_after_it_was_looked_at(database: Database, waiting: Insert) -> None:
    store(database, "lan", Update("pharmacy", waiting.uid, 1, {"phone": "115"}, point(MOVED)))
    ((number,),) = database.run("SELECT max(id) FROM ncovy.changeset")
    asked = {"SERVICE": service(database, "tuan"), "CHANGESET": number}
    looked, lines = run("restore", asked)
    assert (looked["STEPS"], looked["CONFLICTS"], looked["DONE"]) == (1, 0, 0)
    assert lines[-1].startswith("Dời vị trí: pharmacy «Nhà thuốc Hồng Ngọc»")
    assert row(database, "pharmacy", waiting.uid, "row_version") == (2,)
    done, _ = run("restore", {**asked, "DRY_RUN": False, "REASON": "nhầm địa điểm"})
    assert done["DONE"] == 1
    assert row(database, "pharmacy", waiting.uid, "row_version", "phone", "review_state") == (3, "0238 3844 528", "draft")


def test_what_was_changed_since_stays_unless_it_is_asked_for(database: Database, waiting: Insert) -> None:
    store(database, "lan", Update("pharmacy", waiting.uid, 1, {"phone": "115"}))
    ((number,),) = database.run("SELECT max(id) FROM ncovy.changeset")
    store(database, "minh", Update("pharmacy", waiting.uid, 2, {"name": "Nhà thuốc Minh"}))
    asked = {"SERVICE": service(database, "tuan"), "CHANGESET": number, "DRY_RUN": False, "REASON": "sai"}
    kept, lines = run("restore", asked)
    assert (kept["CONFLICTS"], kept["DONE"]) == (1, 0) and "minh đã sửa sau đó" in lines[-1]
    assert row(database, "pharmacy", waiting.uid, "row_version") == (3,)
    assert run("restore", {**asked, "LATER": True})[0]["DONE"] == 1
    assert row(database, "pharmacy", waiting.uid, "row_version", "name") == (4, "Nhà thuốc Hồng Ngọc")


def test_a_restore_without_a_reason_does_not_start(provider: NcovyProvider) -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ncovy:restore")
    good, why = algorithm.checkParameterValues({"CHANGESET": 1, "DRY_RUN": False, "REASON": "  "}, QgsProcessingContext())
    assert not good and "lý do" in why
    assert algorithm.checkParameterValues({"CHANGESET": 1}, QgsProcessingContext())[0]
