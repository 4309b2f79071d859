"""What may be typed: every command's arguments, their defaults, and exit code 2 for what nobody meant. No database."""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ncovy_qgis.cli import parser
from ncovy_qgis.cli.period import period
from ncovy_qgis.core.oversight import REPORTS
from ncovy_qgis.db.connection import DEFAULT_SERVICE
from ncovy_qgis.db.staff import ROLES, Area
from tests.cli.conftest import leave_with

UID = "6e7a0f52-2f5b-4a39-8d28-1a1a1a1a1a1a"
SHORTEST = {
    "db upgrade": "db upgrade",
    "db status": "db status",
    "units load": "units load xa.geojson",
    "units find": "units find vinh",
    "staff grant": "staff grant hoa --role editor",
    "staff revoke": "staff revoke hoa",
    "staff expire": "staff expire hoa --until 01/10/2021",
    "staff list": "staff list",
    "check": "check",
    "review list": "review list",
    "review due": "review due expiring",
    "review show": f"review show pharmacy {UID}",
    "review approve-changeset": "review approve-changeset 7",
    "review ask": f"review ask pharmacy {UID} 1 sao",
    "review answer": f"review answer pharmacy {UID} 1 vì",
    "review thread": f"review thread pharmacy {UID}",
    "review inbox": "review inbox",
    "review submit": f"review submit pharmacy {UID} 1",
    "review approve": f"review approve pharmacy {UID} 1",
    "review return": f"review return pharmacy {UID} 1 --reason x",
    "review restore": f"review restore pharmacy {UID} 2 --to 1",
    **{f"audit {report}": f"audit {report}" for report in REPORTS},
    "history show": f"history show pharmacy {UID}",
    "history diff": f"history diff pharmacy {UID} 1 2",
    "history removed": "history removed",
    "history restore": f"history restore pharmacy {UID} 2 --to 1",
    "history restore-changeset": "history restore-changeset 7 --reason x",
    "history restore-day": "history restore-day lan 17/09/2021 --reason x",
    "history restore-area": "history restore-area 412 17/09/2021 --reason x",
    "as-of": "as-of 17/09/2021",
    "publish": "publish site",
    "rollback": "rollback site",
    "verify": "verify site",
    "serve": "serve site",
    "deploy": "deploy site place",
    "rebuild": "rebuild site",
    "doctor": "doctor",
    "key": "key province.key",
    "demo": "demo",
}
FILES_ONLY = {"key", "rollback", "verify", "serve", "deploy"}
WRITES_ON_TRIAL = {
    "db upgrade", "units load", "publish", "history restore", "history restore-changeset", "history restore-day", "history restore-area", "rebuild",
}  # fmt: skip


def parsed(line: str) -> argparse.Namespace:
    return parser().parse_args(line.split())


@pytest.mark.parametrize("name", SHORTEST)
def test_the_shortest_form_of_a_command_is_enough(name: str) -> None:
    args = parsed(SHORTEST[name])
    assert args.command == name.split()[0]
    assert args.run.__module__ == f"ncovy_qgis.cli.{args.command.replace('-', '_')}"


@pytest.mark.parametrize("name", SHORTEST)
def test_a_command_asks_for_a_service_exactly_if_it_uses_the_database(name: str) -> None:
    args = parsed(SHORTEST[name])
    assert getattr(args, "service", None) == (None if name in FILES_ONLY else DEFAULT_SERVICE)


@pytest.mark.parametrize("name", SHORTEST)
def test_only_what_changes_everything_at_once_can_be_tried_first(name: str) -> None:
    assert hasattr(parsed(SHORTEST[name]), "dry_run") is (name in WRITES_ON_TRIAL)
    if name not in WRITES_ON_TRIAL:
        assert leave_with([*SHORTEST[name].split(), "--dry-run"]) == 2


