"""Staff restyle a layer in QGIS: other desks see it, and the next release shows it; nobody overwrites a look he has not seen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from qgis.core import QgsFillSymbol, QgsMarkerSymbol, QgsProject, QgsShapeburstFillSymbolLayer, QgsSvgMarkerSymbolLayer, QgsSymbol, QgsVectorLayer
from qgis.PyQt.QtGui import QColor, QImage
from qgis.PyQt.QtXml import QDomDocument

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.errors import DatabaseError
from ncovy_qgis.gis.layers import find_layers
from ncovy_qgis.gis.project import open_project
from ncovy_qgis.gis.restyle import draw_web_style, look_of, restyled, save_looks, told
from ncovy_qgis.publish import ReleaseResult
from tests.gis.editors import own_service
from tests.publish.world import release
from tests.server import Database

BLUE, GREEN = "#123456", "#00a040"
Layers = Mapping[str, QgsVectorLayer]


@pytest.fixture
def desks(database: Database, catalogue: Catalogue, qgis_app: Any) -> Iterator[Any]:
    """desks(person): the layers of a map that this person opened."""
    projects: list[QgsProject] = []

    def opened(person: str = "admin") -> Layers:
        projects.append(QgsProject())
        open_project(own_service(database, person), catalogue, projects[-1])
        return find_layers(projects[-1], catalogue)

    database.run("GRANT ncovy_viewer TO xuan")
    yield opened
    for project in projects:
        project.clear()


def redraw(layer: QgsVectorLayer, key: str, symbol: QgsSymbol) -> None:
    """What the layer's properties do: another symbol for one rule."""
    renderer = layer.renderer().clone()
    renderer.rootRule().findRuleByKey(key).setSymbol(symbol)
    layer.setRenderer(renderer)


def disc(colour: str) -> QgsMarkerSymbol:
    return QgsMarkerSymbol.createSimple({"name": "circle", "color": colour, "size": "6", "outline_style": "no"})


def colour_of(layer: QgsVectorLayer, key: str) -> str:
    return str(layer.renderer().rootRule().findRuleByKey(key).symbol().color().name())


