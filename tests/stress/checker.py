"""Judges a run of list-append: what each person was told about his words against what the rows hold in the end. Pure.

A row is a list of words. A person reads it, adds one word at the end and saves; no word is used for two saves. So every loss shows:
a word that was told saved and is not there was lost; twice there, it was stored twice; there though told refused, it is a ghost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

SAVED, REFUSED, UNKNOWN = "saved", "refused", "unknown"  # unknown: the person was told that no answer came, or his QGIS died
Row = str  # "<stem>/<id>"


@dataclass(frozen=True)
class Attempt:
    """One save: the word, and what was told about each row it was to be added to."""

    word: str
    told: Mapping[Row, str]
    parted: bool = False  # the person chose to save what could be saved


@dataclass(frozen=True)
class Stored:
    """What the database holds: the rows in the end, and of each row every version in order (number, text); none where nobody keeps history."""

    final: Mapping[Row, str]
    history: Mapping[Row, Sequence[tuple[int, str]]]


@dataclass(frozen=True)
class Verdict:
    """Counts of (word, row) pairs; `torn`: saves that are in some of their rows only, unasked; `breaks`: versions that do not follow the one before."""

    attempts: int
    acknowledged: int
    refused: int
    unknown: int
    lost: int
    duplicates: int
    ghosts: int
    torn: int
    breaks: int

    @property
    def clean(self) -> bool:
        return (self.lost, self.duplicates, self.ghosts, self.torn, self.breaks) == (0, 0, 0, 0, 0)


def judge(attempts: Iterable[Attempt], stored: Stored) -> Verdict:
    """Compare what was told with what is there."""
    made = list(attempts)
    there = {row: Counter(text.split()) for row, text in stored.final.items()}
    pairs = [(attempt.word, row, told) for attempt in made for row, told in attempt.told.items()]
    told_of = {(word, row): told for word, row, told in pairs}
    counts = Counter(told for _, _, told in pairs)
    found = {(word, row) for row, words in there.items() for word in words}
    return Verdict(
        attempts=len(pairs),
        acknowledged=counts[SAVED],
        refused=counts[REFUSED],
        unknown=counts[UNKNOWN],
        lost=sum(told == SAVED and (word, row) not in found for word, row, told in pairs),
        duplicates=sum(number - 1 for words in there.values() for number in words.values()),
        ghosts=len(_ghosts(found | _ever(stored.history), told_of)),
        torn=sum(_torn(attempt, found) for attempt in made),
        breaks=sum(_breaks(versions, stored.final[row]) for row, versions in stored.history.items()),
    )


def evidence(attempts: Iterable[Attempt], stored: Stored) -> list[str]:
    """Where to look: what was lost, and versions that do not follow the one before, with what each took away and added."""
    there = {row: text.split() for row, text in stored.final.items()}
    lines = [f"lost: {made.word} in {row}" for made in attempts for row, told in made.told.items() if told == SAVED and made.word not in there[row]]
    lines += [f"torn: {made.word} of {dict(made.told)}" for made in attempts if _torn(made, {(word, row) for row in there for word in there[row]})]
    for row, versions in stored.history.items():
        for (_, before), (number, now) in zip(versions, versions[1:]):
            gone, new = [word for word in before.split() if word not in now.split()], [word for word in now.split() if word not in before.split()]
            lines += [f"break: {row} version {number} took {gone} away and added {new}"] if gone else []
    return lines


def table(title: str, verdicts: Mapping[str, Verdict]) -> str:
    """The verdicts side by side, as Markdown."""
    lines = [f"| {title} | {' | '.join(verdicts)} |", "|---" * (len(verdicts) + 1) + "|"]
    lines += [f"| {field.name} | {' | '.join(format(getattr(verdict, field.name), ',') for verdict in verdicts.values())} |" for field in fields(Verdict)]
    return "\n".join(lines)


def attempts_of(lines: Iterable[Mapping[str, object]]) -> list[Attempt]:
    """The attempts in persons' logs: {"word", "rows"} when one begins, {"word", "told", "parted"} when it ends; one that never ended is unknown."""
    made: dict[str, Attempt] = {}
    for line in lines:
        word, rows, told = str(line["word"]), line.get("rows"), line.get("told")
        if isinstance(rows, list):
            made[word] = Attempt(word, dict.fromkeys(rows, UNKNOWN), parted=len(rows) > 1)  # who knows what he would have chosen
        elif isinstance(told, dict):
            made[word] = Attempt(word, told, bool(line.get("parted")))
    return list(made.values())


def _torn(attempt: Attempt, found: set[tuple[str, Row]]) -> bool:
    there = sum((attempt.word, row) in found for row in attempt.told)
    return not attempt.parted and 0 < there < len(attempt.told)


def _ghosts(seen: set[tuple[str, Row]], told_of: Mapping[tuple[str, Row], str]) -> set[tuple[str, Row]]:
    return {pair for pair in seen if told_of.get(pair, REFUSED) == REFUSED}


def _ever(history: Mapping[Row, Sequence[tuple[int, str]]]) -> set[tuple[str, Row]]:
    return {(word, row) for row, versions in history.items() for _, text in versions for word in text.split()}


def _breaks(versions: Sequence[tuple[int, str]], final: str) -> int:
    """Missing numbers, lists that are not the one before with at most one word more, and a last one that is not what the row holds."""
    numbers = [number for number, _ in versions]
    lists = [text.split() for _, text in versions]
    broken = sum(number != place for place, number in enumerate(numbers, 1))
    broken += sum(now[: len(before)] != before or len(now) > len(before) + 1 for before, now in zip(lists, lists[1:]))
    return broken + (not lists or lists[-1] != final.split())