@pytest.mark.parametrize("name", SHORTEST)
def test_help_names_the_command_and_ends_well(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert leave_with([*name.split(), "--help"]) == 0
    assert f"usage: ncovy {name} " in capsys.readouterr().out


def test_the_overview_says_in_vietnamese_what_every_command_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave_with(["--help"]) == 0
    lines = {line.split()[0]: line.split(maxsplit=1)[1] for line in capsys.readouterr().out.splitlines() if line.startswith("    ") and line.split()[1:]}
    assert set(lines) == {name.split()[0] for name in SHORTEST}
    assert all(any(ord(letter) > 127 for letter in words) for words in lines.values())


@pytest.mark.parametrize(
    "line",
    [
        "", "hospitals", "db", "db downgrade", "units", "units find", "units load", "units load a b", "units find vinh --era mười",
        "staff", "staff grant", "staff expire hoa", "staff expire hoa --until mai",
        "staff grant hoa --role captain", "staff grant --role editor", "staff revoke", "staff revoke hoa --role captain",
        "staff grant hoa --role editor --area 412:mới", "staff grant hoa --role editor --until 2021-10-01", "staff grant hoa --role editor --until 31/02/2021",
        "review", "review approve", f"review approve pharmacy {UID}", f"review approve pharmacy {UID} một", f"review return pharmacy {UID} 1",
        "review due", "review due soon", "review due expiring --hours lâu", "review list --changeset đầu", "review approve-changeset", "review inbox lan",
        f"review ask pharmacy {UID} 1", f"review answer pharmacy {UID}", "review thread pharmacy", "review show pharmacy",
        f"review restore pharmacy {UID} 2", f"review restore pharmacy {UID} 2 --to đầu", "publish", "publish site --expires-hours lâu", "publish a b",
        "history", "history show pharmacy", f"history diff pharmacy {UID} 1", f"history restore pharmacy {UID} 2", "history restore-changeset đầu",
        "history restore-day lan", "history restore-day lan 31/02/2021", "history restore-area 412", "history restore-area 412:mới 17/09/2021",
        "as-of", "as-of bao giờ", "as-of 17/09/2021 --layer",
        "rollback", "rollback site 1 2", "verify", "verify site --service ncovy", "serve", "serve site --port tám", "doctor now", "check --layer",
        "audit", "audit gossip", "audit log --since hôm_qua", "audit log --csv", "audit activity --removals 3",
        "audit unusual --night 5-22", "audit unusual --night 22",
    ],
)  # fmt: skip
def test_what_nobody_meant_is_a_usage_error_that_shows_the_usage(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert leave_with(line.split()) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("usage: ncovy")
    assert "Traceback" not in said.err


@pytest.mark.parametrize("role", ROLES)
def test_every_role_of_the_database_can_be_given(role: str) -> None:
    assert parsed(f"staff grant hoa --role {role}").role == role


def test_areas_are_codes_of_2021_unless_an_era_follows() -> None:
    args = parsed("staff grant hoa --role editor --area 412 --area 16666:2025 --area 40:2025")
    assert args.area == [Area("412", 2021), Area("16666", 2025), Area("40", 2025)]
    assert parsed("staff revoke hoa").area == []


def test_one_call_does_not_remember_the_areas_of_the_call_before() -> None:
    whole = parser()
    whole.parse_args(["staff", "grant", "hoa", "--role", "editor", "--area", "412"])
    assert whole.parse_args(["staff", "grant", "hoa", "--role", "editor", "--area", "421"]).area == [Area("421", 2021)]


def test_a_day_is_a_day_of_vietnam() -> None:
    until: datetime = parsed("staff grant hoa --role editor --until 01/10/2021").until
    assert (until.year, until.month, until.day, until.hour) == (2021, 10, 1, 0)
    assert until.utcoffset() == timedelta(hours=7)


def test_a_period_ends_with_the_last_moment_of_its_last_day() -> None:
    since, until = period(parsed("audit log --since 01/09/2021 --until 01/09/2021"))
    assert until - since == timedelta(days=1) and since.utcoffset() == timedelta(hours=7)
    since, until = period(parsed("audit log"))
    assert until - since == timedelta(days=7) and abs(until.timestamp() - datetime.now().timestamp()) < 60
    assert parsed("audit unusual --night 23-4").night == (23, 4)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2021-09-17T18:00:00.123456+07:00", "2021-09-17T18:00:00.123456+07:00"),
        ("2021-09-17T11:00:00+00:00", "2021-09-17T18:00:00+07:00"),
        ("2021-09-17 18:00", "2021-09-17T18:00:00+07:00"),
        ("17h30 ngày 22/8/2021", "2021-08-22T17:30:00+07:00"),
        ("17/09/2021", "2021-09-17T00:00:00+07:00"),
    ],
)
def test_a_moment_is_taken_as_programs_and_as_people_write_it(text: str, wanted: str) -> None:
    assert parser().parse_args(["as-of", text]).moment == datetime.fromisoformat(wanted)


def test_defaults_are_the_ones_the_handbook_names() -> None:
    assert (parsed("publish site").expires_hours, parsed("publish site").site) == (36, Path("site"))
    assert parsed("publish site --expires-hours 1.5").expires_hours == 1.5
    assert parsed("serve site").port == 8000
    assert parsed("rollback site").id is None
    assert parsed("rollback site 2021-09-17-0123456789ab").id == "2021-09-17-0123456789ab"
    assert parsed("staff grant hoa --role editor").create is False


def test_layers_may_be_named_more_than_once() -> None:
    for command in ("check", "review list", "history removed", "as-of 17/09/2021"):
        assert parsed(f"{command} --layer pharmacy --layer road_block").layer == ["pharmacy", "road_block"]
        assert parsed(command).layer is None


def test_a_name_of_several_words_needs_no_quotes() -> None:
    assert parsed("units find phường hưng bình --era 2021").text == ["phường", "hưng", "bình"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("units load", "còn thiếu: "),
        ("serve site --no-such", "không hiểu: --no-such"),
        ("nothing", "không có 'nothing'; chỉ có: "),
        ("serve site --port x", "--port: giá trị 'x' không đúng dạng"),
        ("serve site --port", "--port: thiếu giá trị"),
    ],
)
def test_a_mistake_is_told_in_vietnamese(line: str, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert leave_with(line.split()) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert "--help" in said
    assert not any(word in said for word in ("required", "invalid", "unrecognized", "expected"))
