"""How far a deployment is: its steps by their names, the upload in shares of its bytes. Whoever asked to stop is heard at each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Optional, Protocol

from ncovy_qgis.core.catalogue import Text

from .tool import Tool

Progress = Callable[[float, Text], None]
UPLOAD = Text("Tải lên", "Uploading")
_UPLOAD_WEIGHT = 12  # it takes longer than all the rest
_TOTAL = 7 + _UPLOAD_WEIGHT
_BATCH = 4 << 20  # bytes; each batch costs a start of rsync or rclone


class Step(Protocol):
    def __call__(self, name: Text, share: float = 0.0) -> None:
        """Begin a step, or tell how much of it is done; raises DeployCancelled."""


def stepper(tool: Tool, progress: Optional[Progress]) -> Step:
    """Tells `progress` a number that never falls, from 0 to 1."""
    before = 0
    current: Optional[Text] = None

    def step(name: Text, share: float = 0.0) -> None:
        nonlocal before, current
        tool.stop_if_asked()
        if name != current:
            before += _weight(current) if current else 0
            current = name
        if progress:
            progress(min((before + share * _weight(name)) / _TOTAL, 1.0), name)

    return step


def _weight(name: Text) -> int:
    return _UPLOAD_WEIGHT if name == UPLOAD else 1


def batches(names: Iterable[str], sizes: Mapping[str, int]) -> Iterator[list[str]]:
    """The names in their order, in portions after each of which it can be told how far it is; at most about twenty."""
    wanted = list(names)
    limit = max(_BATCH, sum(sizes[name] for name in wanted) // 20)
    batch: list[str] = []
    for name in wanted:
        batch.append(name)
        if sum(sizes[each] for each in batch) >= limit:
            yield batch
            batch = []
    if batch:
        yield batch
