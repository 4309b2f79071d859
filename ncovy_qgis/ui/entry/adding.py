"""From a place to an open form: editing starts, a feature is made with its defaults, and goes into the buffer when the form is accepted."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer
from qgis.gui import QgsAttributeDialog, QgsAttributeEditorContext
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal

from ...core.reuse import LIMIT
from ...db.search import Extent
from ...gis.buffer import plain_values
from ...gis.new_feature import new_feature, ready_to_edit, takes_points
from ...gis.positions import extent_on_map, to_map
from . import memory
from .prefill import mark_filled

if TYPE_CHECKING:
    from ..session import Session

ZONE_SCALE = 5000.0  # what a zone is drawn at
NEAR_M = 800.0  # width of the map around a single point


class Adding(QObject):
    """Holds the forms it opened until they are closed; tells the stem of the layer a feature was entered into."""

    entered = pyqtSignal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._watched: dict[str, tuple[QgsVectorLayer, Any]] = {}  # layer id → layer and slot
        self._fresh: dict[tuple[str, str], list[int]] = {}  # stem and layer id → features just added
        self._open: list[tuple[QgsAttributeDialog, QgsFeature]] = []  # a form does not own its feature

    @property
    def forms(self) -> tuple[QgsAttributeDialog, ...]:
        """The forms still open."""
        return tuple(form for form, _ in self._open)

    def layer(self, stem: str) -> QgsVectorLayer | None:
        """The layer, active and in editing; None after saying why not."""
        layer = self._session.layers().get(stem)
        if layer is None:
            self._session.messages.info(QCoreApplication.translate("Ncovy", "Hãy mở bản đồ Ncovy trước."))
            return None
        self._session.iface.setActiveLayer(layer)
        self.watch(stem, layer)
        if not ready_to_edit(layer):
            text = QCoreApplication.translate("Ncovy", "Không sửa được lớp «{title}»: tài khoản này chỉ được xem.")
            self._session.messages.warn(text.format(title=layer.name()))
            return None
        return layer

    def at(self, stem: str, spot: QgsPointXY, values: Mapping[str, Any]) -> None:
        """Open the form of a new feature at a place (degrees WGS 84); a zone is drawn there instead."""
        layer = self.layer(stem)
        if layer is None:
            return
        if takes_points(layer):
            self._show(layer, new_feature(layer, spot, values))
        else:
            self._session.iface.mapCanvas().setCenter(to_map(spot, QgsProject.instance()))
            self._session.iface.mapCanvas().zoomScale(min(self._session.iface.mapCanvas().scale(), ZONE_SCALE))
            self.draw(stem)

    def draw(self, stem: str) -> None:
        """QGIS's own digitising tool on the layer."""
        if self.layer(stem) is not None:
            self._session.iface.actionAddFeature().trigger()
            self._session.messages.info(QCoreApplication.translate("Ncovy", "Hãy vẽ vùng trên bản đồ; bấm chuột phải để kết thúc."))

    def close(self) -> None:
        """Close the forms without storing anything."""
        for form, _ in list(self._open):
            form.reject()
        self._open.clear()
        for layer, slot in self._watched.values():
            with suppress(RuntimeError, TypeError):  # the project may have been closed before
                layer.featureAdded.disconnect(slot)
        self._watched.clear()
        self._fresh.clear()

    def _show(self, layer: QgsVectorLayer, feature: QgsFeature) -> None:
        context = QgsAttributeEditorContext()
        context.setMapCanvas(self._session.iface.mapCanvas())
        context.setFormMode(QgsAttributeEditorContext.FormMode.StandaloneDialog)
        form = QgsAttributeDialog(layer, feature, False, self._session.iface.mainWindow(), True, context)
        form.setMode(QgsAttributeEditorContext.Mode.AddFeatureMode)
        mark_filled(form.attributeForm())
        self._open.append((form, feature))
        layer.willBeDeleted.connect(form.reject)  # before the layer is gone: a form that gets the keyboard then would take QGIS with it
        form.finished.connect(partial(self._closed, form))
        form.show()

    def go_to(self, stem: str, fid: int, extent: Extent, form: bool) -> None:
        """Show a place of the map (degrees WGS 84); a feature is selected, and its form opened if wanted."""
        canvas, project = self._session.iface.mapCanvas(), QgsProject.instance()
        area = extent_on_map(extent, project)
        canvas.setExtent(area.buffered(max(area.width(), area.height(), NEAR_M) * 0.25))
        canvas.refresh()
        canvas.flashGeometries([QgsGeometry.fromRect(area) if area.width() else QgsGeometry.fromPointXY(area.center())], project.crs())
        layer = self._session.layers().get(stem)
        if layer is not None:
            self._session.iface.setActiveLayer(layer)
            layer.selectByIds([fid])
            if form:
                self._open_form(layer, fid)

    def _open_form(self, layer: QgsVectorLayer, fid: int) -> None:
        feature = layer.getFeature(fid)
        if feature.isValid():
            self._session.open_form(layer, feature)
        else:
            self._session.messages.info(QCoreApplication.translate("Ncovy", "Đối tượng này không còn trên bản đồ."))

    def watch(self, stem: str, layer: QgsVectorLayer) -> None:
        """Remember what is entered into this layer; watching twice does no harm."""
        if layer.id() not in self._watched:
            slot = partial(self._remember, stem, layer)
            layer.featureAdded.connect(slot)
            self._watched[layer.id()] = (layer, slot)

    def _remember(self, stem: str, layer: QgsVectorLayer, fid: int) -> None:
        """What the person has just entered; a save gives features their final ids and is no entry. Many pasted at once are remembered in one go."""
        if fid < 0:
            if not self._fresh:
                QTimer.singleShot(0, self._keep)
            self._fresh.setdefault((stem, layer.id()), []).append(fid)

    def _keep(self) -> None:
        fresh, self._fresh = self._fresh, {}
        for (stem, key), fids in fresh.items():
            layer = QgsProject.instance().mapLayer(key)
            added = layer.editBuffer().addedFeatures() if layer is not None and layer.editBuffer() is not None else {}
            schema = self._session.catalogue.layer(stem)
            for fid in fids[-LIMIT:]:
                if fid in added:
                    memory.keep(schema, plain_values(layer, schema, added[fid]))
            self.entered.emit(stem)

    def _closed(self, form: QgsAttributeDialog, *_: object) -> None:
        self._open = [(other, feature) for other, feature in self._open if other is not form]
        form.deleteLater()  # else it would listen to every edit of its layer for as long as QGIS runs
