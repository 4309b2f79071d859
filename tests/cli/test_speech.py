"""How commands speak: lines for people, one JSON document for programs, each kind of failure with its exit code."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import psycopg2
import psycopg2.errors
import pytest

from ncovy_qgis import cli
from ncovy_qgis.cli.common import complain, options, plain, say, table
from ncovy_qgis.core.catalogue import CatalogueError, Text
from ncovy_qgis.core.messages import Refusal
from ncovy_qgis.db.errors import DatabaseError, SetupError
from ncovy_qgis.db.staff import StaffError
from ncovy_qgis.db.units.errors import unreadable
from ncovy_qgis.publish.errors import NoRelease, SiteBusy

PEOPLE, PROGRAMS = argparse.Namespace(json=False), argparse.Namespace(json=True)


@dataclass(frozen=True)
class Inner:
    word: str
    day: date


@dataclass(frozen=True)
class Outer:
    inners: tuple[Inner, ...]
    label: Text


def test_nested_values_become_the_kinds_json_has() -> None:
    value = Outer((Inner("chốt", date(2021, 9, 17)),), Text("Chốt", "Checkpoint"))
    assert plain([value]) == [{"inners": [{"word": "chốt", "day": date(2021, 9, 17)}], "label": {"vi": "Chốt", "en": "Checkpoint"}}]
    assert plain({1: (2, 3)}) == {"1": [2, 3]}


def test_columns_are_as_wide_as_their_widest_cell_and_lines_end_with_a_word() -> None:
    assert list(table([("a", None, "b"), ("dài hơn", 12, "")])) == ["a            b", "dài hơn  12"]


def test_programs_get_one_document_with_vietnamese_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    say(PROGRAMS, ["không in"], (Inner("Nghệ An", date(2021, 9, 17)),))
    said = capsys.readouterr().out
    assert json.loads(said) == [{"word": "Nghệ An", "day": "2021-09-17"}]
    assert "Nghệ An" in said and "không in" not in said


def test_people_get_the_lines_alone(capsys: pytest.CaptureFixture[str]) -> None:
    say(PEOPLE, ["một", "hai"], {"never": "shown"})
    assert capsys.readouterr().out == "một\nhai\n"


def test_complaints_go_where_their_reader_looks(capsys: pytest.CaptureFixture[str]) -> None:
    assert complain(PEOPLE, 2, "Một.", "", "Hai.") == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "Một.\nHai.\n")
    assert complain(PROGRAMS, 1, "Một.", "") == 1
    said = capsys.readouterr()
    assert (json.loads(said.out), said.err) == ({"error": ["Một."]}, "")


def test_a_command_without_json_still_complains_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert complain(argparse.Namespace(), 2, "Cổng bận.") == 2
    assert capsys.readouterr().err == "Cổng bận.\n"


@contextmanager
def failing_with(error: BaseException) -> Iterator[None]:
    """A command «fail» that ends in this error."""

    def run(_: argparse.Namespace) -> int:
        raise error

    def add_parser(subparsers: Any) -> None:
        options(subparsers.add_parser("fail"), database=False).set_defaults(run=run)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cli, "COMMANDS", (SimpleNamespace(add_parser=add_parser),))
        yield


FAILURES: dict[str, tuple[BaseException, int, str]] = {
    "somebody else publishes": (SiteBusy(), 1, "Một người khác đang công bố"),
    "no release to go back to": (NoRelease("2021-09-17-0"), 1, "bản công bố 2021-09-17-0"),
    "not set up": (SetupError("Chưa cài.", "Not set up."), 2, "Chưa cài."),
    "no such person": (StaffError("Không có ai.", "Nobody."), 2, "Không có ai."),
    "a file of units that cannot be read": (unreadable("xa.shp"), 2, "Không đọc được tệp xa.shp."),
    "no server": (psycopg2.OperationalError("connection failed\nFATAL: no such service"), 2, "Không kết nối được cơ sở dữ liệu: FATAL: no such service"),
    "forms that do not load": (CatalogueError("pharmacy.yaml", 3, "thiếu nhãn", "no label"), 2, "pharmacy.yaml:3: thiếu nhãn"),
    "a folder that is not there": (FileNotFoundError(2, "No such file", "site"), 2, "site"),
    "Ctrl-C": (KeyboardInterrupt(), 2, "Đã dừng."),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_one_sentence_and_its_exit_code(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    error, code, words = FAILURES[name]
    with failing_with(error):
        assert cli.main(["fail"]) == code
        said = capsys.readouterr()
        assert said.out == "" and words in said.err and "Traceback" not in said.err
        assert cli.main(["fail", "--json"]) == code
    assert any(words in sentence for sentence in json.loads(capsys.readouterr().out)["error"])


def test_what_the_driver_says_in_english_is_not_passed_on(capsys: pytest.CaptureFixture[str]) -> None:
    with failing_with(psycopg2.errors.DivisionByZero("division by zero DETAIL: row (1, Nguyễn Văn A)")):
        assert cli.main(["fail"]) == 1
    said = capsys.readouterr().err
    assert said.strip()
    assert "division by zero" not in said and "Nguyễn Văn A" not in said


def test_a_mistake_of_the_program_itself_is_not_hidden() -> None:
    with failing_with(ZeroDivisionError()), pytest.raises(ZeroDivisionError):
        cli.main(["fail"])


def test_a_refusal_of_the_database_keeps_its_code(capsys: pytest.CaptureFixture[str]) -> None:
    refusal = Refusal("NC008", "pharmacy", None, None, Text("Không tự duyệt bài của mình.", "Nobody approves their own."))
    with failing_with(DatabaseError(refusal)):
        assert cli.main(["fail"]) == 1
    assert capsys.readouterr().err == "NC008: Không tự duyệt bài của mình.\n"
