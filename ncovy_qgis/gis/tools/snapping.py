"""Snapping while zones are drawn, to communes and to other zones; what was set before comes back.

Topological editing stays as the project has it: it would add corners to the neighbours, and make drafts of approved zones nobody meant to touch.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Optional

from qgis.core import QgsProject, QgsSnappingConfig, QgsTolerance, QgsVectorLayer

from .. import compat

TOLERANCE_PX = 12.0


class ZoneSnapping:
    """On while at least one zone layer is in editing."""

    def __init__(self, project: QgsProject) -> None:
        self._project = project
        self._before: Optional[QgsSnappingConfig] = None
        self._of_layers: dict[str, QgsSnappingConfig.IndividualLayerSettings] = {}

    @property
    def on(self) -> bool:
        """Whether the project's own settings are put away."""
        return self._before is not None

    def start(self, layers: Iterable[QgsVectorLayer]) -> None:
        """Snap to these layers' corners and edges; a second start does nothing."""
        if self._before is not None:
            return
        self._before = QgsSnappingConfig(self._project.snappingConfig())
        self._of_layers = {layer.id(): each for layer, each in self._before.individualLayerSettings().items()}
        self._before.clearIndividualLayerSettings()  # of a layer taken off the map meanwhile a dead pointer would be given back
        self._project.setSnappingConfig(_config(self._project, {layer.id() for layer in layers}))

    def stop(self) -> None:
        """Give back what was set before."""
        if self._before is not None:
            config, self._before = self._before, None
            for layer, each in self._project.snappingConfig().individualLayerSettings().items():
                config.setIndividualLayerSettings(layer, self._of_layers.get(layer.id(), each))
            self._project.setSnappingConfig(config)


def _config(project: QgsProject, wanted: set[str]) -> QgsSnappingConfig:
    config = QgsSnappingConfig(project)
    config.setEnabled(True)
    config.setMode(QgsSnappingConfig.SnappingMode.AdvancedConfiguration)
    config.setIntersectionSnapping(True)
    kind = compat.snap_to_corners_and_edges()
    for layer in project.mapLayers().values():
        if isinstance(layer, QgsVectorLayer):
            pixels = QgsTolerance.UnitType.Pixels
            each = QgsSnappingConfig.IndividualLayerSettings(layer.id() in wanted, kind, TOLERANCE_PX, pixels, 0.0, 0.0)
            config.setIndividualLayerSettings(layer, each)
    return config
