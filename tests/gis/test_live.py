"""Two people at two QGIS: what one stores the other sees within seconds, and nothing that is being edited is touched."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any, Optional
from uuid import uuid4

import pytest
from qgis.core import QgsGeometry
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, Qt

from ncovy_qgis.db.live import Arrived, Bell, Line, Present
from ncovy_qgis.gis import live as live_module
from ncovy_qgis.gis.arrivals import Arrivals
from ncovy_qgis.gis.live import Link, Live
from tests.gis.editors import Editor, own_service
from tests.server import Database

SOON_S = 5.0  # what the product promises
ADD = "INSERT INTO ncovy.testing_site (name, geom, active_from) VALUES (%s, 'SRID=4326;POINT(105.68 18.67)', '2021-08-22')"
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ncovy live' AND datname = current_database()"


class Desk:
    """An editor whose map is live."""

    def __init__(self, editor: Editor, dsn: dict[str, str]) -> None:
        self.editor, self.layer = editor, editor.layers["testing_site"]
        self.arrivals, self.live = Arrivals(editor.edits), Live(dsn)
        self.links: list[Link] = []
        self.arrived: list[Arrived] = []
        self.present: tuple[Present, ...] = ()
        self.paints: list[float] = []
        self.reloads: list[float] = []
        self.arrivals.follow()
        queued = Qt.ConnectionType.QueuedConnection
        self.live.arrived.connect(self._take, queued)
        self.live.linked.connect(self.links.append, queued)
        self.live.present.connect(self._see, queued)
        self.arrivals.changed.connect(lambda: self.live.announce(self.arrivals.touched()))
        self.layer.repaintRequested.connect(lambda *_: self.paints.append(time.monotonic()))
        self.layer.dataProvider().dataChanged.connect(lambda: self.reloads.append(time.monotonic()))
        self.live.start()
        until(lambda: self.links[-1:] == [Link.CONNECTED])

    def _take(self, arrived: tuple[Arrived, ...]) -> None:
        self.arrived += arrived
        self.arrivals.take(arrived)

    def _see(self, present: tuple[Present, ...]) -> None:
        self.present = present

    def names(self) -> list[str]:
        return sorted(feature["name"] for feature in self.layer.getFeatures())

    def overtaken(self) -> list[tuple[str, str, str]]:
        return [(each.news.by, each.news.name or "", each.news.operation) for each in self.arrivals.overtaken()]

    def heard(self, person: str) -> bool:
        return any(each.by == person for each in self.arrived)

    def close(self) -> None:
        self.live.close()
        self.arrivals.close()


def until(condition: Callable[[], Any], seconds: float = SOON_S) -> None:
    """Serve the windows until it is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        QCoreApplication.processEvents()
        time.sleep(0.01)


def a_while(seconds: float) -> None:
    end = time.monotonic() + seconds
    until(lambda: time.monotonic() >= end, seconds + 5)


@pytest.fixture
def seat(sit: Callable[..., Editor], database: Database) -> Iterator[Callable[..., Desk]]:
    """Seat a person at a live map of his own."""
    seated: list[Desk] = []

    def desk(person: str) -> Desk:
        seated.append(Desk(sit(person, "testing_site"), database.dsn(person)))
        return seated[-1]

    yield desk
    for each in seated:
        each.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "ncovy live"]


def changed_by_minh(database: Database, name: str, removed: bool = False) -> None:
    database.run(
        "UPDATE ncovy.testing_site SET name = %s, removed = %s, removed_reason = CASE WHEN %s THEN 'Đóng cửa' END, base_version = row_version",
        (name, removed, removed),
        person="minh",
    )


def test_a_save_of_another_editor_appears_within_seconds(seat: Callable[..., Desk], sit: Callable[..., Editor]) -> None:
    lan, minh = seat("lan"), sit("minh", "testing_site")
    began = time.monotonic()
    minh.stored("Trạm y tế Lê Mao")
    until(lambda: lan.paints)
    assert lan.names() == ["Trạm y tế Lê Mao"]
    assert lan.paints[-1] - began < SOON_S
    assert (lan.arrived[0].by, lan.arrived[0].application, lan.arrived[0].operation) == ("minh", "ncovy qgis", "insert")


