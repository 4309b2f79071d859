"""What the conflict window says: who changed what and when, values as people read them, how a feature stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from qgis.PyQt.QtCore import QCoreApplication

from ...core.catalogue import Catalogue, Rule
from ...core.dates import show_datetime
from ...core.merge import GEOMETRY, REMOVED, Pick, State
from ...core.shown import show_value
from ...db.changes import Remove
from ...db.conflicts import Step
from ..measures import geometry_text
from ..words import said
from .case import Case, Standing

MARKS = {Standing.UNSEEN: "○", Standing.OPEN: "◐", Standing.BROKEN: "⚠", Standing.AUTO: "⇄", Standing.DECIDED: "✓"}


def label_of(case: Case, name: str) -> str:
    """The name of a cell."""
    if name == GEOMETRY:
        return QCoreApplication.translate("Ncovy", "Vị trí")
    if name == REMOVED:
        return QCoreApplication.translate("Ncovy", "Còn hay gỡ bỏ")
    return said(case.schema.field(name).label)


def value_text(case: Case, name: str, value: Any, catalogue: Catalogue, names: Mapping[str, str]) -> str:
    """A value as people read it; an empty one says so."""
    empty = QCoreApplication.translate("Ncovy", "(trống)")
    if name == GEOMETRY:
        return geometry_text(value, case.moved.base.wkb if case.moved.base is not None else None) or empty
    if name == REMOVED:
        return QCoreApplication.translate("Ncovy", "Gỡ bỏ") if value else QCoreApplication.translate("Ncovy", "Còn trên bản đồ")
    if is_named(case, name) and value in names:
        return names[value]
    return said(show_value(case.schema.field(name), value, catalogue)) or empty


def is_named(case: Case, name: str) -> bool:
    """Whether a field holds the key of something that has a name: a commune, or a feature of another layer."""
    return name == "commune_code" or (case.schema.has(name) and case.schema.field(name).references is not None)


def step_text(step: Step) -> str:
    """Who, when, from where, which version."""
    translate = QCoreApplication.translate
    deeds = {"remove": translate("Ncovy", "gỡ bỏ"), "restore": translate("Ncovy", "khôi phục")}
    text = translate("Ncovy", "{person} đã {deed} lúc {at} từ {program}, phiên bản {version}").format(
        person=step.by,
        deed=deeds.get(step.operation, translate("Ncovy", "sửa")),
        at=show_datetime(step.at),
        program=program(step.application),
        version=step.row_version,
    )
    return f"{text} («{step.comment}»)" if step.comment else text


def program(application: Optional[str]) -> str:
    """The program of a session in words."""
    known = {"ncovy qgis": "QGIS (ncovy qgis)", "ncovy": QCoreApplication.translate("Ncovy", "dòng lệnh (ncovy)")}
    return known.get(application or "", application or QCoreApplication.translate("Ncovy", "chương trình không rõ"))


def header(case: Case) -> str:
    """Who changed the feature since I read it, newest first."""
    steps = [step_text(step) for step in reversed(case.moved.steps)]
    unknown = QCoreApplication.translate("Ncovy", "không rõ bạn sửa từ phiên bản nào")
    mine = QCoreApplication.translate("Ncovy", "bạn sửa từ phiên bản {version}").format(version=case.moved.base_version)
    lines = [f"{steps[0]}; {mine if case.moved.base is not None else unknown}.", *(f"{step}." for step in steps[1:3])] if steps else [f"{mine}."]
    if len(steps) > 3:
        lines.append(QCoreApplication.translate("Ncovy", "… và {count} lần sửa trước đó.").format(count=len(steps) - 3))
    return "\n".join(lines)


def removal_sentence(case: Case) -> str:
    """What a removal asks of the person; "" when none is contested."""
    if case.merge.cell(REMOVED).state is not State.CONFLICT:
        return ""
    if isinstance(case.change, Remove):
        return QCoreApplication.translate("Ncovy", "Bạn muốn gỡ bỏ đối tượng này, nhưng người khác vừa sửa nó.")
    reason = case.merge.theirs.values.get("removed_reason") or QCoreApplication.translate("Ncovy", "không ghi lý do")
    return QCoreApplication.translate("Ncovy", "Người khác đã gỡ bỏ đối tượng bạn đang sửa (lý do: {reason}).").format(reason=reason)


def removal_choices(case: Case) -> tuple[str, str]:
    """Words of the two ways out: mine, theirs."""
    translate = QCoreApplication.translate
    if isinstance(case.change, Remove):
        return translate("Ncovy", "Vẫn gỡ bỏ"), translate("Ncovy", "Bỏ ý định gỡ")
    return translate("Ncovy", "Giữ bản của tôi và khôi phục"), translate("Ncovy", "Chấp nhận gỡ bỏ")


def standing_text(case: Case) -> str:
    """How a feature stands: sign and words."""
    translate = QCoreApplication.translate
    standing = case.standing()
    words = {
        Standing.UNSEEN: translate("Ncovy", "chưa xem"),
        Standing.OPEN: translate("Ncovy", "còn {count} ô").format(count=len(case.undecided())),
        Standing.BROKEN: translate("Ncovy", "chưa hợp lệ"),
        Standing.AUTO: translate("Ncovy", "tự gộp"),
        Standing.DECIDED: translate("Ncovy", "đã quyết"),
    }
    return f"{MARKS[standing]} {words[standing]}"


def pick_word(pick: Optional[Pick]) -> str:
    """Where a result comes from."""
    translate = QCoreApplication.translate
    words = {
        Pick.BASE: translate("Ncovy", "bản gốc"),
        Pick.THEIRS: translate("Ncovy", "của họ"),
        Pick.MINE: translate("Ncovy", "của tôi"),
        Pick.TYPED: translate("Ncovy", "nhập mới"),
    }
    return words[pick] if pick is not None else translate("Ncovy", "chưa chọn")


def broken_text(rules: tuple[Rule, ...]) -> str:
    """The sentences of the rules that keep the result from being stored."""
    return "\n".join(f"⚠ {said(rule.message)}" for rule in rules)
