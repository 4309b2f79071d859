"""The sample: enough of everything, honest about what is invented, and fit for the real way into the database."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from ncovy_qgis.core.catalogue import Catalogue, Strength
from ncovy_qgis.db.checks import check
from ncovy_qgis.demo.persons import PERSONS, desk, make_persons
from ncovy_qgis.demo.sample import FOLDER, NOW, Loaded, Row, load_sample, read_sample, start_exercise

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

    from tests.server import Database

WITH_UNIT = "JOIN ncovy.unit u ON (u.code, u.era) = (f.commune_code, f.commune_era)"


@pytest.fixture(scope="module")
def rows(catalogue: Catalogue) -> tuple[Row, ...]:
    return read_sample(catalogue)


def test_there_are_at_least_300_features_over_all_ten_layers(catalogue: Catalogue, rows: tuple[Row, ...]) -> None:
    counts = Counter(row.layer for row in rows)
    assert sum(counts.values()) >= 300
    assert set(counts) == {layer.name for layer in catalogue.layers}
    assert min(counts.values()) >= 10


def test_every_file_belongs_to_a_layer_and_names_only_its_fields(catalogue: Catalogue, rows: tuple[Row, ...]) -> None:
    assert {path.stem for path in FOLDER.glob("*.csv")} == {layer.name for layer in catalogue.layers}
    for row in rows:
        assert {name for name in row.values if catalogue.layer(row.layer).field(name).auto} == set()


def test_no_identity_is_given_twice(rows: tuple[Row, ...]) -> None:
    assert len({row.uid for row in rows}) == len(rows)


def test_what_is_real_has_a_source_and_what_is_not_says_so(rows: tuple[Row, ...]) -> None:
    for row in rows:
        assert row.values["note_public"].startswith("Dữ liệu mẫu"), row
        assert bool(row.source_url) != row.invented, row
        assert row.source_url.startswith("http") or row.invented, row
        assert ("hư cấu" in row.values["note_internal"]) == row.invented, row
    assert sum(not row.invented for row in rows) >= 60


def test_no_person_is_named_and_no_private_telephone_given(rows: tuple[Row, ...]) -> None:
    published = {"02386555666", "0966641414", "1022", "115"}
    for row in rows:
        assert not {"contact_name", "contact_phone", "pharmacist"} & set(row.values)
        assert {str(value) for name, value in row.values.items() if name.endswith("phone") or name == "hotline"} <= published
        assert not re.search(r"\bBN ?\d|\bF0\b|bệnh nhân số|[0-9]{9}", f"{row.values['name']} {row.values.get('address', '')} {row.values['note_public']}")


def test_positions_are_our_own_not_those_of_the_open_map(rows: tuple[Row, ...], shared_data: Any) -> None:
    """None of the shared (ODbL) coordinates appears among ours."""
    taken = json.loads((shared_data / "nghean_health_facilities_osm.geojson").read_text(encoding="utf-8"))
    osm = {tuple(round(c, 4) for c in feature["geometry"]["coordinates"]) for feature in taken["features"]}
    ours = {tuple(round(float(c), 4) for c in re.findall(r"[0-9.]+", row.wkt)) for row in rows if row.wkt.startswith("POINT")}
    assert ours
    assert not osm & ours


def test_rules_of_every_layer_hold_in_python(catalogue: Catalogue, rows: tuple[Row, ...]) -> None:
    now = datetime.fromisoformat(NOW)
    for row in rows:
        layer = catalogue.layer(row.layer)
        values = {"commune_code": "16681", "province_code": "40", **_typed(layer, row.values)}
        broken = [rule.name for rule in layer.rules if rule.strength is not Strength.WARN and not rule.holds(values, now)]
        assert not broken, (row.layer, row.values["name"], broken)


def _typed(layer: Any, values: Any) -> dict[str, Any]:
    typed = dict(values)
    for name, value in values.items():
        if layer.field(name).type == "datetime":
            typed[name] = datetime.fromisoformat(value)
        elif layer.field(name).type == "date":
            typed[name] = datetime.fromisoformat(value).date()
        elif layer.field(name).type == "number":
            typed[name] = float(value)
    return typed


@pytest.fixture(scope="module")
def loaded(module_database: Database, catalogue: Catalogue) -> Iterator[tuple[Connection, Loaded]]:
    with closing(module_database.admin()) as admin:
        start_exercise(admin)
        make_persons(admin)
        with desk(admin) as everybody:
            yield admin, load_sample(admin, everybody, catalogue)


def ask(connection: Connection, query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = cursor.fetchall()
    connection.rollback()
    return list(found)


def test_all_of_it_is_stored_and_approved(loaded: tuple[Connection, Loaded], rows: tuple[Row, ...]) -> None:
    admin, result = loaded
    assert result == Loaded(len(rows), 0)
    assert ask(admin, "SELECT review_state, count(*) FROM ncovy_app.feature GROUP BY 1") == [("approved", len(rows))]
    assert ask(admin, "SELECT count(*) FROM ncovy_public.pharmacy") == [(sum(row.layer == "pharmacy" for row in rows),)]


def test_it_was_entered_by_those_whose_area_it_is_and_approved_by_another(loaded: tuple[Connection, Loaded]) -> None:
    admin, _ = loaded
    authors = dict(
        ask(
            admin,
            f"SELECT edited_by, array_agg(DISTINCT u.parent_code) FROM ncovy_app.feature f {WITH_UNIT} GROUP BY 1",
        )
    )
    assert authors["lan"] == ["412"]
    assert authors["hoa"] == ["421"]
    assert len(authors["ngoc"]) == 19
    assert ask(admin, "SELECT DISTINCT by FROM ncovy.decision WHERE verdict = 'approve'") == [("tuan",)]


def test_nothing_is_wrong_and_every_doubt_has_a_reason(loaded: tuple[Connection, Loaded], catalogue: Catalogue) -> None:
    admin, _ = loaded
    found = check(admin, catalogue)
    assert [finding for finding in found if finding.severity == "error"] == []
    assert [finding for finding in found if not finding.accepted] == []


def test_names_of_places_agree_with_where_they_are(loaded: tuple[Connection, Loaded]) -> None:
    """A feature named after a commune lies in it."""
    admin, _ = loaded
    wrong = ask(
        admin,
        f"SELECT f.layer, f.name, u.name FROM ncovy_app.feature f {WITH_UNIT}"
        " WHERE f.name ~ '^(Trạm Y tế|Chợ|Điểm bán hàng lưu động) (xã|phường|thị trấn) ' AND position(lower(u.name) IN lower(f.name)) = 0",
    )
    assert wrong == []


def test_a_second_load_finds_everything_there(loaded: tuple[Connection, Loaded], catalogue: Catalogue, rows: tuple[Row, ...]) -> None:
    admin, _ = loaded
    before = ask(admin, "SELECT (SELECT count(*) FROM ncovy.version), (SELECT count(*) FROM ncovy.decision), (SELECT count(*) FROM ncovy.changeset)")
    with desk(admin) as everybody:
        assert load_sample(admin, everybody, catalogue) == Loaded(0, len(rows))
    assert ask(admin, "SELECT (SELECT count(*) FROM ncovy.version), (SELECT count(*) FROM ncovy.decision), (SELECT count(*) FROM ncovy.changeset)") == before


def test_persons_are_made_once(loaded: tuple[Connection, Loaded]) -> None:
    admin, _ = loaded
    assert make_persons(admin) == 0
    names = {name for (name,) in ask(admin, "SELECT DISTINCT person FROM ncovy.assignment WHERE valid_to IS NULL")}
    assert names == {person.name for person in PERSONS if person.unit}


def test_everybody_reaches_the_database_as_himself(loaded: tuple[Connection, Loaded]) -> None:
    admin, _ = loaded
    with desk(admin) as everybody:
        for person in PERSONS:
            with everybody.connect(person.name) as connection:
                assert ask(connection, "SELECT session_user::text, current_database()::text") == [(person.name, admin.info.dbname)]