def published_colour(result: ReleaseResult, image: str) -> str:
    """Of the middle of a sign of a release."""
    place = json.loads((result.folder / "sprite.json").read_bytes())[image]
    sheet = QImage(str(result.folder / "sprite.png"))
    return str(sheet.pixelColor(place["x"] + place["width"] // 2, place["y"] + place["height"] // 2).name())


def test_a_layer_restyled_in_qgis_looks_so_at_other_desks_and_in_the_next_release(
    database: Database, catalogue: Catalogue, desks: Any, tmp_path: Path
) -> None:
    source, layers = own_service(database, "xuan"), desks("xuan")
    assert draw_web_style(source, catalogue) == ()
    first = release(database, tmp_path / "site", catalogue)
    assert restyled(source, layers) == ()
    redraw(layers["pharmacy"], "open", disc(BLUE))
    redraw(layers["lockdown_zone"], "active-ct19", QgsFillSymbol.createSimple({"color": GREEN, "outline_style": "no"}))
    assert set(restyled(source, layers)) == {"pharmacy", "lockdown_zone"}
    done = save_looks(source, catalogue, {stem: layers[stem] for stem in ("pharmacy", "lockdown_zone")})
    assert (done.layers, done.problems, restyled(source, layers)) == (("pharmacy", "lockdown_zone"), (), ())
    second = release(database, tmp_path / "site", catalogue)
    assert second.made
    assert second.id != first.id
    assert published_colour(second, "pharmacy:open") == BLUE != published_colour(first, "pharmacy:open")
    zones = next(layer for layer in json.loads((second.folder / "style.json").read_bytes())["layers"] if layer["id"] == "lockdown_zone")
    assert GREEN in json.dumps(zones["paint"]["fill-color"])
    assert not release(database, tmp_path / "site", catalogue).made
    elsewhere = desks("lan")
    assert (colour_of(elsewhere["pharmacy"], "open"), colour_of(elsewhere["lockdown_zone"], "active-ct19")) == (BLUE, GREEN)
    assert elsewhere["pharmacy"].labelsEnabled()


def test_who_comes_second_is_told_and_overwrites_nothing(database: Database, catalogue: Catalogue, desks: Any) -> None:
    xuan, admin = desks("xuan"), desks("admin")
    redraw(xuan["pharmacy"], "open", disc(BLUE))
    redraw(admin["pharmacy"], "open", disc(GREEN))
    redraw(admin["testing_site"], "active", disc(GREEN))
    save_looks(own_service(database, "xuan"), catalogue, {"pharmacy": xuan["pharmacy"]})
    drawn = "SELECT name, sha256 FROM ncovy.web_style ORDER BY name"
    before = database.run(drawn)
    with pytest.raises(DatabaseError, match=r"NC001: xuan đã lưu kiểu khác cho lớp này lúc .*Hãy tải lại"):
        save_looks(own_service(database, "admin"), catalogue, {stem: admin[stem] for stem in ("testing_site", "pharmacy")})
    assert database.run("SELECT layer, version, by FROM ncovy.layer_style") == [("pharmacy", 1, "xuan")]
    assert database.run(drawn) == before
    again = desks("admin")
    redraw(again["pharmacy"], "open", disc(GREEN))
    save_looks(own_service(database, "admin"), catalogue, {"pharmacy": again["pharmacy"]})
    save_looks(own_service(database, "admin"), catalogue, {"pharmacy": again["pharmacy"]})  # it knows its own
    assert database.run("SELECT version, by FROM ncovy.layer_style ORDER BY version") == [(1, "xuan"), (2, "admin"), (3, "admin")]


def test_looks_of_different_layers_saved_by_two_persons_are_both_in_the_web_style(database: Database, catalogue: Catalogue, desks: Any) -> None:
    xuan, admin = desks("xuan"), desks("admin")
    redraw(xuan["lockdown_zone"], "active-ct19", QgsFillSymbol.createSimple({"color": BLUE, "outline_style": "no"}))
    redraw(admin["lockdown_point"], "active", disc(GREEN))
    save_looks(own_service(database, "xuan"), catalogue, {"lockdown_zone": xuan["lockdown_zone"]})
    save_looks(own_service(database, "admin"), catalogue, {"lockdown_point": admin["lockdown_point"]})
    stored = {name: bytes(content) for name, content in database.run("SELECT name, content FROM ncovy.web_style")}
    assert BLUE in stored["style.json"].decode()
    place = json.loads(stored["sprite.json"])["lockdown_point:active"]
    sheet = QImage.fromData(stored["sprite.png"], "PNG")
    assert sheet.pixelColor(place["x"] + place["width"] // 2, place["y"] + place["height"] // 2).name() == GREEN


def test_what_the_web_map_cannot_show_is_said_when_saving_and_when_releasing(
    database: Database, catalogue: Catalogue, desks: Any, tmp_path: Path
) -> None:
    layers, symbol = desks("xuan"), QgsFillSymbol()
    symbol.changeSymbolLayer(0, QgsShapeburstFillSymbolLayer(QColor("red"), QColor("blue")))
    redraw(layers["lockdown_zone"], "active-ct19", symbol)
    problems = save_looks(own_service(database, "xuan"), catalogue, {"lockdown_zone": layers["lockdown_zone"]}).problems
    assert problems == ("lockdown_zone.qml: «Chỉ thị 19»: lớp ký hiệu «ShapeburstFill» / symbol layer «ShapeburstFill»",)
    result = release(database, tmp_path / "site", catalogue)
    assert result.not_shown == problems
    assert not list(result.folder.glob("problems*"))


def test_a_picture_from_elsewhere_travels_inside_the_look(desks: Any, tmp_path: Path) -> None:
    layer, picture = desks()["pharmacy"], tmp_path / "riêng.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>', encoding="utf-8")
    symbol = disc(BLUE)
    symbol.changeSymbolLayer(0, QgsSvgMarkerSymbolLayer(str(picture), 6))
    redraw(layer, "open", symbol)
    look = look_of(layer)
    assert str(tmp_path) not in look
    assert "base64:" in look
    assert '"pharmacy.svg"' in look


@pytest.mark.parametrize("person", ["lan", "tuan", "vy"])
def test_who_does_not_publish_cannot_change_how_the_map_looks(person: str, database: Database, catalogue: Catalogue, desks: Any) -> None:
    layers = desks(person)
    with pytest.raises(DatabaseError, match="42501"):
        save_looks(own_service(database, person), catalogue, {"pharmacy": layers["pharmacy"]})
    assert database.run("SELECT count(*) FROM ncovy.layer_style") == [(0,)]


def test_no_kept_look_is_changed_or_lost_afterwards(database: Database, catalogue: Catalogue, desks: Any) -> None:
    save_looks(own_service(database, "xuan"), catalogue, {"pharmacy": desks("xuan")["pharmacy"]})
    for statement in ("UPDATE ncovy.layer_style SET qml = 'x'", "DELETE FROM ncovy.layer_style"):
        with pytest.raises(psycopg2.Error, match="NC007"):
            database.run(statement)


def test_a_symbol_inside_an_attribute_is_compared_without_its_random_numbers() -> None:
    """As QGIS 3.30 and later writes the line of a callout."""

    def lines(symbol: str) -> list[str]:
        document, option = QDomDocument(), QDomDocument()
        option.appendChild(option.createElement("Option"))
        option.documentElement().setAttribute("value", symbol)
        document.setContent(option.toString())
        return list(told(document.documentElement()))

    one = lines('<symbol alpha="1"><layer id="{a1}" class="SimpleLine"><prop v="red"/></layer></symbol>')
    assert one == lines('<symbol alpha="1"><layer class="SimpleLine" id="{b2}"><prop v="red"/></layer></symbol>')
    assert one != lines('<symbol alpha="1"><layer class="SimpleLine" id="{b2}"><prop v="blue"/></layer></symbol>')
