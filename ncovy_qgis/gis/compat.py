"""What differs between QGIS 3.22 and 4: the only file that knows versions. Uses qgis.core alone."""

from __future__ import annotations

from functools import cache
from typing import Any

from qgis.core import NULL, Qgis, QgsAttributeEditorContainer, QgsProject, QgsSnappingConfig
from qgis.PyQt.QtCore import QT_VERSION_STR

QT6 = int(QT_VERSION_STR.split(".", 1)[0]) >= 6
QGIS_VERSION = Qgis.QGIS_VERSION_INT


@cache
def _held() -> tuple[QgsProject, Any]:
    project = QgsProject.instance()
    return project, project.layerTreeRoot()


def the_project() -> QgsProject:
    """QGIS's one project, held for good with its layer tree: whoever connects to their signals, or keeps it, takes it from here.

    When Python's wrapper of a C++ object goes with a garbage cycle (some plugin that kept it was unloaded), PyQt takes every
    slot from that object's signals, ours too, or ends the process.
    """
    return _held()[0]


def is_null(value: Any) -> bool:
    """NULL is None under Qt 6 and a QVariant under Qt 5."""
    return bool(value is None or value == NULL)


def make_tab(container: QgsAttributeEditorContainer) -> None:
    """Show the container as a tab; every version but 3.22 knows setType."""
    if hasattr(container, "setType") and hasattr(Qgis, "AttributeEditorContainerType"):
        container.setType(Qgis.AttributeEditorContainerType.Tab)
    else:
        container.setIsGroupBox(False)


def make_group(container: QgsAttributeEditorContainer) -> None:
    """Show the container as a titled box inside its tab."""
    if hasattr(container, "setType") and hasattr(Qgis, "AttributeEditorContainerType"):
        container.setType(Qgis.AttributeEditorContainerType.GroupBox)
    else:
        container.setIsGroupBox(True)


def transactions_disabled(project: QgsProject) -> bool:
    """True in the only transaction mode in which a save can be checked: "Disabled"."""
    if hasattr(project, "transactionMode"):
        return bool(project.transactionMode() == Qgis.TransactionMode.Disabled)
    return not project.autoTransaction()


def disable_transactions(project: QgsProject) -> None:
    """Put the project in transaction mode "Disabled" (no layer may be in editing)."""
    if hasattr(project, "setTransactionMode"):
        project.setTransactionMode(Qgis.TransactionMode.Disabled)
    else:
        project.setAutoTransaction(False)


def transaction_mode_signal(project: QgsProject) -> Any:
    """The signal that tells of another transaction mode; 3.22 has none (None)."""
    return getattr(project, "transactionModeChanged", None)


def local_time_is_wall_clock() -> bool:
    """Qt 5's date-time editor forgets the offset: what it returns is the wall clock of the session (Viet Nam)."""
    return not QT6


def snap_to_corners_and_edges() -> Any:
    """What to snap to, as flags: 3.26 moved them to Qgis."""
    kinds = Qgis.SnappingType if hasattr(Qgis, "SnappingType") else QgsSnappingConfig.SnappingTypes
    corner, edge = (kinds.Vertex, kinds.Segment) if hasattr(Qgis, "SnappingType") else (kinds.VertexFlag, kinds.SegmentFlag)
    return corner | edge
