"""Who sends base_version, the token of the lost-update check: the plugin, or a default value of QGIS.

QGIS without plugin has it from a default "apply on update". For that QGIS reads the feature from the server at every edit, in the window's
thread, and writes whatever it read: of a moved feature it could not read, nothing but NULL. Where the plugin saves, it is off.
"""

from __future__ import annotations

from qgis.core import QgsDefaultValue, QgsVectorLayer
from qgis.PyQt.QtCore import QSignalBlocker
from qgis.PyQt.QtXml import QDomElement

from .readings import Readings

FIELD = "base_version"


def send_by_plugin(layer: QgsVectorLayer, plugin: bool) -> None:
    """`plugin`: QGIS reads nothing when a feature is edited. Not: QGIS looks after the token itself."""
    index = layer.fields().indexOf(FIELD)
    default = layer.defaultValueDefinition(index)
    if default.expression():
        quiet = QSignalBlocker(layer)  # an open form of QGIS 3.22 crashes when it is told that the fields are new
        layer.setDefaultValueDefinition(index, QgsDefaultValue(default.expression(), not plugin))
        quiet.unblock()


def hand_over(layer: QgsVectorLayer, readings: Readings) -> None:
    """The plugin goes: QGIS looks after the token from now on, and unsaved edits get the version they were made on."""
    send_by_plugin(layer, False)
    buffer, index = layer.editBuffer(), layer.fields().indexOf(FIELD)
    touched = [*buffer.changedAttributeValues(), *buffer.changedGeometries()] if buffer is not None else []
    for fid in dict.fromkeys(touched):
        seen = readings.of(fid)
        if seen is not None:
            layer.changeAttributeValue(fid, index, seen.row_version, skipDefaultValues=True)


def write_for_plain_qgis(element: QDomElement) -> None:
    """A layer as it is written into a project: whoever opens that may have no plugin."""
    default = element.firstChildElement("defaults").firstChildElement("default")
    while not default.isNull():
        if default.attribute("field") == FIELD and default.attribute("expression"):
            default.setAttribute("applyOnUpdate", "1")
        default = default.nextSiblingElement("default")
