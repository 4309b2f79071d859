"""The reports of the oversight: what one row of each says, and its columns, the same in the window, on the command line and in a CSV file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Optional

from .deeds import KINDS, ROLES, deed_text, show_span
from .model import Text
from .text import fold
from .unusual import KINDS as UNUSUAL_KINDS

NOTHING = Text("", "")


@dataclass(frozen=True)
class Activity:
    """What one person did in one commune on one Vietnamese day. A change of position is a move, not an update."""

    person: str
    unit_code: str | None
    era: int | None
    unit_name: str | None
    district_name: str | None
    day: date
    inserts: int
    updates: int
    moves: int
    removes: int
    restores: int
    submits: int
    approvals: int
    returns: int
    verifies: int


@dataclass(frozen=True)
class WaitingTime:
    """From submission to decision, in seconds, of a layer in a district (of 2025: a commune); `waiting` and `oldest_s` are of this moment."""

    layer: str
    layer_title: Text
    unit_code: str | None
    era: int | None
    unit_name: str | None
    decided: int
    median_s: float | None
    p90_s: float | None
    longest_s: float | None
    waiting: int
    oldest_s: float | None


@dataclass(frozen=True)
class Accepted:
    """A warning somebody answered for; without a code the reason stands in the feature itself, for all its warnings."""

    at: datetime
    person: str
    layer: str
    layer_title: Text
    uid: str
    name: str | None
    row_version: int
    unit_name: str | None
    code: str | None
    rule: Text
    reason: str


@dataclass(frozen=True)
class Unusual:
    """Something to look at twice; `layer` and `uid` name the feature of a far move."""

    kind: str
    person: str
    day: date
    first_at: datetime
    last_at: datetime
    deeds: int
    metres: float | None
    layer: str | None
    uid: str | None
    name: str | None
    changeset: int | None
    words_vi: str
    words_en: str


@dataclass(frozen=True)
class StaffChange:
    """One change of roles or areas; `valid_to` is the end of an area as it was set."""

    at: datetime
    by: str
    application: str
    person: str
    deed: str
    role: str | None
    unit_code: str | None
    era: int | None
    unit_name: str | None
    valid_to: datetime | None


@dataclass(frozen=True)
class AuditRow:
    """One line of the audit. `fields` are the names of the columns a version changed, never their contents."""

    at: datetime
    by: str
    application: str | None
    kind: str
    deed: str
    layer: str | None
    layer_title: Text
    uid: str | None
    name: str | None
    row_version: int | None
    unit_code: str | None
    era: int | None
    unit_name: str | None
    changeset: int | None
    comment: str | None
    fields: str | None
    metres: float | None
    reason: str | None
    person: str | None
    role: str | None
    valid_to: datetime | None


@dataclass(frozen=True)
class Column:
    """A heading, and what stands under it: text in two languages, a number, a moment, or nothing. `order` sorts what is said in words."""

    title: Text
    value: Callable[[Any], Any]
    order: Optional[Callable[[Any], Any]] = None


@dataclass(frozen=True)
class Report:
    name: str
    title: Text
    columns: tuple[Column, ...]


def _column(vi: str, en: str, value: Callable[[Any], Any]) -> Column:
    return Column(Text(vi, en), value)


def _span(vi: str, en: str, name: str) -> Column:
    return Column(Text(vi, en), lambda row: show_span(getattr(row, name)), lambda row: getattr(row, name))


def _own(vi: str, en: str, name: str) -> Column:
    return Column(Text(vi, en), lambda row: getattr(row, name))


ACTIVITY = Report(
    "activity",
    Text("Hoạt động", "Activity"),
    (
        _own("Ngày", "Day", "day"), _own("Người", "Person", "person"), _own("Xã", "Commune", "unit_name"), _own("Huyện", "District", "district_name"),
        _own("Thêm", "Added", "inserts"), _own("Sửa", "Changed", "updates"), _own("Dời", "Moved", "moves"), _own("Gỡ bỏ", "Removed", "removes"),
        _own("Khôi phục", "Restored", "restores"), _own("Gửi duyệt", "Submitted", "submits"), _own("Duyệt", "Approved", "approvals"),
        _own("Trả lại", "Returned", "returns"), _own("Xác nhận", "Verified", "verifies"),
    ),
)  # fmt: skip
WAITING = Report(
    "waiting",
    Text("Thời gian chờ duyệt", "Waiting times"),
    (
        _own("Lớp", "Layer", "layer_title"), _own("Địa bàn", "Area", "unit_name"), _own("Đã xét", "Decided", "decided"),
        _span("Trung vị", "Median", "median_s"), _span("90 % trong", "90 % within", "p90_s"), _span("Lâu nhất", "Longest", "longest_s"),
        _own("Đang chờ", "Waiting now", "waiting"), _span("Chờ lâu nhất", "Waiting longest", "oldest_s"),
    ),
)  # fmt: skip
ACCEPTANCES = Report(
    "acceptances",
    Text("Cảnh báo đã chấp nhận", "Accepted warnings"),
    (
        _own("Lúc", "At", "at"), _own("Người", "Person", "person"), _own("Lớp", "Layer", "layer_title"), _own("Tên", "Name", "name"),
        _own("Xã", "Commune", "unit_name"), _own("Phiên bản", "Version", "row_version"), _own("Cảnh báo", "Warning", "rule"), _own("Lý do", "Reason", "reason"),
    ),
)  # fmt: skip
UNUSUAL = Report(
    "unusual",
    Text("Bất thường", "Unusual"),
    (
        _own("Lúc", "At", "last_at"), _column("Loại", "Kind", lambda row: UNUSUAL_KINDS[row.kind]), _own("Người", "Person", "person"),
        _own("Số việc", "Deeds", "deeds"), _column("Điều đáng chú ý", "What to look at", lambda row: Text(row.words_vi, row.words_en)),
    ),
)  # fmt: skip
STAFF = Report(
    "staff",
    Text("Nhân sự", "Staff"),
    (
        _own("Lúc", "At", "at"), _own("Người làm", "By", "by"), _column("Việc", "Deed", lambda row: deed_text(row.deed)), _own("Cho", "Whom", "person"),
        _column("Vai trò", "Role", lambda row: ROLES.get(row.role, NOTHING)), _own("Địa bàn", "Area", "unit_name"), _own("Mã", "Code", "unit_code"),
        _own("Kỳ", "Era", "era"), _own("Đến", "Until", "valid_to"), _own("Từ chương trình", "Program", "application"),
    ),
)  # fmt: skip
LOG = Report(
    "log",
    Text("Nhật ký", "Audit log"),
    (
        _own("Lúc", "At", "at"), _own("Người", "Person", "by"), _column("Loại", "Kind", lambda row: KINDS.get(row.kind, NOTHING)),
        _column("Việc", "Deed", lambda row: deed_text(row.deed)), _own("Lớp", "Layer", "layer_title"), _own("Tên", "Name", "name"),
        _own("Mã", "UID", "uid"), _own("Phiên bản", "Version", "row_version"), _own("Địa bàn", "Area", "unit_name"),
        _own("Mã địa bàn", "Area code", "unit_code"), _own("Kỳ", "Era", "era"), _own("Lần lưu", "Save", "changeset"),
        _own("Ghi chú", "Comment", "comment"), _own("Trường đã đổi", "Changed fields", "fields"),
        _column("Dời (m)", "Moved (m)", lambda row: None if row.metres is None else round(row.metres, 1)), _own("Lý do", "Reason", "reason"),
        _own("Cho", "Whom", "person"), _column("Vai trò", "Role", lambda row: ROLES.get(row.role, NOTHING)), _own("Đến", "Until", "valid_to"),
        _own("Từ chương trình", "Program", "application"),
    ),
)  # fmt: skip
REPORTS: Mapping[str, Report] = {each.name: each for each in (ACTIVITY, WAITING, ACCEPTANCES, UNUSUAL, STAFF, LOG)}


_COUNTS = ("inserts", "updates", "moves", "removes", "restores", "submits", "approvals", "returns", "verifies")


def by_district(rows: Iterable[Activity]) -> tuple[Activity, ...]:
    """The communes of a district in one row a person and day, in the order they came; of 2025, whose communes have no district, of the province."""
    sums: dict[tuple[Any, ...], Activity] = {}
    for row in rows:
        key = (row.day, row.person, row.era, row.district_name)
        known = sums.get(key)
        if known is None:
            sums[key] = replace(row, unit_code=None, unit_name=None)
        else:
            sums[key] = replace(known, **{name: getattr(known, name) + getattr(row, name) for name in _COUNTS})
    return tuple(sums.values())


def header(report: Report, language: str = "vi") -> tuple[str, ...]:
    """The headings."""
    return tuple(said(column.title, language) for column in report.columns)


def cells(report: Report, row: Any, language: str = "vi") -> tuple[Any, ...]:
    """One row: texts in the language, numbers, days and moments as they are."""
    return tuple(said(column.value(row), language) for column in report.columns)


def said(value: Any, language: str) -> Any:
    """A text in two languages as one; anything else stays."""
    if isinstance(value, Text):
        return value.said(language)
    return value


def matches(row_cells: tuple[Any, ...], words: str) -> bool:
    """Whether every word stands somewhere in the row, accents or not."""
    line = fold(" ".join(str(each) for each in row_cells if each is not None))
    return all(word in line for word in fold(words).split())
