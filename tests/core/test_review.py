"""The way of a feature from draft to map: every action in every state, and who may do it."""

from __future__ import annotations

import pytest

from ncovy_qgis.core.review import ACTIONS, KINDS, LABELS, VERDICTS, ReviewState, allowed, next_state

# state → action → state after it; what is missing is refused
WAYS = {
    "draft": {"edit": "draft", "remove": "draft", "restore": "draft", "submit": "submitted"},
    "submitted": {"edit": "draft", "remove": "draft", "restore": "draft", "approve": "approved", "return": "returned",
                  "approve_fields": "returned", "ask": "submitted"},
    "approved": {"edit": "draft", "remove": "draft", "restore": "draft"},
    "returned": {"edit": "draft", "remove": "draft", "restore": "draft", "submit": "submitted"},
}
BY_ANOTHER = ["approve", "approve_fields"]


def test_every_action_in_every_state_leads_where_it_should_or_nowhere() -> None:
    ways = {state.value: {name: next_state(state.value, name) for name in ACTIONS} for state in ReviewState}
    assert {state: {name: after.value for name, after in actions.items() if after} for state, actions in ways.items()} == WAYS


def test_kinds_and_verdicts_have_labels_in_both_languages() -> None:
    labels = [*KINDS.values(), *VERDICTS.values()]
    assert [text for text in labels if not text.vi or not text.en or text.vi == text.en] == []


@pytest.mark.parametrize("state", WAYS)
def test_people_are_offered_just_what_is_possible(state: str) -> None:
    assert [action.name for action in allowed(state)] == list(WAYS[state])


@pytest.mark.parametrize("state", WAYS)
def test_nobody_is_offered_to_approve_their_own_work(state: str) -> None:
    assert [action.name for action in allowed(state, own=True)] == [name for name in WAYS[state] if name not in BY_ANOTHER]


@pytest.mark.parametrize(("action", "role", "needs_reason", "new_version"), [
    ("edit", "ncovy_editor", False, True),
    ("remove", "ncovy_editor", True, True),
    ("restore", "ncovy_editor", False, True),
    ("submit", "ncovy_editor", False, False),
    ("approve", "ncovy_supervisor", False, False),
    ("return", "ncovy_supervisor", True, False),
    ("approve_fields", "ncovy_supervisor", True, True),
    ("ask", "ncovy_supervisor", True, False),
])  # fmt: skip
def test_who_does_what_with_which_reason_and_what_makes_a_new_version(action: str, role: str, needs_reason: bool, new_version: bool) -> None:
    known = ACTIONS[action]
    assert (known.role, known.needs_reason, known.new_version) == (role, needs_reason, new_version)


def test_only_approving_needs_another_person() -> None:
    assert [action.name for action in ACTIONS.values() if action.by_another] == BY_ANOTHER


def test_no_feature_reaches_the_map_without_being_submitted_and_approved() -> None:
    before = {state for state, actions in WAYS.items() if "approved" in actions.values()}
    assert before == {"submitted"}


def test_an_unknown_state_or_action_is_an_error() -> None:
    with pytest.raises(ValueError, match="published"):
        allowed("published")
    with pytest.raises(KeyError):
        next_state("draft", "publish")


def test_every_state_and_action_has_labels_in_both_languages() -> None:
    assert set(LABELS) == set(ReviewState)
    labels = [*LABELS.values(), *(action.label for action in ACTIONS.values())]
    assert [text for text in labels if not text.vi or not text.en or text.vi == text.en] == []
