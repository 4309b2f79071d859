"""A moment later, once: many signals in a row are answered by one call."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QObject, QTimer


def later(parent: Optional[QObject], milliseconds: int, slot: Any) -> QTimer:
    """Not started yet; each `start` begins the wait anew. `slot`: what is called, or a signal."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer
