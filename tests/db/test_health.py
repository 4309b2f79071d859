"""The doctor: says what is wrong and how to mend it, and nothing when all is well."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest

from ncovy_qgis.core.catalogue import Catalogue, Text
from ncovy_qgis.db.health import Facts, diagnose, health, read_facts
from ncovy_qgis.db.upgrade import Status
from tests.server import Database

WELL = Facts(
    server_version=150020, postgis="3.3.2", extensions=("postgis", "unaccent", "pg_trgm"), srid_known=True, open_public_schema=False,
    state=Status(True, (), True, True), too_new=None, person="lan", roles=("editor", "viewer"), areas=1, admin=False, units=613,
    approximate_units=0, web_style=True, exercise=False,
)  # fmt: skip


def test_a_healthy_database_has_no_trouble() -> None:
    assert diagnose(WELL) == ()


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("old_server", replace(WELL, server_version=130000)),
        ("no_unaccent", replace(WELL, extensions=("postgis", "pg_trgm"))),
        ("old_postgis", replace(WELL, postgis="3.2.1")),
        ("no_srid", replace(WELL, srid_known=False)),
        ("open_public", replace(WELL, open_public_schema=True)),
        ("no_access", replace(WELL, state=None)),
        ("program_old", replace(WELL, too_new=Text("Cơ sở dữ liệu mới hơn chương trình.", "Newer."))),
        ("not_installed", replace(WELL, state=Status(False, ("0001_units.sql",), False, False))),
        ("pending", replace(WELL, state=Status(True, ("0004_x.sql",), True, True))),
        ("outdated", replace(WELL, state=Status(True, (), False, True))),
        ("no_role", replace(WELL, roles=())),
        ("no_area", replace(WELL, areas=0)),
        ("no_units", replace(WELL, units=0)),
        ("approximate_units", replace(WELL, approximate_units=460)),
        ("no_web_style", replace(WELL, web_style=None)),
        ("old_web_style", replace(WELL, web_style=False)),
        ("exercise", replace(WELL, exercise=True)),
    ],
)
def test_each_trouble_is_told_alone_with_its_remedy(code: str, facts: Facts) -> None:
    (trouble,) = diagnose(facts)
    assert trouble.code == code
    assert trouble.text.vi and trouble.text.en and trouble.remedy.vi and trouble.remedy.en


def test_an_administrator_needs_no_area() -> None:
    assert diagnose(replace(WELL, areas=0, admin=True)) == ()


def test_errors_come_before_warnings() -> None:
    found = diagnose(replace(WELL, open_public_schema=True, extensions=()))
    assert [each.severity for each in found] == sorted(each.severity for each in found) and found[0].severity == "error"


@pytest.mark.parametrize("person", ["admin", "lan", "tuan", "phuc", "vy"])
def test_every_person_can_ask(module_database: Database, catalogue: Catalogue, person: str) -> None:
    with closing(module_database.connect(person)) as connection:
        assert {trouble.code for trouble in health(connection, catalogue)} == {"approximate_units", "no_web_style"}


def test_an_empty_database_is_not_installed(empty_database: Database, catalogue: Catalogue) -> None:
    with closing(empty_database.admin()) as connection:
        assert "not_installed" in {trouble.code for trouble in health(connection, catalogue)}


def test_a_database_from_a_newer_program_is_recognised(database: Database, catalogue: Catalogue) -> None:
    database.run("INSERT INTO ncovy.migration (number, name, sha256) VALUES (9999, '9999_later.sql', 'x')")
    with closing(database.connect("lan")) as connection:
        facts = read_facts(connection, catalogue)
        assert facts.too_new and "9999_later.sql" in facts.too_new.vi
        assert [trouble.code for trouble in diagnose(facts)] == ["program_old"]


def test_a_stranger_is_told_to_ask_for_a_role(database: Database, catalogue: Catalogue) -> None:
    database.run("DO $$ BEGIN CREATE ROLE nguoi_la LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    with closing(database.connect("nguoi_la")) as connection:
        assert [trouble.code for trouble in health(connection, catalogue)] == ["no_access"]
