"""Bring a site to where the public reads it: what is missing, what points to it, and the pointer last. Killed at any moment it harms nothing."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Callable, Optional

from ncovy_qgis.core.catalogue import Text

from .. import assets, manifest, pointer
from ..errors import MustBeSigned, SiteBusy
from ..files import canonical
from ..lock import site_lock
from ..pointer import Pointer
from . import cleaning, likes, mirror
from .errors import BadTarget, DeployBusy, DeployCancelled, DiskFailed, NewerThere, NotArrived, NothingYet, PointerMoved
from .folder import FolderTarget
from .mirror import Mirror
from .places import opened
from .steps import UPLOAD, Progress, Step, batches, stepper
from .target import Check, Target
from .tool import Tool

KEEP = 30
_LOCK = ".deploy.lock"
_LOG = f"{mirror.FOLDER}/log.jsonl"


@dataclass(frozen=True)
class DeployResult:
    """What a deployment came to; `switched` is False when the target pointed to this release already."""

    release: str
    serial: int
    target: str
    switched: bool
    sent: int
    """Files brought over the line."""
    bytes: int
    """Their size."""
    reused: int
    """Files taken from an earlier release there."""
    removed: tuple[str, ...]
    """Releases pruned there."""
    as_of: str
    """The moment its data are of."""
    at: str
    """When the place was seen to point to it."""


@dataclass(frozen=True)
class _There:
    """What the target held before: its pointer, as it is written and as it reads, and its files with their sizes."""

    text: Optional[bytes]
    pointer: Optional[Pointer]
    sizes: dict[str, int]


@dataclass(frozen=True)
class _Job:
    """A deployment under way."""

    target: Target
    tool: Tool
    mirror: Mirror
    there: _There
    step: Step


def deploy(
    site: Path,
    where: str,
    *,
    keep: int = KEEP,
    replace_newer: str = "",
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> DeployResult:
    """Bring the current release of a site folder to a place.

    `keep`: how many releases stay there. `replace_newer`: why a pointer there that is no older, or signed, may be replaced.
    """
    try:
        return _deploy(site, where, keep, replace_newer, progress, cancelled)
    except OSError as error:
        raise DiskFailed(error) from error


def _deploy(
    site: Path, where: str, keep: int, replace_newer: str, progress: Optional[Progress], cancelled: Optional[Callable[[], bool]]
) -> DeployResult:
    with _one_at_a_time(site) as lock:
        tool = Tool(cancelled, (lock,))
        step = stepper(tool, progress)
        target = opened(where, tool)
        _refuse_nested(site, target)
        step(Text("Kiểm tra trang", "Checking the site"))
        with site_lock(site):
            ready = mirror.make(site)
        if target.side_files:
            step(Text("Nén tệp văn bản", "Compressing texts"))
            ready = mirror.with_twins(site, ready, tool.stop_if_asked)
        step(Text("Xem nơi đến", "Looking at the target"))
        shown = target.read(pointer.NAME)
        _allow(ready.pointer, pointer.parsed(shown), replace_newer)
        if shown is None:
            cleaning.refuse_foreign(target)
        with target.turn(mirror.owner(site)) as still_ours:
            there = _There(shown, pointer.parsed(shown), target.sizes())
            ready = mirror.with_list_after(ready, target.read(assets.LIST) if assets.LIST in there.sizes else None)
            result = _bring(_Job(target, tool, ready, there, step), still_ours, keep)
        _note(site, result, replace_newer)
        return result


@contextmanager
def _one_at_a_time(site: Path) -> Iterator[int]:
    """Programs started meanwhile inherit the lock: a killed deployment has not ended before they have."""
    if not (site / pointer.NAME).is_file():
        raise NothingYet(str(site))
    with ExitStack() as stack:
        try:
            lock = stack.enter_context(site_lock(site, _LOCK))
        except SiteBusy as error:
            raise DeployBusy from error
        yield lock


def _refuse_nested(site: Path, target: Target) -> None:
    if isinstance(target, FolderTarget):
        one, other = site.resolve(), target.folder.resolve()
        if one == other or one in other.parents or other in one.parents:
            raise BadTarget(target.label, "một thư mục nằm trong thư mục kia", "one folder lies in the other")


def _allow(ours: Pointer, theirs: Optional[Pointer], reason: str) -> None:
    """What the public was shown is not taken back by accident: neither a later release nor a signature."""
    if theirs is None or ours == theirs or reason.strip():
        return
    if theirs.serial >= ours.serial:
        raise NewerThere(theirs.serial, ours.serial)
    if theirs.signature and not ours.signature:
        raise MustBeSigned


def _bring(job: _Job, still_ours: Check, keep: int) -> DeployResult:
    ready, target = job.mirror, job.target
    job.step(Text("So với nơi đến", "Comparing with the target"))
    wrong = _wrong(job, set(ready.sizes) - {pointer.NAME}, job.there.sizes)
    job.step(UPLOAD)
    cleaning.drop_stale_twins(target, ready, job.there.sizes)
    reused = _upload(job, wrong)
    job.step(Text("Kiểm tra nơi đến", "Checking the target"))
    after = _assert_whole(job, wrong)
    switched = _switch(job, still_ours)
    at = datetime.now(timezone.utc).isoformat(timespec="seconds")
    removed = _tidy(job, after, keep)
    size = sum(ready.sizes[name] for name in wrong - reused)
    shown = ready.pointer
    return DeployResult(shown.id, shown.serial, target.label, switched, len(wrong - reused), size, len(reused), removed, shown.as_of.isoformat(), at)


def _upload(job: _Job, wrong: set[str]) -> set[str]:
    """Wave after wave; returns what the place had under another name."""
    sizes, done = job.mirror.sizes, 0
    total = max(sum(sizes[name] for name in wrong), 1)

    def brought(names: Iterable[str]) -> None:
        nonlocal done
        done += sum(sizes[name] for name in names)
        job.step(UPLOAD, done / total)

    return {name for wave in job.mirror.waves() for name in _send(job, [name for name in wave if name in wrong], brought)}


def _tidy(job: _Job, after: dict[str, int], keep: int) -> tuple[str, ...]:
    """The release is shown by now: who stops stops the tidying alone, and the next deployment does it."""
    try:
        job.step(Text("Dọn bản cũ", "Removing old releases"))
        return cleaning.prune(job.target, job.mirror, job.there.pointer, after, keep)
    except DeployCancelled:
        return ()


def _send(job: _Job, wave: list[str], brought: Callable[[Iterable[str]], None]) -> set[str]:
    """Bring one wave: from the place itself what it holds under another name, the rest over the line. Returns the former."""
    job.tool.stop_if_asked()
    if not wave:
        return set()
    lasting, ready = cleaning.lasting(wave[0]), job.mirror
    like = likes.find(job.target, ready, wave, job.there.pointer, job.there.sizes)
    reused = bool(like.names) and job.target.reuse(ready.folder, like.old, like.new, like.names, lasting=lasting)
    brought(like.paths())
    for batch in batches((name for name in wave if name not in like.paths()), ready.sizes):
        job.target.send(ready.folder, batch, lasting=lasting)
        brought(batch)
    return like.paths() if reused else set()


def _wrong(job: _Job, names: set[str], sizes: dict[str, int]) -> set[str]:
    """Names that are not there as they should be.

    Where comparing means reading everything back, a release is known by its manifest and the sizes: no name in it ever gets another content.
    """
    ready = job.mirror
    same_size = {name for name in names if sizes.get(name) == ready.sizes[name]}
    listing = ready.release + manifest.NAME
    doubtful = same_size if job.target.exact else {name for name in same_size if name == listing or not name.startswith(ready.release)}
    return names - same_size | (job.target.differing(ready.folder, sorted(doubtful)) if doubtful else set())


def _assert_whole(job: _Job, names: set[str]) -> dict[str, int]:
    """Before anybody is pointed to it. Where content costs a download, what was just brought is judged by its size. Returns what is there now."""
    if not names:
        return job.there.sizes
    sizes = job.target.sizes()
    wrong = {name for name in names if sizes.get(name) != job.mirror.sizes[name]}
    if job.target.exact and not wrong:
        wrong = job.target.differing(job.mirror.folder, sorted(names))
    for name in sorted(wrong):
        raise NotArrived(name)
    return sizes


def _switch(job: _Job, still_ours: Check) -> bool:
    """The pointer, alone and last, and only if nobody else moved it meanwhile."""
    target, text = job.target, job.mirror.pointer.text()
    still_ours()
    if target.read(pointer.NAME) != job.there.text:
        raise PointerMoved
    job.step(Text("Chuyển sang bản mới", "Switching to the new release"))
    if job.there.text == text:
        return False
    target.send(job.mirror.folder, [pointer.NAME], lasting=False)
    if target.read(pointer.NAME) != text:
        raise NotArrived(pointer.NAME)
    return True


def _note(site: Path, result: DeployResult, reason: str) -> None:
    """Who brought what where, and why it replaced something newer: beside the site, not part of it."""
    if result.switched:
        entry = {"by": getpass.getuser(), **asdict(result), "reason": reason.strip()}
        with (site / _LOG).open("ab") as file:
            file.write(canonical(entry))
