"""The life of a feature between people: draft → submitted → approved or returned. What may be done in which state, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .model import Text


class ReviewState(Enum):
    """The value of the column review_state."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"


LABELS: dict[ReviewState, Text] = {
    ReviewState.DRAFT: Text("Nháp", "Draft"),
    ReviewState.SUBMITTED: Text("Chờ duyệt", "Submitted"),
    ReviewState.APPROVED: Text("Đã duyệt", "Approved"),
    ReviewState.RETURNED: Text("Trả lại", "Returned"),
}

# Of a version that waits, against the approved one.
KINDS: dict[str, Text] = {
    "new": Text("Mới", "New"),
    "changed": Text("Sửa", "Changed"),
    "moved": Text("Đổi vị trí", "Moved"),
    "removed": Text("Gỡ bỏ", "Removed"),
    "restored": Text("Đưa trở lại", "Restored"),
}
# What is said about a version; the values of ncovy.decision.verdict.
VERDICTS: dict[str, Text] = {
    "submit": Text("Gửi duyệt", "Submitted"),
    "approve": Text("Duyệt", "Approved"),
    "return": Text("Trả lại", "Returned"),
    "restore": Text("Khôi phục", "Restored"),
    "verify": Text("Xác nhận", "Verified"),
    "ask": Text("Hỏi", "Asked"),
    "answer": Text("Trả lời", "Answered"),
}


@dataclass(frozen=True)
class Action:
    """Something people do to a feature: from which states, to which state, with which database role."""

    name: str
    label: Text
    before: frozenset[ReviewState]
    after: ReviewState
    role: str
    by_another: bool = False
    needs_reason: bool = False
    new_version: bool = False


_ANY = frozenset(ReviewState)
ACTIONS: dict[str, Action] = {
    each.name: each
    for each in (
        Action("edit", Text("Sửa", "Edit"), _ANY, ReviewState.DRAFT, "ncovy_editor", new_version=True),
        Action("remove", Text("Gỡ bỏ", "Remove"), _ANY, ReviewState.DRAFT, "ncovy_editor", needs_reason=True, new_version=True),
        Action("restore", Text("Khôi phục", "Restore"), _ANY, ReviewState.DRAFT, "ncovy_editor", new_version=True),
        Action("submit", Text("Gửi duyệt", "Submit"), frozenset({ReviewState.DRAFT, ReviewState.RETURNED}), ReviewState.SUBMITTED, "ncovy_editor"),
        Action("approve", Text("Duyệt", "Approve"), frozenset({ReviewState.SUBMITTED}), ReviewState.APPROVED, "ncovy_supervisor", by_another=True),
        Action("return", Text("Trả lại", "Return"), frozenset({ReviewState.SUBMITTED}), ReviewState.RETURNED, "ncovy_supervisor", needs_reason=True),
        Action(
            "approve_fields",
            Text("Duyệt theo trường", "Approve by field"),
            frozenset({ReviewState.SUBMITTED}),
            ReviewState.RETURNED,
            "ncovy_supervisor",
            by_another=True,
            needs_reason=True,
            new_version=True,
        ),
        Action("ask", Text("Hỏi", "Ask"), frozenset({ReviewState.SUBMITTED}), ReviewState.SUBMITTED, "ncovy_supervisor", needs_reason=True),
    )
}


def allowed(state: str, *, own: bool = False) -> tuple[Action, ...]:
    """What may be done next; `own` = the person who asks wrote this version."""
    now = ReviewState(state)
    return tuple(action for action in ACTIONS.values() if now in action.before and not (own and action.by_another))


def next_state(state: str, action: str) -> ReviewState | None:
    """The state after an action, or None when it is not allowed in this one."""
    known = ACTIONS[action]
    return known.after if ReviewState(state) in known.before else None
