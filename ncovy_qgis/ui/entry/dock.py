"""The dock «Nhập liệu»: layers above, three ways to give a place below, values to be used again. Only widgets; the part does the work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Callable, Optional

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from ...core.catalogue import Catalogue
from ..icons import icon
from .commune_box import CommuneBox
from .layer_list import LayerList
from .position_box import PositionBox
from .reuse_box import ReuseBox

NAME = "ncovyEntryDock"
HERE = "Alt+Shift+A"
Dsn = Callable[[], Optional[Mapping[str, str]]]


class EntryDock(QgsDockWidget):
    """`dsn` gives the connection of the open map, None without one."""

    def __init__(self, parent: QWidget, catalogue: Catalogue, dsn: Dsn) -> None:
        translate = QCoreApplication.translate
        super().__init__(translate("Ncovy", "Nhập liệu"), parent)
        self._catalogue = catalogue
        self.setObjectName(NAME)
        self.layers = LayerList(self, catalogue)
        self.here = QPushButton(translate("Ncovy", "Thêm tại đây"), self)
        self.here.setObjectName("ncovyEntryHere")
        self.here.setCheckable(True)
        self.which = QPushButton(translate("Ncovy", "Chọn lớp nào?…"), self)
        self.which.setObjectName("ncovyEntryWhich")
        self.which.setToolTip(translate("Ncovy", "Hai câu hỏi phân biệt các lớp dễ nhầm"))
        self.position = PositionBox(self, dsn)
        self.commune = CommuneBox(self, dsn)
        self.reuse = ReuseBox(self, catalogue)
        self.ways = QTabWidget(self)
        self.ways.setObjectName("ncovyEntryWays")
        self.ways.addTab(self.position, translate("Ncovy", "Tọa độ"))
        self.ways.addTab(self.commune, translate("Ncovy", "Xã"))
        self.ways.addTab(self.reuse, translate("Ncovy", "Dùng lại giá trị"))
        self._arrange()
        self.show_layer(self.layers.stem())

    def _arrange(self) -> None:
        content = QWidget(self)
        buttons = QHBoxLayout()
        buttons.addWidget(self.here, 1)
        buttons.addWidget(self.which, 1)
        layout = QVBoxLayout(content)
        layout.addWidget(self.layers)
        layout.addLayout(buttons)
        layout.addWidget(self.ways, 1)
        self.setWidget(content)

    def show_layer(self, stem: str) -> None:
        """What the buttons do for this layer."""
        translate, layer = QCoreApplication.translate, self._catalogue.layer(stem)
        points = layer.geometry == "Point"
        self.layers.choose(stem)
        self.here.setIcon(icon(stem))
        self.here.setText(translate("Ncovy", "Thêm tại đây") if points else translate("Ncovy", "Vẽ vùng"))
        tip = translate("Ncovy", "Bấm vào bản đồ để thêm đối tượng ({shortcut})") if points else translate("Ncovy", "Vẽ vùng trên bản đồ ({shortcut})")
        self.here.setToolTip(tip.format(shortcut=QKeySequence(HERE).toString(QKeySequence.SequenceFormat.NativeText)))
        self.position.add.setText(translate("Ncovy", "Thêm tại tọa độ") if points else translate("Ncovy", "Tới đó và vẽ vùng"))
        self.commune.add.setText(translate("Ncovy", "Thêm tại xã") if points else translate("Ncovy", "Tới đó và vẽ vùng"))
        self.reuse.show_layer(layer)

    def stop(self) -> None:
        """Ask the database nothing more."""
        self.position.close_lookup()
        self.commune.close_lookup()
