"""Does the window live? Measures the longest time between two turns of the event loop."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from qgis.PyQt.QtCore import QTimer

LONGEST_S = 2.0  # promised


class Watchdog:
    """A timer that should fire every 20 ms."""

    def __init__(self) -> None:
        self.longest, self.turns, self._last = 0.0, 0, time.monotonic()
        self.timer = QTimer()
        self.timer.timeout.connect(self.turn)

    def turn(self) -> None:
        now = time.monotonic()
        self.longest, self._last, self.turns = max(self.longest, now - self._last), now, self.turns + 1


@contextmanager
def window_lives(at_most: float = LONGEST_S) -> Iterator[Watchdog]:
    """Fails when what happens inside holds the event loop up for longer."""
    dog = Watchdog()
    dog.timer.start(20)
    try:
        yield dog
        dog.turn()
    finally:
        dog.timer.stop()
    assert dog.longest < at_most, f"the window stood still for {dog.longest:.1f} s"
