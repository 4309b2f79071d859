"""The windows beside the map, on a real database: what they list is what is there, what they answer is a sentence."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QWidget

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis.project import open_project
from ncovy_qgis.gis.source import Source
from ncovy_qgis.gis.stored_styles import store_forms
from ncovy_qgis.ui import waiting
from ncovy_qgis.ui.connect import ConnectDialog, remember, remembered
from ncovy_qgis.ui.health import HealthDialog
from ncovy_qgis.ui.submit import SubmitDialog
from tests.gis.editors import own_service
from tests.gis.fresh import OLDER_FORMS
from tests.resting import emptied
from tests.server import Database

DRAFT = """
    INSERT INTO ncovy.pharmacy (name, geom, reported_at, source_org, location_method, pharmacy_type, operating_state, open_24h, delivery, warning_reason)
    VALUES (%s, 'SRID=4326;POINT(105.68 18.67)', '2021-09-17', 'CDC Nghệ An', 'gps', 'pharmacy', 'open', false, false, 'Đã gọi điện xác minh')
"""
HALF = "INSERT INTO ncovy.pharmacy (name, geom, reported_at) VALUES ('Quầy thuốc số 5', 'SRID=4326;POINT(105.69 18.68)', '2021-09-17')"


@pytest.fixture
def window(qgis_app: Any) -> Iterator[QWidget]:
    made = QWidget()
    yield made
    made.deleteLater()
    emptied(QgsProject.instance())


@pytest.fixture
def lan(database: Database) -> Source:
    database.run(DRAFT, ("Nhà thuốc Hồng Ngọc",), person="lan")
    database.run(HALF, person="lan")
    return own_service(database, "lan")


def test_complete_drafts_are_submitted_and_half_ones_get_their_reason(window: QWidget, lan: Source, catalogue: Catalogue, database: Database) -> None:
    opened = open_project(lan, catalogue, QgsProject.instance())
    layers = {layer.name: opened.layers[layer.name] for layer in catalogue.layers}
    dialog = SubmitDialog(window, lan, catalogue, layers, None)
    dialog.start()
    assert dialog.list.topLevelItemCount() == 2
    dialog.submit()
    answers = {dialog.list.topLevelItem(index).text(0): dialog.list.topLevelItem(index).text(2) for index in range(2)}
    states = dict(database.run("SELECT name, review_state FROM ncovy.pharmacy"))
    assert answers["Nhà thuốc Hồng Ngọc"] == "Đã gửi"
    assert states == {"Nhà thuốc Hồng Ngọc": "submitted", "Quầy thuốc số 5": "draft"}
    assert answers["Quầy thuốc số 5"] not in ("", "Đã gửi")


def test_without_a_draft_one_is_told_so_and_cannot_send(window: QWidget, database: Database, catalogue: Catalogue) -> None:
    dialog = SubmitDialog(window, own_service(database, "lan"), catalogue, {}, None)
    dialog.start()
    assert dialog.summary.text() == "Bạn không có bản nháp nào để gửi." and not dialog.send.isEnabled()


def test_what_is_missing_is_said_and_mended(window: QWidget, database: Database, catalogue: Catalogue) -> None:
    database.run(f"ALTER DATABASE \"{database.name}\" SET timezone TO 'UTC'")
    dialog = HealthDialog(window, own_service(database, "admin"), catalogue, {})
    dialog.start()
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("múi giờ UTC" in text for text in texts)
    dialog.findChild(QPushButton, "ncovyMend_time_zone").click()
    assert database.run("SHOW timezone") == [("Asia/Ho_Chi_Minh",)]
    dialog.findChild(QPushButton, "ncovyMend_web_style").click()
    assert database.run("SELECT count(*) > 0 FROM ncovy.web_style WHERE name = 'style.json'") == [(True,)]


def test_mending_the_database_brings_the_stored_forms_along(window: QWidget, database: Database, catalogue: Catalogue) -> None:
    admin = own_service(database, "admin")
    store_forms(admin, replace(catalogue, layers=(catalogue.layer("pharmacy"),)))
    database.run(OLDER_FORMS + "; UPDATE ncovy.setting SET value = '{\"version\": \"x\"}' WHERE name = 'application'")
    dialog = HealthDialog(window, admin, catalogue, {})
    dialog.start()
    dialog.findChild(QPushButton, "ncovyMend_upgrade").click()
    assert database.run("SELECT value::text LIKE '%older%' FROM ncovy.setting WHERE name = 'stored_forms'") == [(False,)]
    database.run("DROP TABLE public.layer_styles")


def test_who_may_not_mend_is_told_so(window: QWidget, database: Database, catalogue: Catalogue) -> None:
    dialog = HealthDialog(window, own_service(database, "vy"), catalogue, {})
    dialog.start()
    dialog.mend("time_zone")
    assert dialog.answer.text()
    assert "must be owner" not in dialog.answer.text()


def test_a_server_that_is_not_there_is_the_first_sign(window: QWidget, catalogue: Catalogue, monkeypatch: Any, tmp_path: Path) -> None:
    services = tmp_path / "services"
    services.write_text(f"[nowhere]\nhost={tmp_path}\ndbname=none\n")
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    dialog = HealthDialog(window, Source(service="nowhere"), catalogue, {})
    dialog.start()
    assert any("máy chủ" in label.text().lower() for label in dialog.findChildren(QLabel))


def test_a_connection_is_tried_then_remembered(window: QWidget, lan: Source) -> None:
    dialog = ConnectDialog(window)
    dialog.service.setCurrentText(lan.service)
    dialog.accept()
    assert "«lan»" in dialog.answer.text()
    assert remembered() == lan


def test_a_connection_that_fails_is_not_remembered(window: QWidget, monkeypatch: Any, tmp_path: Path) -> None:
    services = tmp_path / "services"
    services.write_text(f"[nowhere]\nhost={tmp_path}\ndbname=none\n")
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    dialog = ConnectDialog(window)
    dialog.service.setCurrentText("nowhere")
    dialog.accept()
    assert dialog.answer.text()
    assert remembered() is None


@pytest.mark.parametrize("content", [b"", b"host=x\n\xff\xfe[broken", b"[unclosed\nhost=x\n", b"\x00\x01"])
def test_a_broken_service_file_leaves_a_window_that_says_what_is_wrong(window: QWidget, monkeypatch: Any, tmp_path: Path, content: bytes) -> None:
    services = tmp_path / "services"
    services.write_bytes(content)
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    monkeypatch.setenv("PGSYSCONFDIR", str(tmp_path / "none"))
    dialog = ConnectDialog(window)
    assert dialog.service.count() == 0
    dialog.service.setCurrentText("ncovy")
    assert not dialog.test()
    assert dialog.answer.text().endswith(".")
    assert not dialog.result()


def test_an_account_is_chosen_with_its_server_and_shown_again(window: QWidget) -> None:
    chosen = Source(authcfg="abc1234", host="db.example.org", port="5433", dbname="ncovy")
    remember(chosen)
    dialog = ConnectDialog(window)
    assert (dialog.by_account.isChecked(), dialog.by_service.isChecked()) == (True, False)
    assert (dialog.host.text(), dialog.port.text(), dialog.dbname.text()) == ("db.example.org", "5433", "ncovy")
    assert dialog.host.isEnabled()
    dialog.by_service.setChecked(True)
    assert not dialog.host.isEnabled()


def test_waiting_serves_the_window_and_gives_up_in_time(window: QWidget) -> None:
    beats: list[float] = []
    from qgis.PyQt.QtCore import QTimer

    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(time.monotonic()))
    timer.start(20)
    thread = Thread(target=time.sleep, args=(3,), daemon=True)
    thread.start()
    start = time.monotonic()
    assert not waiting.wait(thread, window, "…", patience=0.6)
    assert time.monotonic() - start < 1.5
    assert len(beats) > 8


def test_waiting_carries_results_and_errors_over(window: QWidget) -> None:
    assert waiting.run(lambda: 42, window, "…") == 42

    def fail() -> None:
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        waiting.run(fail, window, "…")
    QCoreApplication.processEvents()