def test_it_appears_too_where_no_notification_arrives(seat: Callable[..., Desk], database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    class Pooled(Line):
        """A pooler between client and server forgets LISTEN."""

        def ping(self) -> None:
            self._run("UNLISTEN *")
            super().ping()

    lan = seat("lan")
    monkeypatch.setattr(live_module, "Line", Pooled)
    database.run(CUT)
    until(lambda: lan.links[-1] is Link.POLLING, 12)
    began = time.monotonic()
    database.run(ADD, ("Trạm Lê Mao",), "minh")
    until(lambda: "Trạm Lê Mao" in [each.name for each in lan.arrived])
    assert time.monotonic() - began < SOON_S


def test_a_flood_of_saves_is_painted_about_once_a_second(seat: Callable[..., Desk], database: Database) -> None:
    lan = seat("lan")
    began = time.monotonic()
    for number in range(12):
        database.run(ADD, (f"Điểm {number}",), "minh")
        a_while(0.1)
    until(lambda: len(lan.arrived) == 12)
    a_while(1.2)
    assert 1 <= len(lan.paints) <= 2 + (time.monotonic() - began)
    assert min((later - earlier for earlier, later in zip(lan.paints, lan.paints[1:])), default=1.0) > 0.9


def test_what_is_selected_stays_selected_when_others_save(seat: Callable[..., Desk], database: Database) -> None:
    lan = seat("lan")
    fid = lan.editor.stored("Trạm y tế Lê Mao")
    lan.layer.rollBack()
    lan.layer.selectByIds([fid])
    lan.reloads.clear()
    changed_by_minh(database, "Tên của Minh")
    until(lambda: lan.reloads)
    assert lan.layer.selectedFeatureIds() == [fid]
    assert lan.names() == ["Tên của Minh"]


def test_what_is_being_edited_is_painted_and_not_touched(seat: Callable[..., Desk], database: Database) -> None:
    lan = seat("lan")
    fid = lan.editor.stored("Trạm y tế Lê Mao")
    lan.editor.change(fid, phone="0238 3844 528")
    lan.layer.changeGeometry(fid, QgsGeometry.fromWkt("Point(105.681 18.671)"))
    lan.layer.selectByIds([fid])
    buffer, readings = lan.layer.editBuffer(), lan.editor.edits.readings(lan.layer)
    before = buffer.changedAttributeValues(), buffer.changedGeometries()[fid].asWkt(4), readings.of(fid), lan.layer.undoStack().count()
    lan.reloads.clear()
    lan.paints.clear()
    changed_by_minh(database, "Tên của Minh")
    until(lambda: lan.paints and lan.heard("minh"))
    a_while(0.3)
    assert (buffer.changedAttributeValues(), buffer.changedGeometries()[fid].asWkt(4), readings.of(fid), lan.layer.undoStack().count()) == before
    assert lan.layer.selectedFeatureIds() == [fid] and not lan.reloads
    assert not lan.editor.save()
    assert lan.editor.codes() == ["NC001"], "the token is still that of what was seen"


def test_a_feature_changed_under_ones_hands_is_marked_until_it_is_given_up(seat: Callable[..., Desk], database: Database) -> None:
    lan = seat("lan")
    fid = lan.editor.stored("Trạm y tế Lê Mao")
    lan.editor.change(fid, phone="0238 3844 528")
    a_while(0.3)
    assert lan.overtaken() == []
    changed_by_minh(database, "Trạm y tế phường Lê Mao")
    until(lambda: lan.overtaken() == [("minh", "Trạm y tế phường Lê Mao", "update")])
    (found,) = lan.arrivals.overtaken()
    assert (found.fid, found.geometry.asWkt(2)) == (fid, "Point (105.68 18.67)")
    changed_by_minh(database, "Trạm y tế phường Lê Mao", removed=True)
    until(lambda: lan.overtaken() == [("minh", "Trạm y tế phường Lê Mao", "remove")])
    lan.layer.rollBack()
    assert lan.overtaken() == []


def test_a_mark_is_where_i_moved_the_feature_to(seat: Callable[..., Desk], database: Database) -> None:
    lan = seat("lan")
    fid = lan.editor.stored("Trạm y tế Lê Mao")
    lan.editor.start()
    lan.layer.changeGeometry(fid, QgsGeometry.fromWkt("Point(105.69 18.68)"))
    changed_by_minh(database, "Tên của Minh")
    until(lambda: lan.overtaken())
    assert lan.arrivals.overtaken()[0].geometry.asWkt(2) == "Point (105.69 18.68)"


def test_a_feature_touched_only_after_another_changed_it_is_marked_too(seat: Callable[..., Desk], database: Database) -> None:
    lan = seat("lan")
    fid = lan.editor.stored("Trạm y tế Lê Mao")
    lan.editor.start()
    changed_by_minh(database, "Tên của Minh")
    until(lambda: lan.heard("minh"))
    assert lan.overtaken() == []
    told: list[bool] = []
    lan.arrivals.changed.connect(lambda: told.append(bool(lan.overtaken())))
    lan.editor.change(fid, phone="0238 3844 528")
    until(lambda: told and told[-1])


def test_a_mark_goes_with_the_change_that_is_settled(seat: Callable[..., Desk], database: Database) -> None:
    lan = seat("lan")
    fid = lan.editor.stored("Trạm y tế Lê Mao")
    lan.editor.change(fid, phone="0238 3844 528")
    changed_by_minh(database, "Tên của Minh")
    until(lambda: lan.overtaken())
    change = lan.editor.edits.pending()[lan.layer.id()][fid]
    lan.editor.edits.settle({("testing_site", str(change.uid)): replace(change, base_version=2)})
    assert lan.overtaken() == []
    assert lan.editor.save(), "based on the version of the other now"


def test_ones_own_save_is_never_announced_not_even_while_it_is_under_way(seat: Callable[..., Desk]) -> None:
    lan = seat("lan")
    fid = lan.editor.stored("Trạm y tế Lê Mao")
    lan.editor.change(fid, phone="0238 3844 528")
    seen: list[Any] = []

    def slow_answer(thread: threading.Thread) -> bool:
        thread.join(10)
        until(lambda: lan.arrived and lan.arrived[-1].row_version == 2)
        seen.append((lan.layer.isModified(), lan.overtaken()))
        return True

    lan.editor.edits._desk = replace(lan.editor.edits._desk, wait=slow_answer)
    assert lan.editor.save()
    assert seen == [(True, [])], "heard of before the buffer was emptied, and not taken for another's"
    a_while(0.3)
    assert lan.overtaken() == []


def test_the_same_person_at_another_qgis_is_somebody_else(seat: Callable[..., Desk], sit: Callable[..., Editor], tmp_path: Any) -> None:
    desk = seat("lan")
    fid = desk.editor.stored("Trạm y tế Lê Mao")
    desk.editor.change(fid, phone="0238 3844 528")
    laptop = sit("lan", "testing_site")
    laptop.change(laptop.fid("Trạm y tế Lê Mao"), name="Từ máy xách tay")
    assert laptop.save()
    until(lambda: desk.overtaken() == [("lan", "Từ máy xách tay", "update")])


def test_decisions_freshen_the_map_and_mark_nothing(seat: Callable[..., Desk], database: Database) -> None:
    lan = seat("lan")
    fid = lan.editor.stored("Trạm y tế Lê Mao")
    lan.editor.change(fid, phone="0238 3844 528")
    lan.paints.clear()
    ((uid,),) = database.run("SELECT uid::text FROM ncovy.testing_site")
    database.run("SELECT ncovy_app.verify_items('testing_site', ARRAY[%s::uuid], ARRAY[1])", (uid,), person="minh")
    until(lambda: lan.paints and lan.heard("minh"))
    assert lan.overtaken() == []


def test_when_editing_ends_tables_and_snapping_read_what_arrived(seat: Callable[..., Desk], database: Database) -> None:
    lan = seat("lan")
    lan.editor.stored("Trạm y tế Lê Mao")
    lan.editor.start()
    changed_by_minh(database, "Tên của Minh")
    until(lambda: lan.heard("minh"))
    a_while(0.5)
    lan.reloads.clear()
    lan.layer.rollBack()
    until(lambda: lan.reloads)


def test_whoever_edits_is_seen_by_the_others_until_he_stops(seat: Callable[..., Desk]) -> None:
    lan, minh = seat("lan"), seat("minh")
    fid = minh.editor.stored("Trạm y tế Lê Mao")
    minh.editor.change(fid, phone="0238 3844 528")
    until(lambda: [(each.person, each.layer, each.name) for each in lan.present] == [("minh", "testing_site", "Trạm y tế Lê Mao")])
    assert minh.present == (), "oneself is left out"
    minh.layer.rollBack()
    until(lambda: lan.present == ())


def test_a_save_ends_the_presence(seat: Callable[..., Desk]) -> None:
    lan, minh = seat("lan"), seat("minh")
    fid = minh.editor.stored("Trạm y tế Lê Mao")
    minh.editor.change(fid, phone="0238 3844 528")
    until(lambda: lan.present)
    assert minh.editor.save()
    until(lambda: lan.present == ())


def test_presence_is_renewed_while_it_lasts(seat: Callable[..., Desk], database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_module, "BEAT_S", 0.3)
    minh = seat("minh")
    fid = minh.editor.stored("Trạm y tế Lê Mao")
    minh.editor.change(fid, phone="0238 3844 528")
    until(lambda: database.run("SELECT 1 FROM ncovy.presence"))
    ((since, first),) = database.run("SELECT since, seen_at FROM ncovy.presence")
    until(lambda: database.run("SELECT 1 FROM ncovy.presence WHERE since = %s AND seen_at > %s", (since, first)), 8)


def test_somebody_whose_qgis_died_is_gone_after_a_minute(seat: Callable[..., Desk], database: Database) -> None:
    lan = seat("lan")
    lan.editor.stored("Trạm y tế Lê Mao")
    ((uid,),) = database.run("SELECT uid::text FROM ncovy.testing_site")
    with closing(Bell()) as bell, closing(Line(database.dsn("minh"), uuid4(), bell)) as dying:
        dying.announce([("testing_site", uid)])
        until(lambda: lan.present)
        dying._connection.close()
    assert lan.present
    database.run("UPDATE ncovy.presence SET since = since - interval '61 s', seen_at = seen_at - interval '61 s'")
    until(lambda: lan.present == ())


def test_a_cut_connection_comes_back_with_what_was_missed(seat: Callable[..., Desk], database: Database) -> None:
    lan = seat("lan")
    fid = lan.editor.stored("Trạm y tế Lê Mao")
    lan.editor.change(fid, phone="0238 3844 528")
    until(lambda: database.run("SELECT 1 FROM ncovy.presence"))
    database.run(CUT)
    changed_by_minh(database, "Khi mất nối")
    until(lambda: lan.overtaken() == [("minh", "Khi mất nối", "update")])
    until(lambda: lan.links[-2:] == [Link.LOST, Link.CONNECTED])
    assert database.run("SELECT person FROM ncovy_app.presence") == [("lan",)]


def test_closing_ends_the_thread_and_the_presence_at_once(seat: Callable[..., Desk], database: Database) -> None:
    lan = seat("lan")
    fid = lan.editor.stored("Trạm y tế Lê Mao")
    lan.editor.change(fid, phone="0238 3844 528")
    until(lambda: database.run("SELECT 1 FROM ncovy.presence"))
    began = time.monotonic()
    assert lan.live.close()
    assert time.monotonic() - began < 1
    assert database.run("SELECT count(*) FROM ncovy.presence") == [(0,)]
    open_sessions = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'ncovy live' AND datname = current_database()"
    until(lambda: database.run(open_sessions) == [(0,)])  # the server counts a session until its process has ended


@pytest.mark.parametrize("listening", [True, False])
def test_a_server_that_is_silent_or_gone_holds_up_nobody(listening: bool, qgis_app: Any) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as mute:
        port = mute.getsockname()[1]
        if not listening:
            mute.close()
        began = time.monotonic()
        live, links = Live({"host": "127.0.0.1", "port": str(port), "dbname": "x", "user": "x"}), list[Optional[Link]]()
        live.linked.connect(links.append, Qt.ConnectionType.QueuedConnection)
        live.start()
        live.announce(frozenset({("testing_site", str(uuid4()))}))
        assert time.monotonic() - began < 1  # to connect would take seconds
        a_while(0.5)
        assert links == ([] if listening else [Link.LOST])
        began = time.monotonic()
        assert live.close()
        assert time.monotonic() - began < 1


def test_a_person_without_rights_is_told_why_and_a_viewer_only_looks(database: Database, seat: Callable[..., Desk]) -> None:
    publisher = Live(database.dsn("phuc"))
    links: list[Link] = []
    publisher.linked.connect(links.append, Qt.ConnectionType.QueuedConnection)
    publisher.start()
    until(lambda: links == [Link.LOST])
    assert publisher.reason is not None and "không có quyền" in publisher.reason.vi
    publisher.close()
    viewer = seat("vy")
    viewer.live.announce(frozenset({("testing_site", str(uuid4()))}))
    a_while(0.5)
    assert viewer.links == [Link.CONNECTED]
    assert database.run("SELECT count(*) FROM ncovy.presence") == [(0,)]


def test_the_service_of_the_map_is_what_is_dialled(database: Database, qgis_app: Any) -> None:
    live, links = Live(own_service(database, "lan").dsn()), list[Link]()
    live.linked.connect(links.append, Qt.ConnectionType.QueuedConnection)
    live.start()
    until(lambda: links == [Link.CONNECTED])
    assert live.me == "lan"
    assert live.close()


def test_strange_payloads_cost_a_look_and_no_more(seat: Callable[..., Desk], database: Database) -> None:
    lan = seat("lan")
    for payload in ("", "{", json.dumps({"kind": "version", "layer": "testing_site", "seq": 10**30})):
        database.run("SELECT pg_notify('ncovy', %s)", (payload,), person="minh")
    a_while(0.6)
    assert lan.links == [Link.CONNECTED] and not lan.arrived and not lan.paints


def test_a_layer_that_goes_while_the_map_is_live_is_forgotten(seat: Callable[..., Desk], database: Database) -> None:
    lan = seat("lan")
    fid = lan.editor.stored("Trạm y tế Lê Mao")
    lan.editor.change(fid, phone="0238 3844 528")
    changed_by_minh(database, "Tên của Minh")
    until(lambda: lan.overtaken())
    lan.layer.rollBack()
    gone = lan.editor.layers.pop("testing_site")
    lan.editor.all.pop("testing_site")
    sip.delete(gone)
    assert lan.arrivals.overtaken() == () and lan.arrivals.touched() == frozenset() and lan.arrivals.chosen() == frozenset()
    changed_by_minh(database, "Lần nữa")
    until(lambda: lan.arrived[-1].name == "Lần nữa")
    a_while(0.4)


def test_who_may_not_log_in_is_told_so(database: Database, qgis_app: Any) -> None:
    live, links = Live({**database.dsn("lan"), "user": "nobody_at_all"}), list[Link]()
    live.linked.connect(links.append, Qt.ConnectionType.QueuedConnection)
    live.start()
    until(lambda: links == [Link.LOST])
    assert live.reason is not None and "đăng nhập" in live.reason.vi
    assert live.close()


def test_what_is_kept_after_a_save_stays_marked(seat: Callable[..., Desk], database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = seat("lan")
    fid = lan.editor.stored("Trạm y tế Lê Mao")
    lan.editor.change(fid, phone="0238 3844 528")
    changed_by_minh(database, "Tên của Minh")
    until(lambda: lan.overtaken())
    lan.editor.add("Trạm y tế Hưng Dũng")
    monkeypatch.setattr(lan.editor.edits, "_desk", lan.editor.desk(partly=lambda report, possible: True))
    assert not lan.editor.save()
    assert lan.editor.codes() == ["NC001"] and len(lan.editor.receipts) == 2
    assert lan.overtaken() == [("minh", "Tên của Minh", "update")]


def test_a_second_layer_of_the_same_kind_leaves_nothing_behind_at_the_first(sit: Callable[..., Editor]) -> None:
    lan = sit("lan", "testing_site")
    first = lan.layers["testing_site"]
    before = first.receivers(first.selectionChanged)
    arrivals = Arrivals(lan.edits)
    arrivals.follow()
    lan.edits.watch(first.clone())
    arrivals.follow()
    arrivals.close()
    assert first.receivers(first.selectionChanged) == before
