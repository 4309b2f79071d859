"""The dock of saving: what came of the last save, every feature that was not stored with its reason, a comment for the next one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Optional

from qgis.core import QgsFeature, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QModelIndex, QObject, Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QAction,
    QComboBox,
    QDockWidget,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ...gis.report import Problem, Report
from ..part import make_action
from ..words import said
from .policy import Policy, policy, remember_policy
from .problems import ProblemModel

if TYPE_CHECKING:
    from ..session import Session

WIDTHS = (80, 150, 250, 120)
HEIGHT = 220  # pixels: the map keeps most of a small screen


class SavePanel:
    """Shows itself when something could not be saved."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._came_by_itself = False  # then it goes by itself too
        self.dock = QDockWidget(QCoreApplication.translate("Ncovy", "Lưu"), session.iface.mainWindow())
        self.dock.setObjectName("ncovySaveDock")
        self.model = ProblemModel(session.catalogue, self.dock)
        self.sentence = QLabel(QCoreApplication.translate("Ncovy", "Chưa có lần lưu nào."), self.dock)
        self.sentence.setWordWrap(True)
        self.reason = QLabel(self.dock)
        self.reason.setWordWrap(True)
        self.list = self._tree()
        self.comment = self._comment()
        self.policy = self._policies()
        self.dock.setWidget(self._inside())
        session.iface.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.dock)
        self.dock.hide()
        session.reported.connect(self.show_report)

    def actions(self, owner: QObject) -> Sequence[QAction]:
        """Save; the dock, shown or hidden."""
        translate = QCoreApplication.translate
        return [
            make_action(owner, "ncovySaveAll", "mActionSaveAllEdits.svg", translate("Ncovy", "Lưu tất cả"), self._session.save_all),
            make_action(owner, "ncovySavePanel", "saved", translate("Ncovy", "Kết quả lưu"), self._toggle),
        ]

    def close(self) -> None:
        """Take the dock away."""
        self._session.reported.disconnect(self.show_report)
        self._session.iface.removeDockWidget(self.dock)
        self.dock.deleteLater()

    def show_report(self, report: Report) -> None:
        """List what was not stored; without problems an open dock says so and stays."""
        self.sentence.setText(report.sentence())
        self.model.show_problems(report.problems, self._names(report.problems))
        self.reason.setVisible(bool(report.problems))
        if report.problems:
            self.list.setCurrentIndex(self.model.index(0, 0))
        if report.receipts:
            self.comment.clear()
        if report.problems:
            self._came_by_itself |= self.dock.isHidden()
            self._show()
        elif self._came_by_itself:
            self._came_by_itself = False
            self.dock.hide()

    def zoom_to(self, index: QModelIndex) -> None:
        """Show the feature of a row on the map."""
        layer, feature = self._feature(self.model.problem(index.row()))
        if layer is not None and feature is not None:
            self._session.iface.setActiveLayer(layer)
            layer.selectByIds([feature.id()])
            self._session.iface.mapCanvas().zoomToFeatureIds(layer, [feature.id()])
            self._session.iface.mapCanvas().flashFeatureIds(layer, [feature.id()])

    def open_form(self, index: QModelIndex) -> None:
        """Go to a row's feature and open its form; the session has marked the field that was refused."""
        self.zoom_to(index)
        layer, feature = self._feature(self.model.problem(index.row()))
        if layer is not None and feature is not None:
            self._session.open_form(layer, feature)

    # --- what it is made of -----------------------------------------------------------------------------------------

    def _inside(self) -> QWidget:
        inside = QWidget(self.dock)
        translate = QCoreApplication.translate
        again = QPushButton(translate("Ncovy", "Lưu lại"), inside)
        again.setObjectName("ncovySaveAgain")
        again.clicked.connect(self._session.save_all)
        options = QHBoxLayout()
        options.addWidget(self.comment, 1)
        options.addWidget(self.policy)
        top = QHBoxLayout()
        top.addWidget(self.sentence, 1)
        top.addWidget(again)
        layout = QVBoxLayout(inside)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.reason)
        layout.addLayout(options)
        return inside

    def _tree(self) -> QTreeView:
        tree = QTreeView(self.dock)
        tree.setModel(self.model)
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate(WIDTHS):
            tree.setColumnWidth(column, width)
        tree.selectionModel().currentChanged.connect(self._tell_reason)
        tree.clicked.connect(self.zoom_to)
        tree.activated.connect(self.open_form)
        return tree

    def _comment(self) -> QLineEdit:
        line = QLineEdit(self.dock)
        line.setAccessibleName(QCoreApplication.translate("Ncovy", "Ghi chú cho lần lưu tới"))
        line.setPlaceholderText(QCoreApplication.translate("Ncovy", "Ghi chú cho lần lưu tới, ví dụ: theo báo cáo CDC sáng 17/9"))
        line.setToolTip(QCoreApplication.translate("Ncovy", "Ghi vào lịch sử của mọi đối tượng trong lần lưu; người duyệt thấy."))
        line.setMaxLength(500)
        line.textChanged.connect(self._commented)
        return line

    def _commented(self, text: str) -> None:
        self._session.comment = text.strip()

    def _policies(self) -> QComboBox:
        translate = QCoreApplication.translate
        box = QComboBox(self.dock)
        box.addItem(translate("Ncovy", "Khi có lỗi: hỏi tôi"), Policy.ASK.value)
        box.addItem(translate("Ncovy", "Khi có lỗi: lưu phần còn lại"), Policy.REST.value)
        box.addItem(translate("Ncovy", "Khi có lỗi: không lưu gì"), Policy.NOTHING.value)
        box.setToolTip(translate("Ncovy", "Khi có đối tượng không lưu được"))
        box.setCurrentIndex(box.findData(policy().value))
        box.activated.connect(lambda _: remember_policy(Policy(box.currentData())))
        return box

    def _tell_reason(self, index: QModelIndex, _: QModelIndex) -> None:
        """The whole sentence, which the column may have no room for."""
        self.reason.setText(said(self.model.problem(index.row()).refusal.text) if index.isValid() else "")

    def _toggle(self) -> None:
        self.policy.setCurrentIndex(self.policy.findData(policy().value))
        self._came_by_itself = False
        if self.dock.isVisible():
            self.dock.hide()
        else:
            self._show()

    def _show(self) -> None:
        hidden = self.dock.isHidden()
        self.dock.show()
        self.dock.raise_()
        if hidden:
            self._session.iface.mainWindow().resizeDocks([self.dock], [HEIGHT], Qt.Orientation.Vertical)

    # --- features ---------------------------------------------------------------------------------------------------

    def _names(self, problems: Sequence[Problem]) -> dict[tuple[str, str], str]:
        """Names as the layers show them."""
        found: dict[tuple[str, str], str] = {}
        for stem, layer in self._session.edits.layers.items():
            uids = {str(each.refusal.uid) for each in problems if each.refusal.layer == stem and each.refusal.uid}
            fids = self._session.edits.features(layer, uids)
            for feature in layer.getFeatures(fids) if fids else ():
                found[stem, str(feature["uid"])] = str(feature["name"] or "")
        return found

    def _feature(self, problem: Problem) -> tuple[Optional[QgsVectorLayer], Optional[QgsFeature]]:
        layer = self._session.edits.layers.get(str(problem.refusal.layer))
        fids = self._session.edits.features(layer, {str(problem.refusal.uid)}) if layer is not None else []
        return layer, layer.getFeature(fids[0]) if layer is not None and fids else None
