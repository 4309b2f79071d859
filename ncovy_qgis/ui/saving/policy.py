"""When some features cannot be saved: save the others, or nothing. Asked, or remembered."""

from __future__ import annotations

from enum import Enum
from typing import Optional

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QCheckBox, QMessageBox, QWidget

from ...gis.report import Report
from ..words import said

KEY = "ncovy/save_policy"
LISTED = 6  # reasons shown in the question; the panel has all


class Policy(Enum):
    """What to do with the features that nothing stands against."""

    ASK = "ask"
    REST = "rest"
    NOTHING = "nothing"


def policy() -> Policy:
    """The remembered choice."""
    found = str(QgsSettings().value(KEY, Policy.ASK.value))
    return Policy(found) if found in {each.value for each in Policy} else Policy.ASK


def remember_policy(choice: Policy) -> None:
    """Keep the choice for the next saves."""
    QgsSettings().setValue(KEY, choice.value)


def ask_partly(parent: Optional[QWidget], report: Report, possible: int) -> bool:
    """Whether `possible` changes are to be saved without those of the report."""
    if policy() is not Policy.ASK:
        return policy() is Policy.REST
    box = question(parent, report, possible)
    box.exec()
    rest = box.clickedButton() is box.button(QMessageBox.StandardButton.Save)
    check = box.checkBox()
    if check is not None and check.isChecked():
        remember_policy(Policy.REST if rest else Policy.NOTHING)
    box.deleteLater()
    return rest


def question(parent: Optional[QWidget], report: Report, possible: int) -> QMessageBox:
    """The window that asks; Esc saves nothing."""
    translate = QCoreApplication.translate
    stopped = len({(each.refusal.layer, each.refusal.uid) for each in report.problems})
    box = QMessageBox(QMessageBox.Icon.Question, "Ncovy", "", parent=parent)
    box.setObjectName("ncovySavePartly")
    box.setText(translate("Ncovy", "{stopped} đối tượng chưa lưu được; {possible} thay đổi khác lưu được.").format(stopped=stopped, possible=possible))
    reasons = [f"• {said(each.refusal.text)}" for each in report.problems[:LISTED]]
    more = len(report.problems) - LISTED
    if more > 0:
        reasons.append(translate("Ncovy", "… và {count} lý do nữa").format(count=more))
    box.setInformativeText("\n".join(reasons))
    save = box.addButton(QMessageBox.StandardButton.Save)
    save.setText(translate("Ncovy", "Lưu {possible} thay đổi, giữ phần còn lại").format(possible=possible))
    nothing = box.addButton(QMessageBox.StandardButton.Cancel)
    nothing.setText(translate("Ncovy", "Không lưu gì"))
    box.setDefaultButton(QMessageBox.StandardButton.Save)
    box.setEscapeButton(QMessageBox.StandardButton.Cancel)
    box.setCheckBox(QCheckBox(translate("Ncovy", "Nhớ lựa chọn này"), box))
    return box
