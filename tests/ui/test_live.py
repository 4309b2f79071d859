"""The live map in a window: one calm line, rings on the map, a sign in the toolbar, and nothing left behind."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Callable
from uuid import uuid4

import pytest
from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsFeature, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsAttributeDialog, QgsAttributeEditorContext, QgsAttributeForm, QgsMessageBar, QgsRubberBand
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QAction, QDialogButtonBox, QLineEdit, QPushButton, QWidget

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.live import Arrived, Bell, Line, Present
from ncovy_qgis.gis import live as live_module
from ncovy_qgis.gis.layers import MARK
from ncovy_qgis.gis.live import Link
from ncovy_qgis.ui.form_of import form_of
from ncovy_qgis.ui.icons import icon
from ncovy_qgis.ui.live.forms import OpenForms, bar_of
from ncovy_qgis.ui.live.marks import go_to
from ncovy_qgis.ui.live.notice import Notice
from ncovy_qgis.ui.live.part import SIGNS, LiveMap
from ncovy_qgis.ui.live.words import NAME_MAX, clock, form_words, link_words, what
from ncovy_qgis.ui.session import Session
from tests.server import Database
from tests.ui.test_session import INSERT
from tests.ui.window import Window, let_go, the_part

SOON_MS = 5000  # what the product promises
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ncovy live' AND datname = current_database()"
LE_MAO = QgsRectangle(11763400, 2115300, 11765000, 2116900)  # EPSG:3857, around the station
pytestmark = pytest.mark.usefixtures("drawn")


@pytest.fixture
def session(qgis_iface: Any, project: QgsProject, database: Database, tmp_path: Path, qtbot: Any) -> Iterator[Session]:
    database.run(INSERT, person="lan")
    made = Session(Window(qgis_iface), tmp_path / "journal")
    until(qtbot, lambda: part_of(made).link is Link.CONNECTED)
    yield made
    let_go(made)
    assert not [thread for thread in threading.enumerate() if thread.name == "ncovy live"]


@pytest.fixture
def live(session: Session) -> LiveMap:
    return part_of(session)


@pytest.fixture
def minh(database: Database, session: Session) -> Iterator[Line]:
    """Minh's QGIS, as far as others hear of it."""
    with closing(Bell()) as bell, closing(Line(database.dsn("minh"), uuid4(), bell)) as line:
        yield line


def until(qtbot: Any, condition: Callable[[], Any]) -> None:
    qtbot.waitUntil(lambda: bool(condition()), timeout=SOON_MS)


def part_of(session: Session) -> LiveMap:
    return the_part(session, LiveMap)


def lines(session: Session) -> list[str]:
    return [item.text() for item in session.iface.messageBar().items()]


def station(session: Session) -> QgsFeature:
    return next(session.layers()["testing_site"].getFeatures())


def change(session: Session, **values: Any) -> int:
    layer = session.layers()["testing_site"]
    assert layer.isEditable() or layer.startEditing()
    fid = int(station(session).id())
    for name, value in values.items():
        layer.changeAttributeValue(fid, layer.fields().indexOf(name), value)
    return fid


def by_minh(database: Database, name: str, removed: bool = False) -> None:
    why = "Đóng cửa" if removed else None
    statement = "UPDATE ncovy.testing_site SET name = %s, removed = %s, removed_reason = %s, base_version = row_version"
    database.run(statement, (name, removed, why), person="minh")


def bands(session: Session) -> list[QgsRubberBand]:
    return [item for item in session.iface.mapCanvas().scene().items() if isinstance(item, QgsRubberBand)]


def open_form(session: Session, qtbot: Any) -> QgsAttributeForm:
    """A form that has the keyboard focus."""
    layer = session.layers()["testing_site"]
    assert layer.isEditable() or layer.startEditing()
    form = QgsAttributeForm(layer, station(session), QgsAttributeEditorContext())
    qtbot.addWidget(form)
    form.show()
    part_of(session).forms._focused(form.findChildren(QLineEdit)[0])
    return form


def said_in(form: QgsAttributeForm) -> list[str]:
    bar = bar_of(form)
    return [item.text() for item in bar.items()] if bar is not None else ["no bar"]


