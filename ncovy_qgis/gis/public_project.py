"""A QGIS project of the published data, for anybody: needs neither this plugin nor the database, and holds no path of the machine it was made on."""

from __future__ import annotations

import re
from base64 import b64encode
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsEditorWidgetSetup, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogue import Catalogue, Field, Layer
from ..paths import icons_dir
from .layers import LayerError, load_style
from .project import CRS

# Styles look at these; what is published is never removed and always approved.
_ALWAYS = {"removed": "false", "review_state": "'approved'"}
_MAKER = re.compile(r' (?:saveUser|saveUserFull|saveDateTime)="[^"]*"')
# Said twice for a QGIS older than ours, and blanks at the start of lines: a third of the file.
_NEEDLESS = re.compile(r"^\s*<prop [^>]*/>\n|^\s+(?=<)", re.MULTILINE)
_SIGN = re.compile(r'\b(v|value)="([a-z_]+)\.svg"')


def write_project(site: str, catalogue: Catalogue, file: Path) -> int:
    """Write a .qgs that reads latest/ of a site: a folder (the project then refers to it relatively) or an address. Returns the number of layers.

    Raises LayerError for a layer that is not there, OSError. Main thread only.
    """
    project = QgsProject()
    project.setTitle(catalogue.open_data.title.vi)
    project.setCrs(QgsCoordinateReferenceSystem(CRS))
    project.writeEntryBool("Paths", "Absolute", False)
    for schema in sorted(catalogue.layers, key=lambda layer: layer.geometry != "Point"):  # points lie over areas
        project.addMapLayer(_open(site, catalogue, schema))
    if not project.write(str(file)):
        raise OSError(project.error())
    file.write_text(_portable(file.read_text(encoding="utf-8")), encoding="utf-8")
    return len(catalogue.layers)


def _open(site: str, catalogue: Catalogue, schema: Layer) -> QgsVectorLayer:
    name = f"latest/data/{schema.name}.geojson"
    remote = site.startswith(("http://", "https://"))
    place = f"/vsicurl/{site.rstrip('/')}/{name}" if remote else str((Path(site) / name).resolve())
    layer = QgsVectorLayer(place, schema.title.vi, "ogr")
    if not layer.isValid():
        raise LayerError(place, QCoreApplication.translate("Ncovy", "không có dữ liệu công khai ở đó"))  # layer.error() ends QGIS 3.22 here
    for field in QgsVectorLayer("None?field=removed:bool&field=review_state:string", "", "memory").fields():
        layer.addExpressionField(_ALWAYS[field.name()], field)
    load_style(layer, schema.name)
    for field in schema.public_fields:
        _explain(layer, catalogue, field)
    layer.setReadOnly(True)
    return layer


def _explain(layer: QgsVectorLayer, catalogue: Catalogue, field: Field) -> None:
    """The field by its Vietnamese name, codes by their words."""
    index = layer.fields().indexOf(field.name)
    layer.setFieldAlias(index, field.label.vi)
    values = catalogue.list_of(field)
    if values and field.type == "list":
        layer.setEditorWidgetSetup(index, QgsEditorWidgetSetup("ValueMap", {"map": [{value.label.vi: value.code} for value in values.values]}))


def _portable(text: str) -> str:
    """Without who saved it and when, the signs in it: a QGIS without this plugin would not find them."""
    return _SIGN.sub(_embedded, _NEEDLESS.sub("", _MAKER.sub("", text)))


def _embedded(found: re.Match[str]) -> str:
    path = icons_dir() / f"{found[2]}.svg"
    return f'{found[1]}="base64:{b64encode(path.read_bytes()).decode()}"' if path.is_file() else found[0]
