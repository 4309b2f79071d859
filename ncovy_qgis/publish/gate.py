"""The gate before a release: errors and unanswered doubts about what would go public stop it, with the list. No QGIS."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from psycopg2 import errors
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Text
from ncovy_qgis.db import gate
from ncovy_qgis.db.errors import DatabaseError
from ncovy_qgis.db.findings import ERROR, NOTE, WARNING, Finding
from ncovy_qgis.db.gate_parts import PERSONAL

from .errors import NotPrepared, PublishError
from .snapshot import Snapshot, snapshot

_NOT_AS_APPROVED = ("no_version", "home_too_exact", "home_address", "too_few")
NOT_YET = Text("Chưa công bố được", "Not published")
CHANGED = Text("Danh sách đã khác lúc bạn xem, chưa chấp nhận gì", "The list is not the one you saw, nothing was accepted")
ASK = Text(
    "Báo quản trị: bảng công khai không đúng với phiên bản đã duyệt.",
    "Tell the administrator: the published table is not what was approved.",
)
CLEAN = Text("Xóa khỏi trường này rồi gửi duyệt lại.", "Take it out of this field and submit again.")
CLEAN_OR_ACCEPT = Text(
    "Xóa rồi gửi duyệt lại; không phải của người dân thì chấp nhận kèm lý do.",
    "Take it out and submit again; if it belongs to no private person, accept it with a reason.",
)
MOVE = Text("Sửa vị trí rồi gửi duyệt lại.", "Mend the position and submit again.")
MEND = Text("Sửa rồi gửi duyệt lại.", "Mend and submit again.")
MEND_OR_ACCEPT = Text("Sửa rồi gửi duyệt lại, hoặc chấp nhận kèm lý do.", "Mend and submit again, or accept with a reason.")


@dataclass(frozen=True)
class Judgement:
    """What was found about the features a release would show, errors first."""

    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.severity == ERROR)

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """Warnings nobody has answered for."""
        return tuple(each for each in self.findings if each.severity == WARNING and each.open)

    @property
    def reminders(self) -> tuple[Finding, ...]:
        """What the map itself says of a feature; it stops nothing."""
        return tuple(each for each in self.findings if each.severity == NOTE)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return (*self.errors, *self.doubts)

    @property
    def digest(self) -> str:
        """Names exactly what blocks: another version, fact or feature, another digest."""
        keys = [(each.layer, each.uid, each.row_version, each.code, each.detail) for each in self.blocking]
        return hashlib.sha256(json.dumps(keys, sort_keys=True).encode()).hexdigest()[:16]


class Blocked(PublishError):
    """Something has to be mended, or answered for, before this goes public."""

    def __init__(self, judgement: Judgement, before: Text = NOT_YET) -> None:
        bad, doubtful = len(judgement.errors), len(judgement.doubts)
        super().__init__(
            f"{before.vi}: {bad} lỗi phải sửa, {doubtful} cảnh báo chưa ai chấp nhận; bản đồ công khai không thay đổi.",
            f"{before.en}: {bad} errors to mend, {doubtful} warnings nobody has accepted; the public map is unchanged.",
        )
        self.judgement = judgement


class CannotAccept(PublishError):
    def __init__(self) -> None:
        super().__init__(
            "Máy chủ này chỉ đọc nên không ghi được việc chấp nhận; hãy chấp nhận trên máy chủ chính rồi công bố lại.",
            "This server only reads and cannot record an acceptance; accept on the primary, then publish again.",
        )


def judge(held: Snapshot) -> Judgement:
    """All findings about the release of this snapshot; one statement."""
    try:
        return Judgement(gate.read(held.cursor, held.catalogue, held.as_of))
    except (errors.UndefinedFunction, errors.InvalidSchemaName) as error:
        raise NotPrepared("ncovy_app.gate") from error


def refuse(held: Snapshot) -> None:
    """Blocked, when anything stands against this release."""
    found = judge(held)
    if found.blocking:
        raise Blocked(found)


def accept(conn: Connection, catalogue: Catalogue, as_of: datetime | None, reason: str, seen: str | None = None) -> int:
    """Have the database record that the publisher answers for all open warnings, or only if they are those of the digest `seen`; how many.

    Raises Blocked when there are errors or the list has changed, CannotAccept on a hot standby, DatabaseError NC006 for whoever does not publish.
    """
    with snapshot(conn, catalogue, as_of) as held:
        found, moment = judge(held), held.as_of
    if found.errors:
        raise Blocked(found)
    if seen and seen != found.digest and found.doubts:
        raise Blocked(found, CHANGED)
    try:
        return gate.accept(conn, found.doubts, reason, moment) if found.doubts else 0
    except DatabaseError as error:
        if isinstance(error.__cause__, errors.ReadOnlySqlTransaction):
            raise CannotAccept from error
        raise


def advice(finding: Finding) -> Text:
    """What to do about it."""
    personal, code = finding.code.endswith(PERSONAL), finding.code.rsplit("__", 1)[-1]
    if finding.severity == ERROR:
        return ASK if code in _NOT_AS_APPROVED else CLEAN if personal else MOVE if finding.field == "geom" else MEND
    return CLEAN_OR_ACCEPT if personal else MEND_OR_ACCEPT


def field_label(catalogue: Catalogue, finding: Finding) -> Text:
    """The field it speaks of, as the form calls it."""
    layer = catalogue.layer(finding.layer)
    return layer.field(finding.field).label if layer.has(finding.field) else Text("Vị trí", "Position")
