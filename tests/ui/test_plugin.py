"""The plugin in a QGIS window: loaded, unloaded, loaded again, and nothing is left."""

from __future__ import annotations

import ast
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtWidgets import QMenu, QToolBar

from ncovy_qgis.gis.live import Link
from ncovy_qgis.plugin import MENU, TOOLBAR, NcovyPlugin
from ncovy_qgis.ui.connect import remember
from ncovy_qgis.ui.live.part import LiveMap
from tests.gis.editors import own_service
from tests.resting import emptied
from tests.server import ROOT, Database
from tests.ui.window import Window

PACKAGE = ROOT / "ncovy_qgis"
ACTIONS = [
    "ncovyConnect",
    "ncovyOpenMap",
    "ncovyHealth",
    "ncovyEntry",
    "ncovyTools",
    "ncovyRemove",
    "ncovySaveAll",
    "ncovySavePanel",
    "ncovyConflicts",
    "ncovyRecover",
    "ncovyLive",
    "ncovyCheck",
    "ncovyReview",
    "ncovyInbox",
    "ncovyHistory",
    "ncovyAsOf",
    "ncovyOversight",
    "ncovyStaff",
    "ncovySubmit",
    "ncovyPublish",
    "ncovyAbout",
]


@pytest.fixture
def plugin(qgis_iface: Any, tmp_path: Path) -> Iterator[NcovyPlugin]:
    made = NcovyPlugin(Window(qgis_iface))
    yield made
    made.unload()


def state(window: Any) -> dict[str, Any]:
    from qgis.PyQt.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return {
        "menus": len(window.findChildren(QMenu, MENU)),
        "toolbars": len(window.findChildren(QToolBar, TOOLBAR)),
        "provider": QgsApplication.processingRegistry().providerById("ncovy") is not None,
        "svg": list(QgsApplication.svgPaths()),
        "null": QgsApplication.nullRepresentation(),
    }


def test_every_action_has_a_name_a_sign_and_a_vietnamese_text(plugin: NcovyPlugin) -> None:
    plugin.initGui()
    menu = plugin.iface.mainWindow().findChild(QMenu, MENU)
    assert [action.objectName() for action in menu.actions()] == ACTIONS
    for action in menu.actions():
        assert not action.icon().isNull(), action.objectName()
        assert action.text()
    texts = [action.text() for action in menu.actions()]
    assert texts[:3] == ["Kết nối…", "Mở bản đồ", "Kiểm tra kết nối"]


def test_unloading_leaves_nothing(plugin: NcovyPlugin) -> None:
    window = plugin.iface.mainWindow()
    before = state(window)
    plugin.initGui()
    during = state(window)
    assert (during["menus"], during["toolbars"], during["provider"]) == (1, 1, True)
    plugin.unload()
    assert state(window) == before


def test_loading_and_unloading_twice_does_no_harm(plugin: NcovyPlugin) -> None:
    window = plugin.iface.mainWindow()
    for _ in range(2):
        plugin.initGui()
        plugin.initGui()
        assert state(window)["menus"] == 1
        plugin.unload()
        plugin.unload()
        assert state(window)["menus"] == 0


def test_loading_warns_of_nothing(plugin: NcovyPlugin, recwarn: pytest.WarningsRecorder) -> None:
    said: list[str] = []
    QgsApplication.messageLog().messageReceived.connect(lambda text, tag, level: said.append(f"{tag}: {text}"))
    plugin.initGui()
    plugin.unload()
    assert not said
    assert not [str(item.message) for item in recwarn if "ncovy" in str(item.filename)]


def test_the_package_alone_imports_no_qgis() -> None:
    import subprocess

    code = "import sys, ncovy_qgis; print(any(name.split('.')[0] == 'qgis' for name in sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


def test_the_map_opens_is_watched_live_and_left(plugin: NcovyPlugin, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: Any) -> None:
    remember(own_service(database, "lan"))
    monkeypatch.setattr("ncovy_qgis.ui.session.journal_folder", lambda: tmp_path)
    plugin.initGui()
    session = plugin.session
    assert session is not None
    try:
        monkeypatch.setattr(plugin.iface._iface, "newProject", lambda *_: QgsProject.instance().clear() or True, raising=False)
        session.open_map()
        assert len(session.layers()) == 10
        layer = session.layers()["pharmacy"]
        assert session.edits.readings(layer) is not None
        live = next(part for part in session.parts if isinstance(part, LiveMap))
        qtbot.waitUntil(lambda: live.link is Link.CONNECTED, timeout=5000)
    finally:
        emptied(QgsProject.instance())
    qtbot.waitUntil(lambda: live.live is None and live.link is Link.LOST, timeout=5000)


def sources() -> set[str]:
    """Every text given to translate("Ncovy", …)."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        if "node_modules" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("translate", "QCoreApplication.translate"):  # a painter translates as well
                text = node.args[1]
                assert isinstance(text, ast.Constant), f"{path}: {ast.dump(text)}"
                found.add(text.value)
    return found


def translations(name: str, context: str) -> dict[str, str]:
    tree = ElementTree.parse(PACKAGE / "i18n" / name)
    found = {}
    for each in tree.iter("context"):
        if each.findtext("name") == context:
            found = {item.findtext("source") or "": item.findtext("translation") or "" for item in each.iter("message")}
    return found


def test_every_text_has_an_english_translation_and_none_is_left_over() -> None:
    english = translations("ncovy_en.ts", "Ncovy")
    assert set(english) == sources()
    assert not [text for text, translation in english.items() if not translation.strip()]


def test_translations_keep_their_placeholders() -> None:
    for text, translation in translations("ncovy_en.ts", "Ncovy").items():
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", translation)), text


def test_the_buttons_of_qt_are_vietnamese() -> None:
    words = translations("ncovy_vi.ts", "QPlatformTheme")
    assert (words["OK"], words["Cancel"], words["Close"]) == ("Đồng ý", "Hủy", "Đóng")


def test_metadata_is_what_qgis_and_its_repository_ask_for() -> None:
    lines = (ROOT / "metadata.txt").read_text(encoding="utf-8").splitlines()
    found = dict(line.split("=", 1) for line in lines if "=" in line)
    wanted = {"name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository", "homepage", "icon"}
    assert wanted <= set(found)
    assert (found["qgisMinimumVersion"], found["qgisMaximumVersion"], found["hasProcessingProvider"]) == ("3.22", "4.99", "yes")
    assert (ROOT / found["icon"]).is_file()
