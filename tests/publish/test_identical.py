"""The same state gives the same bytes whoever publishes it, where, when and however his machine is set up."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from psycopg2 import sql

from tests.publish.world import AS_OF, files
from tests.server import ROOT, Database, copy_of

HOSTILE = {
    "timezone": "America/St_Johns", "datestyle": "German, DMY", "intervalstyle": "sql_standard", "extra_float_digits": "-7", "bytea_output": "escape",
    "search_path": "pg_catalog", "standard_conforming_strings": "off", "enable_seqscan": "off", "array_nulls": "off", "xmlbinary": "hex",
    "client_encoding": "LATIN1", "max_parallel_workers_per_gather": "0", "lc_numeric": "C", "quote_all_identifiers": "on",
}  # fmt: skip


@contextmanager
def published(source: Database, folder: Path, environment: dict[str, str], person: str, settings: dict[str, str]) -> Iterator[Path]:
    """A site published by the command line from a database of another name, by another person with other settings."""
    with copy_of(source) as own:
        own.run("INSERT INTO ncovy.setting VALUES ('exercise', jsonb_build_object('now', %s::text))", (AS_OF.isoformat(),))
        for name, value in settings.items():
            parts = sql.SQL(", ").join(map(sql.Literal, value.split(", ")))
            own.run(sql.SQL("ALTER DATABASE {} SET {} TO {}").format(sql.Identifier(own.name), sql.SQL(name), parts))
        (folder / "pg_service.conf").write_text(own.services())
        command = [sys.executable, "-m", "ncovy_qgis", "publish", "site", "--service", f"ncovy_{person}"]
        clean = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PGSERVICEFILE": str(folder / "pg_service.conf")}
        done = subprocess.run(command, cwd=folder, env={**clean, **environment}, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
        yield folder / "site"


@pytest.fixture(scope="module")
def two(light_template: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    plain, odd = tmp_path_factory.mktemp("plain"), tmp_path_factory.mktemp("nơi khác hẳn")
    person = {"USER": "nguoikhac", "LOGNAME": "nguoikhac", "HOME": str(odd)}
    abroad = {**person, "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "7"}
    here = {"TZ": "UTC", "LC_ALL": "C", "HOME": str(plain), "PYTHONHASHSEED": "1"}
    with published(light_template, plain, here, "phuc", {}) as one, published(light_template, odd, abroad, "admin", HOSTILE) as other:
        yield one, other


def test_other_database_folder_person_zone_and_settings_give_the_same_bytes(two: tuple[Path, Path]) -> None:
    one, other = files(two[0]), files(two[1])
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []


def test_no_path_user_or_time_of_making_is_in_any_file(two: tuple[Path, Path]) -> None:
    now = datetime.now()
    places = [str(two[1].parent), two[1].parent.name, "ncovy_test_", "Kiritimati"]
    words = [*places, "nguoikhac", f'"{pwd.getpwuid(os.geteuid()).pw_name}"', f"{now:%Y-%m-%d}", f"{now:%d/%m/%Y}"]
    for word in words:
        assert [name for name, data in files(two[1]).items() if word.encode() in data] == [], word

