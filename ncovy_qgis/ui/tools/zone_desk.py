"""What happens while zones are edited: snapping is set and given back, the panel follows the outline."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsGeometry, QgsMapLayer, QgsPointXY, QgsPolygon, QgsVectorLayer
from qgis.gui import QgsMapToolCapture

from ...gis.compat import the_project
from ...gis.layers import MARK, stem_of
from ...gis.source import source_of
from ...gis.tools.shapes import from_project
from ...gis.tools.snapping import ZoneSnapping
from ...gis.tools.zones import zone_layers
from .zone_panel import ZonePanel

if TYPE_CHECKING:
    from ..session import Session


class ZoneDesk:
    """Listens to zone layers and to the map tool; `snaps` and `tells` are the person's switches."""

    def __init__(self, session: Session) -> None:
        self._session, self._canvas = session, session.iface.mapCanvas()
        self._project = the_project()
        self.snaps = self.tells = True
        self._closed = False
        self.snapping = ZoneSnapping(self._project)
        self.panel = ZonePanel(session)
        self._links: dict[str, tuple[tuple[Any, Any], ...]] = {}
        self._project.layersAdded.connect(self._watch)
        self._canvas.xyCoordinates.connect(self._moved)
        self._watch(list(self._project.mapLayers().values()))

    def close(self) -> None:
        """Leave canvas, project and layers as they were; a second time does nothing."""
        if self._closed:
            return
        self._closed = True
        self._project.layersAdded.disconnect(self._watch)
        self._canvas.xyCoordinates.disconnect(self._moved)
        self.snapping.stop()
        for links in self._links.values():
            for signal, slot in links:
                signal.disconnect(slot)
        self._links.clear()
        self.panel.put_away()
        self.panel.setParent(None)
        self.panel.deleteLater()

    def set_snaps(self, wanted: bool) -> None:
        """Switch snapping on or off, at once."""
        self.snaps = wanted
        self._editing()

    def set_tells(self, wanted: bool) -> None:
        """Switch the panel on or off, at once."""
        self.tells = wanted
        if not wanted:
            self.panel.put_away()

    # --- signals ----------------------------------------------------------------------------------------------------

    def _watch(self, layers: list[QgsMapLayer]) -> None:
        mine = {stem_of(layer): layer for layer in layers if isinstance(layer, QgsVectorLayer) and stem_of(layer) is not None}
        for layer in zone_layers({str(stem): layer for stem, layer in mine.items()}).values():
            key = layer.id()
            self._links[key] = (
                (layer.editingStarted, self._editing),
                (layer.editingStopped, self._editing),
                (layer.geometryChanged, partial(self._reshaped, key)),
                (layer.featureAdded, partial(self._added, key)),
                (layer.willBeDeleted, partial(self._forget, key)),
            )
            for signal, slot in self._links[key]:
                signal.connect(slot)
        self._editing()

    def _forget(self, key: str) -> None:
        self._links.pop(key, None)
        if not self._links:
            self.snapping.stop()
            self.panel.put_away()

    def _zones(self) -> list[QgsVectorLayer]:
        found = (self._project.mapLayer(key) for key in self._links)
        return [layer for layer in found if layer is not None]

    def _editing(self) -> None:
        """Snap while any zone layer is in editing."""
        edited = [layer for layer in self._zones() if layer.isEditable()]
        if edited and self.snaps:
            communes = (layer for layer in self._project.mapLayers().values() if layer.customProperty(MARK) == "commune")
            self.snapping.start([*self._zones(), *communes])
        else:
            self.snapping.stop()
        if not edited:
            self.panel.put_away()

    def _moved(self, point: QgsPointXY) -> None:
        """The mouse moved: the outline so far, closed over the place of the mouse."""
        layer = self._session.iface.activeLayer()
        if not self.tells or layer is None or layer.id() not in self._links or not layer.isEditable():
            return
        shape = outline_so_far(self._canvas.mapTool(), from_project(QgsGeometry.fromPointXY(point), self._project))
        if shape is not None:
            self.panel.show_shape(shape, source_of(layer))

    def _reshaped(self, key: str, fid: int, shape: QgsGeometry) -> None:
        layer = self._project.mapLayer(key)
        if self.tells and layer is not None and layer.isEditable() and not shape.isEmpty():
            readings = self._session.edits.readings(layer)
            seen = readings.of(fid) if readings is not None else None
            self.panel.show_shape(shape, source_of(layer), seen.uid if seen else "")

    def _added(self, key: str, fid: int) -> None:
        layer = self._project.mapLayer(key)
        buffer = layer.editBuffer() if layer is not None else None
        if buffer is not None and fid in buffer.addedFeatures():
            self._reshaped(key, fid, buffer.addedFeatures()[fid].geometry())


def outline_so_far(tool: Any, cursor: QgsGeometry) -> Optional[QgsGeometry]:
    """The polygon a capture tool has begun, in EPSG:4326 as its layer; None before the second corner."""
    if not isinstance(tool, QgsMapToolCapture) or tool.captureCurve().numPoints() < 2:
        return None
    ring = tool.captureCurve().curveToLine()
    ring.addVertex(cursor.constGet())
    ring.close()
    polygon = QgsPolygon()
    polygon.setExteriorRing(ring)
    return QgsGeometry(polygon)
