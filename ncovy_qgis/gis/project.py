"""The project of a connection: groups, ten layers with form and style, units behind. Uses qgis.core only.

Project CRS is EPSG:3857, as the public map: with VN-2000 (EPSG:9208) QGIS asks which datum shift to use, and a wrong answer is
224 m; lengths and areas are measured on the ellipsoid in either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Optional

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsLayerTreeGroup,
    QgsProject,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogue import Catalogue
from ..db.opening import Ground, ground
from . import compat
from .access import ask
from .form import FormContext, compile_form
from .form_apply import apply_form
from .layers import open_layer, open_units
from .restyle import dress
from .source import Source

CRS = "EPSG:3857"
GROUPS = {
    "zones": ("lockdown_zone", "lockdown_point"),
    "posts": ("control_checkpoint", "road_block"),
    "health": ("testing_site", "quarantine_site", "covid_treatment_facility", "medical_facility", "pharmacy"),
    "services": ("essential_service",),
}
BACKGROUND = ("commune", "district")


@dataclass(frozen=True)
class Opened:
    """What open_project put into the project."""

    layers: Mapping[str, QgsVectorLayer]  # stem → layer, also "commune", "district", "unit", "list_value"
    context: FormContext


def open_project(source: Source, catalogue: Catalogue, project: QgsProject, asked: Optional[Ground] = None) -> Opened:
    """Fill an empty project from the database; raises LayerError and DatabaseError. Main thread only; what was `asked` before is not asked again."""
    seen = asked or ask(source.dsn(), catalogue)
    context = form_context(seen)
    layers = {layer.name: open_layer(source, layer, context.language) for layer in catalogue.layers}
    dress(layers, seen.styles)
    layers.update(open_units(source, seen.era))
    for schema in catalogue.layers:
        apply_form(compile_form(schema, catalogue, context), layers[schema.name], layers)
    project.setTitle(QCoreApplication.translate("Ncovy", "Bản đồ Covid-19 tỉnh Nghệ An"))
    compat.disable_transactions(project)
    _arrange(project, catalogue, layers)
    project.setCrs(QgsCoordinateReferenceSystem(CRS))  # after the layers: QGIS takes the first layer's
    project.setEllipsoid("EPSG:7030")
    _set_extent(project, seen)
    project.setCustomVariables({**project.customVariables(), "ncovy_source": source.title()})
    project.setDirty(False)
    return Opened(layers, context)


def read_context(source: Source) -> FormContext:
    """The context of forms, asked of the database for nothing else."""
    return form_context(ground(source.dsn(), ()))


def form_context(seen: Ground) -> FormContext:
    """Language of this QGIS; the time and the eras of this database (an exercise has its own now)."""
    now = f"to_datetime('{seen.exercise}')" if seen.exercise else "now()"
    return FormContext(language(), now, seen.eras)


@lru_cache(maxsize=1)
def language() -> str:
    """"en" in an English QGIS (by --lang, else by its settings), else "vi". QGIS takes another one with its next start."""
    settings, started_with = QgsSettings(), str(QgsApplication.instance().translation() or "")
    chosen = settings.value("locale/userLocale", "") if settings.value("locale/overrideFlag", False, type=bool) else ""
    return "en" if str(started_with or chosen or QgsApplication.locale()).startswith("en") else "vi"


def _titles() -> Mapping[str, str]:
    translate = QCoreApplication.translate
    return {
        "zones": translate("Ncovy", "Phong tỏa"),
        "posts": translate("Ncovy", "Chốt"),
        "health": translate("Ncovy", "Y tế"),
        "services": translate("Ncovy", "Dịch vụ"),
        "background": translate("Ncovy", "Nền"),
    }


def _arrange(project: QgsProject, catalogue: Catalogue, layers: Mapping[str, QgsVectorLayer]) -> None:
    """Groups top to bottom, areas below all points, the background last; legends folded."""
    titles, root = _titles(), project.layerTreeRoot()
    places = {stem: name for name, stems in GROUPS.items() for stem in stems}
    order = ("posts", "health", "services", "zones")
    groups = {name: root.addGroup(titles[name]) for name in order}
    for schema in sorted(catalogue.layers, key=lambda schema: schema.geometry != "Point"):
        usual = "services" if schema.geometry == "Point" else "zones"
        _add(project, groups[places.get(schema.name, usual)], layers[schema.name])
    background = root.addGroup(titles["background"])
    for name in BACKGROUND:
        _add(project, background, layers[name])
    for name in ("unit", "list_value"):
        project.addMapLayer(layers[name], False)


def _add(project: QgsProject, group: QgsLayerTreeGroup, layer: QgsVectorLayer) -> None:
    project.addMapLayer(layer, False)
    group.addLayer(layer).setExpanded(False)


def _set_extent(project: QgsProject, seen: Ground) -> None:
    if seen.extent is None:
        return  # no units yet
    crs = project.crs()
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), crs, project.transformContext())
    extent = transform.transformBoundingBox(QgsRectangle(*seen.extent))
    extent.scale(1.05)
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(extent, crs))
