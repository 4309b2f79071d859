"""What a save asks of the person who saves. Imports no widgets: windows give their own answers."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Thread
from typing import Callable, Optional

from qgis.PyQt.QtCore import QCoreApplication, QEventLoop

from .report import Report

PATIENCE_S = 20.0  # longest wait for an answer; windows stay alive meanwhile


def wait_headless(thread: Thread) -> bool:
    """Wait for the thread with events of the machine still served; False when patience ends."""
    end = time.monotonic() + PATIENCE_S
    while thread.is_alive() and time.monotonic() < end:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 10)
        thread.join(0.005)
    return not thread.is_alive()


@dataclass(frozen=True)
class Desk:
    """What a save asks of the person; these defaults serve a QGIS without windows."""

    wait: Callable[[Thread], bool] = wait_headless
    reason: Callable[[int], Optional[str]] = lambda count: "Gỡ bỏ trong QGIS"
    comment: Callable[[], str] = lambda: ""
    partly: Callable[[Report, int], bool] = lambda report, possible: False  # save the rest, `possible` changes?
    report: Callable[[Report], None] = lambda report: None