def test_the_sign_in_the_toolbar_says_how_the_map_is_linked(session: Session, live: LiveMap, database: Database, qtbot: Any, monkeypatch: Any) -> None:
    (action,) = live.actions(session)
    assert isinstance(action, QAction) and action.objectName() == "ncovyLive"
    assert action.toolTip().startswith("Đang nối trực tiếp")
    connected = action.icon().pixmap(24).toImage()
    monkeypatch.setattr(live_module, "RETRY_S", (2.0, 2.0))
    live.live._thread._pause = 2.0
    database.run(CUT)
    until(qtbot, lambda: action.toolTip().startswith("Mất nối"))
    assert action.icon().pixmap(24).toImage() != connected
    until(qtbot, lambda: action.toolTip().startswith("Đang nối trực tiếp"))
    assert lines(session) == [], "no message for what mends itself"


def test_what_another_saves_is_drawn_on_the_canvas(session: Session, database: Database, qtbot: Any) -> None:
    canvas, layer = session.iface.mapCanvas(), session.layers()["testing_site"]
    canvas.resize(300, 300)
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    canvas.setLayers([layer])
    canvas.setExtent(LE_MAO)
    with qtbot.waitSignal(canvas.mapCanvasRefreshed, timeout=SOON_MS):
        canvas.refresh()
    before = canvas.grab().toImage()
    with qtbot.waitSignal(canvas.mapCanvasRefreshed, timeout=SOON_MS):
        database.run(INSERT.replace("105.68 18.67", "105.678 18.672"), person="minh")
    assert canvas.grab().toImage() != before
    assert lines(session) == [], "what does not concern me is not announced"


def test_what_another_changed_under_my_hands_is_said_in_one_line_and_ringed(session: Session, live: LiveMap, database: Database, qtbot: Any) -> None:
    change(session, phone="0238 3844 528")
    by_minh(database, "Trạm y tế Lê Mao")
    until(qtbot, lambda: lines(session) == ["minh vừa sửa «Trạm y tế Lê Mao» mà bạn đang sửa."])
    assert len(bands(session)) == 1
    item = session.iface.messageBar().currentItem()
    by_minh(database, "Trạm y tế phường Lê Mao")
    until(qtbot, lambda: lines(session) == ["minh vừa sửa «Trạm y tế phường Lê Mao» mà bạn đang sửa."])
    assert session.iface.messageBar().currentItem() is item, "the line changes, it does not stack"
    by_minh(database, "Trạm y tế phường Lê Mao", removed=True)
    until(qtbot, lambda: lines(session) == ["minh vừa gỡ bỏ «Trạm y tế phường Lê Mao» mà bạn đang sửa."])
    session.layers()["testing_site"].rollBack()
    until(qtbot, lambda: lines(session) == [])
    assert bands(session) == [] and live.marks.shown == ()


def test_several_are_counted_in_the_same_line(session: Session, database: Database, qtbot: Any) -> None:
    database.run(INSERT.replace("Trạm y tế Lê Mao", "Trạm thứ hai"), person="lan")
    layer = session.layers()["testing_site"]
    assert layer.startEditing()
    for feature in layer.getFeatures():
        layer.changeAttributeValue(feature.id(), layer.fields().indexOf("phone"), "0238 3844 528")
    by_minh(database, "Trạm y tế Lê Mao")
    until(qtbot, lambda: lines(session) == ["minh vừa sửa «Trạm y tế Lê Mao» mà bạn đang sửa (và 1 đối tượng khác)."])
    assert len(bands(session)) == 2


def test_the_button_of_the_line_goes_there(session: Session, database: Database, qtbot: Any) -> None:
    canvas = session.iface.mapCanvas()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    canvas.setExtent(QgsRectangle(0, 0, 1000, 1000))
    change(session, phone="0238 3844 528")
    by_minh(database, "Tên của Minh")
    until(qtbot, lambda: lines(session))
    button = session.iface.messageBar().currentItem().findChild(QPushButton)
    assert button.text() == "Tới đối tượng"
    button.click()
    assert LE_MAO.contains(canvas.extent().center())
    assert session.iface.activeLayer() is session.layers()["testing_site"]


