"""What every place that a site can be brought to is able to do."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Callable, Optional, Protocol

Check = Callable[[], None]


class Target(Protocol):
    """A place that holds a site. All names are relative to it, with forward slashes."""

    @property
    def label(self) -> str:
        """As people name it; holds no password."""

    @property
    def exact(self) -> bool:
        """Comparing by content costs no download."""

    @property
    def side_files(self) -> bool:
        """A web server there can hand out .gz and .br in place of a file."""

    def turn(self, owner: str) -> AbstractContextManager[Check]:
        """Hold the place; TargetBusy when somebody else does. What it yields raises TargetBusy when the turn was lost."""

    def read(self, name: str) -> Optional[bytes]:
        """A small file; None when it is not there."""

    def sizes(self) -> dict[str, int]:
        """Every file there with its size in bytes, hidden ones too; empty when the place does not exist yet."""

    def differing(self, source: Path, names: Iterable[str]) -> set[str]:
        """Which of these names, there and of the same size, have another content than below `source`."""

    def send(self, source: Path, names: Iterable[str], *, lasting: bool) -> None:
        """Bring files whole, whatever is there; `lasting` ones will never change under their name."""

    def reuse(self, source: Path, old: str, new: str, names: Iterable[str], *, lasting: bool) -> bool:
        """Bring files of the folder `new` from their likes in the folder `old` there; False when the place cannot, and they were sent."""

    def remove(self, names: Iterable[str]) -> None:
        """Delete files, or folders with all that is in them."""
