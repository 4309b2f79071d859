"""The calm word about a look-alike: in the form where the name is typed, else above the map; one click goes to the other feature."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Optional

from qgis.core import Qgis, QgsProject, QgsVectorLayer
from qgis.gui import QgsAttributeForm, QgsMessageBar, QgsMessageBarItem
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QPushButton, QWidget

from ...core.numbers import show_number
from ...db.near import Alike
from ...gis.layers import feature_of

if TYPE_CHECKING:
    from ..session import Session

OURS = "ncovyNear"


class Shown:
    """A warning in its bar, until either goes."""

    def __init__(self, bar: QgsMessageBar, item: QgsMessageBarItem) -> None:
        self._there: Optional[tuple[QgsMessageBar, QgsMessageBarItem]] = (bar, item)
        item.destroyed.connect(self._gone)

    def take_back(self) -> None:
        """Make room for a newer one."""
        if self._there is not None:
            bar, item = self._there
            bar.popWidget(item)

    def _gone(self, *_: object) -> None:
        self._there = None


def warn(session: Session, layer: QgsVectorLayer, found: Sequence[Alike], form: Optional[QgsAttributeForm]) -> Shown:
    """Name the nearest kind of trouble first: same name, then distance."""
    first = sorted(found, key=lambda each: (not each.same_name, each.metres))[0]
    bar = _bar(session, form)
    widget = bar.createMessage("Ncovy", escape(sentence(first, len(found) - 1), quote=False))  # a message bar reads HTML
    button = QPushButton(QCoreApplication.translate("Ncovy", "Xem"), widget)
    button.setObjectName(OURS)
    button.clicked.connect(partial(_clicked, session, layer.id(), first.uid))
    widget.layout().addWidget(button)
    return Shown(bar, bar.pushWidget(widget, Qgis.MessageLevel.Info, 0))


def _clicked(session: Session, layer_id: str, uid: str, *_: object) -> None:
    layer = QgsProject.instance().mapLayer(layer_id)
    if isinstance(layer, QgsVectorLayer):
        go_to(session, layer, uid)


def sentence(found: Alike, more: int) -> str:
    """Which feature, how far, why it is told."""
    translate = QCoreApplication.translate
    same = translate("Ncovy", "Trong xã đã có «{name}» cùng tên, cách {metres} m.")
    close = translate("Ncovy", "Cách {metres} m đã có «{name}», có thể là một.")
    words = (same if found.same_name else close).format(name=found.name, metres=show_number(round(found.metres)))
    others = translate("Ncovy", "Còn {count} nơi nữa.").format(count=more) if more > 0 else ""
    return f"{words} {others}".strip()


def go_to(session: Session, layer: QgsVectorLayer, uid: str) -> None:
    """Zoom to a feature and open its form."""
    feature = feature_of(layer, uid)
    if feature is None:
        session.messages.info(QCoreApplication.translate("Ncovy", "Đối tượng này không còn trên bản đồ."))
        return
    session.iface.setActiveLayer(layer)
    layer.selectByIds([feature.id()])
    session.iface.mapCanvas().zoomToFeatureIds(layer, [feature.id()])
    session.open_form(layer, feature)


def _bar(session: Session, form: Optional[QgsAttributeForm]) -> QgsMessageBar:
    """The bar of the form's own window while it is there."""
    if form is None or form.window() is session.iface.mainWindow():
        return session.iface.messageBar()
    found = (widget for widget in form.window().findChildren(QWidget) if widget.metaObject().className() == "QgsMessageBar")
    own = next(found, None)  # Python knows it as a plain widget
    return session.iface.messageBar() if own is None else sip.cast(own, QgsMessageBar)