def test_a_line_that_was_closed_stays_away_until_there_is_something_new(session: Session, live: LiveMap, database: Database, qtbot: Any) -> None:
    change(session, phone="0238 3844 528")
    by_minh(database, "Tên của Minh")
    until(qtbot, lambda: lines(session))
    session.iface.messageBar().popWidget(session.iface.messageBar().currentItem())
    live.look()
    assert lines(session) == [] and len(bands(session)) == 1
    by_minh(database, "Tên nữa của Minh")
    until(qtbot, lambda: lines(session) == ["minh vừa sửa «Tên nữa của Minh» mà bạn đang sửa."])


def test_a_refused_save_keeps_the_mark_and_a_rollback_takes_it(session: Session, live: LiveMap, database: Database, qtbot: Any) -> None:
    change(session, phone="0238 3844 528")
    by_minh(database, "Tên của Minh")
    until(qtbot, lambda: live.marks.shown)
    session.save_all()
    assert live.marks.shown
    session.layers()["testing_site"].rollBack()
    until(qtbot, lambda: not live.marks.shown)


def test_ones_own_save_is_not_announced(session: Session, live: LiveMap, qtbot: Any) -> None:
    heard: list[Arrived] = []
    live.live.arrived.connect(heard.extend)
    change(session, phone="0238 3844 528")
    session.save_all()
    until(qtbot, lambda: heard)
    qtbot.wait(300)
    assert not [text for text in lines(session) if "đang sửa" in text] and not live.marks.shown


def test_choosing_what_another_edits_says_who_and_since_when(session: Session, database: Database, minh: Line, qtbot: Any) -> None:
    layer, feature = session.layers()["testing_site"], station(session)
    minh.announce([("testing_site", feature["uid"])])
    layer.selectByIds([feature.id()])
    until(qtbot, lambda: len(part_of(session).present) == 1)
    qtbot.wait(200)
    assert lines(session) == [], "looking is no editing"
    assert layer.startEditing()
    now = clock(datetime.now(timezone.utc))
    until(qtbot, lambda: lines(session) == [f"minh đang sửa «Trạm y tế Lê Mao», từ {now}."])
    minh.announce([])
    until(qtbot, lambda: lines(session) == [])


def test_somebody_who_begins_after_me_is_said_too(session: Session, minh: Line, qtbot: Any) -> None:
    change(session, phone="0238 3844 528")
    minh.announce([("testing_site", station(session)["uid"])])
    until(qtbot, lambda: [text.startswith("minh đang sửa «Trạm y tế Lê Mao»") for text in lines(session)] == [True])


def test_a_form_says_that_another_edits_its_feature_and_tells_the_other_so(session: Session, live: LiveMap, minh: Line, qtbot: Any) -> None:
    uid = station(session)["uid"]
    minh.announce([("testing_site", uid)])
    form = open_form(session, qtbot)
    until(qtbot, lambda: [text.startswith("minh đang sửa đối tượng này, từ ") for text in said_in(form)] == [True])
    until(qtbot, lambda: {each.person for each in minh.present()} == {"lan", "minh"})
    minh.announce([])
    until(qtbot, lambda: said_in(form) == [])
    form.hide()
    until(qtbot, lambda: minh.present() == ())


def test_a_form_says_when_its_feature_was_changed_since_it_was_opened(session: Session, database: Database, qtbot: Any) -> None:
    form = open_form(session, qtbot)
    assert said_in(form) == []
    by_minh(database, "Tên của Minh")
    until(qtbot, lambda: [text.startswith("minh vừa sửa đối tượng này lúc ") for text in said_in(form)] == [True])
    assert form.feature()["name"] == "Trạm y tế Lê Mao", "the form itself stays as it was"
    form.setFeature(next(session.layers()["testing_site"].getFeatures()))
    until(qtbot, lambda: said_in(form) == [])


