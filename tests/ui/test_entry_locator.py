"""Ctrl+K finds features and communes without accents: the search runs in the locator's thread, what is chosen is shown on the map."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from qgis.core import QgsFeedback, QgsLocatorContext, QgsLocatorResult, QgsPointXY, QgsProject

from ncovy_qgis.gis.positions import to_map
from ncovy_qgis.ui.entry import locator as module
from ncovy_qgis.ui.entry.locator import PREFIX, NcovyLocatorFilter, pack, unpack
from ncovy_qgis.ui.entry.part import EntryPart
from ncovy_qgis.ui.session import Session
from tests.server import Database
from tests.ui.entering import part, project, said, session, until

__all__ = ["part", "project", "session"]
SITES = [("Trạm y tế phường Lê Mao", 105.681389, 18.679722), ("Trạm y tế xã Lệ Mão", 105.62, 19.14), ("Điểm lấy mẫu Quang Trung", 105.675, 18.67)]
EXTENT = "SELECT ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom) FROM ncovy.unit WHERE code = '16837' AND era = 2021"
INSERT = """
    INSERT INTO ncovy.testing_site (name, geom, active_from)
    SELECT n, ST_SetSRID(ST_MakePoint(x, y), 4326), '2021-08-22' FROM unnest(%s::text[], %s::float[], %s::float[]) AS t (n, x, y)
