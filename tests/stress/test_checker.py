"""The judge of the stress sees every kind of harm: each is done here by hand, once."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from tests.stress.checker import REFUSED, SAVED, UNKNOWN, Attempt, Stored, Verdict, attempts_of, evidence, judge, table

HARMS = ("lost", "duplicates", "ghosts", "torn", "breaks")


def verdict(final: str, *attempts: Attempt, versions: list[str] | None = None) -> Verdict:
    history = {"row": list(enumerate(versions, 1))} if versions is not None else {}
    return judge(attempts, Stored({"row": final, "other": ""}, history))


def told(word: str, what: str = SAVED) -> Attempt:
    return Attempt(word, {"row": what})


def harms(seen: Verdict) -> dict[str, int]:
    return {name: number for name, number in asdict(seen).items() if name in HARMS and number}


def test_what_was_told_and_what_is_there_agree() -> None:
    seen = verdict("a b", told("a"), told("b"), told("c", REFUSED), told("d", UNKNOWN), versions=["", "a", "a b"])
    assert seen.clean
    assert (seen.attempts, seen.acknowledged, seen.refused, seen.unknown) == (4, 2, 1, 1)


def test_an_answer_that_never_came_may_mean_either() -> None:
    assert verdict("a", told("a", UNKNOWN)).clean
    assert verdict("", told("a", UNKNOWN)).clean


def test_a_person_may_choose_to_save_a_part() -> None:
    assert verdict("a", Attempt("a", {"row": SAVED, "other": REFUSED}, parted=True)).clean


@pytest.mark.parametrize(
    ("final", "attempts", "harm"),
    [
        ("b", [told("a"), told("b")], {"lost": 1}),
        ("a a a", [told("a")], {"duplicates": 2}),
        ("a", [told("a", REFUSED)], {"ghosts": 1}),
        ("a", [], {"ghosts": 1}),
        ("a", [Attempt("a", {"row": SAVED, "other": REFUSED})], {"torn": 1}),
        ("a", [Attempt("a", {"row": UNKNOWN, "other": UNKNOWN})], {"torn": 1}),
        ("a", [Attempt("a", {"row": SAVED, "other": SAVED})], {"lost": 1, "torn": 1}),
    ],
)
def test_each_harm_is_seen(final: str, attempts: list[Attempt], harm: dict[str, int]) -> None:
    assert harms(verdict(final, *attempts)) == harm


@pytest.mark.parametrize(
    ("versions", "harm"),
    [
        (["", "a", "b"], {"breaks": 1, "lost": 1}),  # overwritten
        (["", "a", "a b c"], {"breaks": 1}),  # two at once
        (["", "a", "a b"], {"breaks": 1}),  # the row is not its last version
        ([], {"breaks": 1}),
    ],
)
def test_a_history_that_does_not_follow_is_seen(versions: list[str], harm: dict[str, int]) -> None:
    final = "a b c" if "a" in (versions[-1] if versions else "a") else versions[-1]
    assert harms(verdict(final, told("a"), told("b"), told("c", UNKNOWN), versions=versions)) == harm


def test_a_missing_version_is_seen() -> None:
    stored = Stored({"row": "a"}, {"row": [(1, ""), (3, "a")]})
    assert harms(judge([told("a")], stored)) == {"breaks": 1}


def test_what_was_refused_and_only_passed_through_is_a_ghost_too() -> None:
    assert harms(verdict("", told("a", REFUSED), versions=["", "a", ""])) == {"ghosts": 1, "breaks": 1}


def test_a_person_whose_qgis_died_knows_nothing() -> None:
    lines = [{"word": "a", "rows": ["row"]}, {"word": "a", "told": {"row": SAVED}}, {"word": "b", "rows": ["row"]}]
    assert attempts_of(lines) == [told("a"), told("b", UNKNOWN)]


def test_the_evidence_names_word_row_and_version() -> None:
    stored = Stored({"row": "b"}, {"row": [(1, ""), (2, "a"), (3, "b")]})
    assert evidence([told("a"), told("b")], stored) == ["lost: a in row", "break: row version 3 took ['a'] away and added ['b']"]


def test_the_table_shows_the_rivals_side_by_side() -> None:
    lines = table("30 s", {"ncovy": verdict("a", told("a")), "plain QGIS": verdict("", told("a"))}).splitlines()
    assert lines[0] == "| 30 s | ncovy | plain QGIS |"
    assert "| lost | 0 | 1 |" in lines