def test_a_form_that_qgis_made_is_known_too_and_forgotten_when_it_goes(session: Session, live: LiveMap, minh: Line, qtbot: Any) -> None:
    layer = session.layers()["testing_site"]
    assert layer.startEditing()
    minh.announce([("testing_site", station(session)["uid"])])
    dialog = QgsAttributeDialog(layer, station(session), False, None, True)
    dialog.show()
    live.forms._focused(dialog.findChildren(QLineEdit)[0])
    form = form_of(dialog.findChildren(QLineEdit)[0])
    assert form is not None
    until(qtbot, lambda: [text.startswith("minh đang sửa đối tượng này") for text in said_in(form)] == [True])
    dialog.close()
    sip.delete(dialog)
    live.forms._check()
    assert live.forms.features() == frozenset() and not live.forms._forms
    live.look()


def test_a_deleted_form_is_forgotten(session: Session, live: LiveMap, qtbot: Any) -> None:
    form = open_form(session, qtbot)
    assert len(live.forms.features()) == 1
    sip.delete(form)
    live.forms._check()
    assert live.forms.features() == frozenset()


def test_the_window_lists_who_is_working_and_a_click_goes_there(session: Session, live: LiveMap, minh: Line, qtbot: Any) -> None:
    live.show_people()
    window = live._window
    assert window is not None and window.isVisible() and not window.isModal()
    assert window.summary.text() == "Hiện không có ai khác đang sửa."
    minh.announce([("testing_site", station(session)["uid"])])
    until(qtbot, lambda: window.list.topLevelItemCount() == 1)
    row = window.list.topLevelItem(0)
    assert [row.text(column) for column in range(3)] == ["minh", "Điểm xét nghiệm", "Trạm y tế Lê Mao"]
    assert window.summary.text().startswith("1 người khác đang sửa 1 đối tượng.")
    assert window.link.text().startswith("Đang nối trực tiếp")
    assert window.findChild(QDialogButtonBox).buttons()[0].text() == "Đóng"
    session.iface.mapCanvas().setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    session.iface.mapCanvas().setExtent(QgsRectangle(0, 0, 1000, 1000))
    window.list.setCurrentItem(row)
    window.list.itemClicked.emit(row, 0)
    assert LE_MAO.contains(session.iface.mapCanvas().extent().center())
    live.show_people()
    assert window.list.currentItem() is not None, "what was chosen stays chosen"
    minh.announce([])
    until(qtbot, lambda: window.list.topLevelItemCount() == 0)


def test_closing_leaves_nothing_behind(session: Session, live: LiveMap, database: Database, qtbot: Any) -> None:
    change(session, phone="0238 3844 528")
    by_minh(database, "Tên của Minh")
    until(qtbot, lambda: live.marks.shown)
    live.show_people()
    live.close()
    session.parts.remove(live)
    QCoreApplication.processEvents()
    assert not live.marks.shown and bands(session) == [] and lines(session) == []
    assert not [thread for thread in threading.enumerate() if thread.name == "ncovy live"]
    assert database.run("SELECT count(*) FROM ncovy.presence") == [(0,)]


def test_a_line_survives_a_bar_that_was_taken_away(qgis_app: Any) -> None:
    window = QWidget()
    bar = QgsMessageBar(window)
    line = Notice(bar, Qgis.MessageLevel.Info)
    line.say("một")
    sip.delete(bar)
    line.say("hai")
    line.close()


def test_what_must_be_acted_on_is_seen_before_what_is_only_to_be_known(qgis_app: Any, qtbot: Any) -> None:
    bar = QgsMessageBar()
    qtbot.addWidget(bar)
    pressed: list[int] = []
    warning, knowledge = Notice(bar, Qgis.MessageLevel.Warning), Notice(bar, Qgis.MessageLevel.Info)
    warning.say("minh vừa sửa đối tượng mà bạn đang sửa.", "Tới đối tượng", lambda: pressed.append(1))
    knowledge.say("minh đang sửa đối tượng này.")
    assert bar.currentItem().text() == knowledge.text
    warning.come_before(knowledge)
    assert bar.currentItem().text() == warning.text and bar.currentItem().level() == Qgis.MessageLevel.Warning
    bar.currentItem().findChild(QPushButton).click()
    assert pressed == [1]
    bar.popWidget(bar.currentItem())
    warning.come_before(knowledge)
    assert bar.currentItem().text() == knowledge.text, "closed by the person it stays away"