"""


@pytest.fixture
def finding(session: Session, database: Database) -> Iterator[Session]:
    """The desk with three sites in the database."""
    database.run(INSERT, tuple(map(list, zip(*SITES))))
    for layer in session.layers().values():
        layer.dataProvider().reloadData()
    yield session
    session.iface.locator.cancel()


def search(session: Session, text: str, qtbot: Any) -> list[QgsLocatorResult]:
    """All that the real locator finds, best first."""
    found: list[QgsLocatorResult] = []
    locator = session.iface.locator

    def keep(result: QgsLocatorResult) -> None:
        found.append(QgsLocatorResult(result))  # what a signal hands over lives no longer than the call

    locator.foundResult.connect(keep)
    try:
        with qtbot.waitSignal(locator.finished, timeout=10_000):
            locator.fetchResults(text, QgsLocatorContext())
    finally:
        locator.foundResult.disconnect(keep)
    return sorted(found, key=lambda result: -result.score)


def test_a_feature_is_found_without_accents(finding: Session, part: EntryPart, qtbot: Any) -> None:
    found = search(finding, "tram y te le mao", qtbot)
    assert {result.displayString for result in found} == {"Trạm y tế phường Lê Mao", "Trạm y tế xã Lệ Mão"}
    assert all(result.description.startswith("Điểm xét nghiệm · ") for result in found)
    assert not any(result.icon.isNull() for result in found)


def test_typed_accents_come_first(finding: Session, qtbot: Any) -> None:
    assert search(finding, "trạm y tế lê mao", qtbot)[0].displayString == "Trạm y tế phường Lê Mao"
    assert search(finding, "trạm y tế lệ mão", qtbot)[0].displayString == "Trạm y tế xã Lệ Mão"


def test_features_and_communes_answer_together(finding: Session, qtbot: Any) -> None:
    found = search(finding, "le mao", qtbot)
    assert ("Phường Lê Mao", "Thành phố Vinh") in {(result.displayString, result.description) for result in found}
    assert len(found) >= 3


def test_the_prefix_is_one_that_qgis_accepts(finding: Session, qtbot: Any) -> None:
    (made,) = [each for each in finding.iface.locator.filters() if each.name() == "ncovy"]
    assert made.activePrefix() == PREFIX
    assert search(finding, f"{PREFIX} quang trung", qtbot)[0].displayString == "Điểm lấy mẫu Quang Trung"


@pytest.mark.parametrize("text", ["l", "khong co gi nhu vay", "%%", "'; SELECT 1 --"])
def test_nothing_is_found_for_nothing(finding: Session, qtbot: Any, text: str) -> None:
    assert search(finding, text, qtbot) == []


def test_choosing_a_feature_zooms_and_selects_it(finding: Session, qtbot: Any) -> None:
    result = search(finding, "trạm y tế lê mao", qtbot)[0]
    result.filter.triggerResult(result)
    layer, canvas = finding.layers()["testing_site"], finding.iface.mapCanvas()
    assert [feature["name"] for feature in layer.selectedFeatures()] == ["Trạm y tế phường Lê Mao"]
    assert finding.iface.activeLayer() is layer
    spot = to_map(QgsPointXY(*SITES[0][1:]), QgsProject.instance())
    assert canvas.extent().contains(spot)
    assert canvas.extent().width() < 5000


def test_its_form_is_opened_on_request(finding: Session, qtbot: Any) -> None:
    result = search(finding, "quang trung mau", qtbot)[0]
    (action,) = result.actions
    assert action.text == "Mở biểu mẫu"
    result.filter.triggerResultFromAction(result, action.id)
    assert finding.iface.asked_for == [("Điểm xét nghiệm", "Điểm lấy mẫu Quang Trung")]


def test_choosing_a_commune_shows_all_of_it(finding: Session, qtbot: Any, database: Database) -> None:
    result = next(each for each in search(finding, "Xã Nậm Cắn", qtbot) if each.displayString == "Xã Nậm Cắn")
    result.filter.triggerResult(result)
    ((west, south, east, north),) = database.run(EXTENT)
    for corner in (QgsPointXY(west, south), QgsPointXY(east, north)):
        assert finding.iface.mapCanvas().extent().contains(to_map(corner, QgsProject.instance()))


def test_the_search_runs_in_another_thread(finding: Session, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[int] = []
    real = module.find_features

    def watched(*arguments: Any) -> Any:
        threads.append(threading.get_ident())
        return real(*arguments)

    monkeypatch.setattr(module, "find_features", watched)
    assert search(finding, "quang trung", qtbot)
    assert threads and threading.get_ident() not in threads


def test_a_newer_search_leaves_no_answers_of_the_older(finding: Session, qtbot: Any) -> None:
    found: list[tuple[str, str]] = []
    locator = finding.iface.locator

    def keep(result: QgsLocatorResult) -> None:
        name, target = result.displayString, str(result.userData)
        found.extend([(name, target)] if unpack(target)[0] else [])

    locator.foundResult.connect(keep)
    for text in ("tram", "tram y", "quang trung"):
        locator.fetchResults(text, QgsLocatorContext())
    until(qtbot, lambda: bool(found) and not locator.isRunning())
    locator.foundResult.disconnect(keep)
    assert {name for name, _ in found} == {"Điểm lấy mẫu Quang Trung"}, found


def test_without_a_map_and_without_a_server_nothing_is_found(finding: Session, qtbot: Any) -> None:
    for place in (None, {"host": "127.0.0.1", "port": "1", "dbname": "none"}):
        made = NcovyLocatorFilter(finding.catalogue, lambda place=place: place, lambda *_: None)
        with qtbot.assertNotEmitted(made.resultFetched):
            made.prepare("le mao", QgsLocatorContext())
            made.fetchResults("le mao", QgsLocatorContext(), QgsFeedback())


def test_a_cancelled_search_does_not_start(finding: Session, qtbot: Any) -> None:
    (made,) = [each for each in finding.iface.locator.filters() if each.name() == "ncovy"]
    feedback = QgsFeedback()
    feedback.cancel()
    made.prepare("le mao", QgsLocatorContext())
    with qtbot.assertNotEmitted(made.resultFetched):
        made.fetchResults("le mao", QgsLocatorContext(), feedback)


@pytest.mark.parametrize("target", [("pharmacy", 7, (105.1, 18.5, 105.123456789, 18.6)), ("", 0, (-1.5, 0.0, 1e-7, 2.0))])
def test_a_target_survives_as_text(target: Any) -> None:
    assert unpack(pack(target)) == target


def test_a_feature_that_is_gone_opens_no_empty_form(finding: Session, part: EntryPart) -> None:
    part._adding.go_to("testing_site", 999_999, (105.68, 18.67, 105.68, 18.67), True)
    assert finding.iface.asked_for == []
    assert "không còn trên bản đồ" in said(finding)
