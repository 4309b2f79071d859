"""Where the keyboard is, told without the widget it has left."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtWidgets import QApplication, QLineEdit, QWidget

from ncovy_qgis.ui.focus import Focus


def test_each_move_of_the_keyboard_is_told_until_it_is_closed(qtbot: Any) -> None:
    window, told = QWidget(), list[Optional[QWidget]]()
    qtbot.addWidget(window)
    fields = [QLineEdit(window) for _ in range(2)]
    focus = Focus(told.append)
    window.show()
    QApplication.setActiveWindow(window)
    for field in fields:
        field.setFocus()
    assert told[-2:] == fields
    focus.close()
    focus.close()
    fields[0].setFocus()
    assert told[-1] is fields[1]