def test_each_state_of_the_link_has_its_own_sign_and_words(qgis_app: Any) -> None:
    pictures = [icon(SIGNS[link]).pixmap(24).toImage() for link in Link]
    assert not any(picture.isNull() for picture in pictures)
    assert all(one != other for number, one in enumerate(pictures) for other in pictures[:number])
    assert link_words(Link.POLLING, "") == "Đang nối: hỏi máy chủ vài giây một lần vì thông báo chưa tới."
    assert link_words(Link.LOST, "Máy chủ không nhận mật khẩu.").endswith("người khác. Máy chủ không nhận mật khẩu.")


def test_words_for_another_day_for_oneself_and_for_what_has_no_name(catalogue: Catalogue) -> None:
    long_ago = datetime(2021, 8, 22, 7, 5, tzinfo=timezone.utc)
    assert clock(long_ago) == "14:05 22/08/2021"
    news = Arrived("pharmacy", str(uuid4()), 2, "lan", long_ago, "ncovy qgis", "remove")
    assert form_words(news, (), "lan") == "Bạn (ở một QGIS khác) vừa gỡ bỏ đối tượng này lúc 14:05 22/08/2021, sau khi bạn mở nó."
    assert form_words(None, (), "lan") == ""
    present = Present("minh", uuid4(), "pharmacy", str(uuid4()), None, long_ago + timedelta(days=1), None)
    assert what(present, catalogue) == catalogue.layer("pharmacy").title.vi
    long = what(replace(present, name="Đoạn đường Phan Đình Phùng (Nguyễn Cảnh Chân – Nguyễn Công Trứ)"), catalogue)
    assert len(long) <= NAME_MAX and long.endswith("…")
    assert form_words(None, (present,), "lan") == "minh đang sửa đối tượng này, từ 14:05 23/08/2021."


def test_enter_goes_there_too_and_leaves_the_window_open(session: Session, live: LiveMap, minh: Line, qtbot: Any) -> None:
    live.show_people()
    window = live._window
    assert window is not None
    minh.announce([("testing_site", station(session)["uid"])])
    until(qtbot, lambda: window.list.topLevelItemCount() == 1)
    session.iface.mapCanvas().setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    session.iface.mapCanvas().setExtent(QgsRectangle(0, 0, 1000, 1000))
    window.list.setCurrentItem(window.list.topLevelItem(0))
    qtbot.keyClick(window.list, Qt.Key.Key_Return)
    assert LE_MAO.contains(session.iface.mapCanvas().extent().center())
    assert window.isVisible()


def test_on_a_map_in_degrees_going_there_shows_the_place_and_not_the_world(session: Session) -> None:
    canvas = session.iface.mapCanvas()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    go_to(canvas, station(session).geometry(), QgsCoordinateReferenceSystem("EPSG:4326"))
    assert canvas.extent().width() < 0.1
    assert canvas.extent().contains(station(session).geometry().asPoint())


def test_a_form_whose_layer_is_gone_is_not_asked_any_more(qgis_app: Any, qtbot: Any) -> None:
    layer = QgsVectorLayer("Point?field=uid:string&field=row_version:integer", "thử", "memory")
    layer.setCustomProperty(MARK, "pharmacy")
    layer.setCustomProperty("ncovy/catalogue", True)
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["a", 1])
    layer.dataProvider().addFeatures([feature])
    assert layer.startEditing()
    form, forms = QgsAttributeForm(layer, next(layer.getFeatures())), OpenForms()
    qtbot.addWidget(form)
    form.show()
    forms._focused(form.findChildren(QLineEdit)[0])
    assert forms.features() == frozenset({("pharmacy", "a")})
    del layer
    gc.collect()
    assert forms.features() == frozenset()
    forms.tell(lambda key, version: "nobody is there")
    forms.close()
    form.hide()
