"""What is wrong or doubtful across rows: each check finds its case and leaves the case beside it alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from psycopg2 import sql

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.checks import FOLDER, CheckFileError, check, read_checks
from tests.db.features import COMPLETE, add, codes, exercise, only, point, square

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

    from tests.server import Database


@pytest.fixture
def desk(connection: Connection) -> Iterator[Connection]:
    """A database on the day of the exercise, with nothing in it."""
    exercise(connection)
    return connection


def test_complete_features_have_no_findings(desk: Connection, catalogue: Catalogue) -> None:
    checkpoint = add(desk, "control_checkpoint", "Chốt", point())
    for number, layer in enumerate(COMPLETE):
        wkt = square(100, 500, 500) if layer == "lockdown_zone" else point(200, 30 * number)
        more: dict[str, Any] = {"alt_checkpoint_id": checkpoint} if layer == "road_block" else {}
        add(desk, layer, f"Nơi {number}", wkt, **more)
    assert check(desk, catalogue) == ()


@pytest.mark.parametrize("layer", ["pharmacy", "medical_facility", "lockdown_point", "control_checkpoint"])
@pytest.mark.parametrize(
    ("name", "metres", "expected"),
    [
        ("Nhà thuốc An", 20, {"duplicate"}),
        ("NHÀ THUỐC AN", 20, {"duplicate"}),
        ("Nha thuoc an", 20, {"duplicate"}),
        ("Nhà thuốc An", 40, {"same_name"}),
        ("Nhà thuốc Bình", 10, {"crowded"}),
        ("Nhà thuốc Bình", 20, set()),
    ],
)
def test_a_second_feature_is_a_duplicate_a_namesake_or_a_neighbour(
    desk: Connection, catalogue: Catalogue, layer: str, name: str, metres: float, expected: set[str]
) -> None:
    first, second = add(desk, layer, "Nhà thuốc An", point()), add(desk, layer, name, point(metres))
    assert codes(desk, catalogue, first) == expected
    assert codes(desk, catalogue, second) == expected


def test_a_namesake_in_another_commune_is_no_doubt(desk: Connection, catalogue: Catalogue) -> None:
    add(desk, "pharmacy", "Nhà thuốc An", point())
    add(desk, "pharmacy", "Nhà thuốc An", point(9000))
    assert codes(desk, catalogue) == set()


@pytest.mark.parametrize("state", [{"operating_state": "closed_permanently"}, {"removed": True}])
def test_what_is_closed_for_good_or_removed_is_no_duplicate(desk: Connection, catalogue: Catalogue, state: dict[str, Any]) -> None:
    add(desk, "pharmacy", "Nhà thuốc An", point())
    old = add(desk, "pharmacy", "Nhà thuốc An", point(10), **{k: v for k, v in state.items() if k != "removed"})
    if state.get("removed"):
        remove(desk, "pharmacy", old)
    assert codes(desk, catalogue) == set()


def remove(connection: Connection, layer: str, uid: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ncovy_app.begin_changeset(%s, 'tests')", (str(uuid4()),))
        query = sql.SQL("UPDATE {} SET removed = true, removed_reason = 'thử', base_version = row_version WHERE uid = %s")
        cursor.execute(query.format(sql.Identifier("ncovy", layer)), (uid,))


def test_a_duplicate_names_the_other_feature_and_how_far_it_is(desk: Connection, catalogue: Catalogue) -> None:
    add(desk, "pharmacy", "Nhà thuốc An", point())
    add(desk, "pharmacy", "Nhà thuốc An", point(10))
    finding = check(desk, catalogue)[0]
    assert (finding.code, finding.severity, finding.field, finding.name) == ("duplicate", "error", "name", "Nhà thuốc An")
    assert "«Nhà thuốc An», 10 m" in finding.text.vi
    assert finding.text.en.startswith("Duplicate")
    assert (finding.lon, finding.lat) == (pytest.approx(105.6725, abs=1e-3), pytest.approx(18.6832, abs=1e-3))


@pytest.mark.parametrize(
    ("measure", "east", "expected"), [("ct16", 105, set()), ("ct16", 97, set()), ("ct16", 80, {"zone_overlap"}), ("temporary_isolation", 80, set())]
)
def test_zones_of_one_sort_may_overlap_by_five_percent(desk: Connection, catalogue: Catalogue, measure: str, east: float, expected: set[str]) -> None:
    add(desk, "lockdown_zone", "Khối 1", square(100))
    add(desk, "lockdown_zone", "Khối 2", square(100, east), measure=measure)
    assert codes(desk, catalogue) == expected


def test_a_lifted_zone_overlaps_nothing(desk: Connection, catalogue: Catalogue) -> None:
    add(desk, "lockdown_zone", "Khối 1", square(100))
    add(desk, "lockdown_zone", "Khối 2", square(100, 10), status="lifted", active_to="2021-09-12T00:00+07")
    assert codes(desk, catalogue) == set()


@pytest.mark.parametrize(("extent", "expected"), [("hamlet", {"zone_extent"}), ("commune", {"zone_extent"}), ("district", set()), ("multi_commune", set())])
def test_a_zone_far_larger_than_its_commune_needs_a_larger_extent(desk: Connection, catalogue: Catalogue, extent: str, expected: set[str]) -> None:
    add(desk, "lockdown_zone", "Vinh", square(5000, -2500, -2500), extent=extent)
    assert codes(desk, catalogue) == expected


@pytest.mark.parametrize(
    ("layer", "north", "expected"), [("road_block", 390, set()), ("control_checkpoint", 50, set()), ("control_checkpoint", 420, {"zone_unguarded"})]
)
def test_an_isolation_zone_has_a_post_within_300_metres(desk: Connection, catalogue: Catalogue, layer: str, north: float, expected: set[str]) -> None:
    far = add(desk, "control_checkpoint", "Chốt xa", point(0, 5000))
    more = {"alt_checkpoint_id": far} if layer == "road_block" else {}
    add(desk, layer, "Chốt", point(50, north), **more)
    zone = add(desk, "lockdown_zone", "Khối 1", square(100), measure="medical_isolation")
    assert codes(desk, catalogue, zone) == expected


def test_a_suspended_post_guards_nothing(desk: Connection, catalogue: Catalogue) -> None:
    add(desk, "control_checkpoint", "Chốt", point(50, 50), status="suspended")
    zone = add(desk, "lockdown_zone", "Khối 1", square(100), measure="medical_isolation")
    assert codes(desk, catalogue, zone) == {"zone_unguarded"}


def test_a_point_lies_in_the_zone_it_belongs_to(desk: Connection, catalogue: Catalogue) -> None:
    zone = add(desk, "lockdown_zone", "Khối 1", square(100), measure="temporary_isolation")
    assert codes(desk, catalogue, add(desk, "lockdown_point", "Ngõ 1", point(50, 50), zone_id=zone)) == set()
    assert codes(desk, catalogue, add(desk, "lockdown_point", "Ngõ 2", point(150, 50), zone_id=zone)) == {"point_outside_zone"}
    assert codes(desk, catalogue, add(desk, "lockdown_point", "Ngõ 3", point(80, 80))) == {"point_unlinked"}


def test_a_reference_to_what_was_removed_is_an_error(desk: Connection, catalogue: Catalogue) -> None:
    """A reference to what never was cannot be stored: the database has foreign keys."""
    zone = add(desk, "lockdown_zone", "Khối 1", square(100, 400), measure="temporary_isolation")
    orphan = add(desk, "lockdown_point", "Ngõ 2", point(450, 50), zone_id=zone)
    assert codes(desk, catalogue, orphan) == set()
    remove(desk, "lockdown_zone", zone)
    assert codes(desk, catalogue, orphan) == {"broken_reference"}
    assert {finding.field for finding in check(desk, catalogue)} == {"zone_id"}


@pytest.mark.parametrize(
    ("status", "north", "expected"), [("active", 19_000, set()), ("active", 21_000, {"alt_checkpoint"}), ("suspended", 500, {"alt_checkpoint"})]
)
def test_the_other_way_is_open_and_within_20_km(desk: Connection, catalogue: Catalogue, status: str, north: float, expected: set[str]) -> None:
    other = add(desk, "control_checkpoint", "Chốt", point(0, north), status=status)
    assert codes(desk, catalogue, add(desk, "road_block", "Rào", point(), alt_checkpoint_id=other)) == expected


def test_a_facility_code_is_used_once(desk: Connection, catalogue: Catalogue) -> None:
    add(desk, "medical_facility", "Trạm 1", point(), facility_code="40001")
    add(desk, "medical_facility", "Trạm 2", point(1000), facility_code="40001")
    add(desk, "medical_facility", "Trạm 3", point(2000), facility_code="40002")
    assert [finding.code for finding in check(desk, catalogue)] == ["facility_code", "facility_code"]


@pytest.mark.parametrize(("reception", "metres", "expected"), [("closed", 100, set()), ("normal", 100, {"host_facility"}), ("closed", 800, {"host_facility"})])
def test_a_converted_hospital_is_at_its_host_and_the_host_says_so(
    desk: Connection, catalogue: Catalogue, reception: str, metres: float, expected: set[str]
) -> None:
    host = add(desk, "medical_facility", "TTYT", point(), reception_state=reception)
    assert codes(desk, catalogue, add(desk, "covid_treatment_facility", "BVDC", point(metres), host_facility_id=host)) == expected


def test_coordinates_of_two_decimals_are_doubted(desk: Connection, catalogue: Catalogue) -> None:
    assert codes(desk, catalogue, add(desk, "pharmacy", "Thô", "POINT(105.67 18.68)")) == {"coarse_position"}
    assert codes(desk, catalogue, add(desk, "pharmacy", "Vừa", "POINT(105.671 18.68)")) == set()


def test_rules_of_a_row_are_found_with_their_strength(desk: Connection, catalogue: Catalogue) -> None:
    draft = add(desk, "pharmacy", "Nhà thuốc An", point(), open_24h=None, gpp_expiry="2021-01-01")
    found = {finding.code: finding for finding in check(desk, catalogue) if finding.uid == draft}
    assert {code: finding.severity for code, finding in found.items()} == {"open_24h__required": "error", "gpp_expiry__not_past": "warning"}
    assert found["open_24h__required"].field == "open_24h"
    assert [finding.severity for finding in check(desk, catalogue)] == ["error", "warning"]  # what must be mended comes first


def test_the_clock_of_an_exercise_counts_not_the_real_one(database: Database, catalogue: Catalogue) -> None:
    with closing(database.admin()) as connection:
        add(connection, "lockdown_point", "Ngõ 1", point())
        assert "active_from__max_age" in codes(connection, catalogue)
        exercise(connection)
        assert codes(connection, catalogue) == set()


def test_a_warning_with_a_reason_is_marked_accepted(desk: Connection, catalogue: Catalogue) -> None:
    add(desk, "pharmacy", "Thô", "POINT(105.67 18.68)", warning_reason="Chỉ có báo cáo giấy")
    assert only(check(desk, catalogue), "coarse_position").accepted == "Chỉ có báo cáo giấy"


def test_only_the_layers_asked_for_are_checked(desk: Connection, catalogue: Catalogue) -> None:
    add(desk, "pharmacy", "Thô", "POINT(105.67 18.68)")
    add(desk, "medical_facility", "Thô", "POINT(105.67 18.68)")
    assert {finding.layer for finding in check(desk, catalogue, ["pharmacy"])} == {"pharmacy"}
    assert check(desk, catalogue, []) == ()


def test_a_viewer_may_check_but_sees_no_more_than_he_may(database: Database, catalogue: Catalogue) -> None:
    with closing(database.admin()) as connection, connection:
        add(connection, "pharmacy", "Thô", "POINT(105.67 18.68)")
    with closing(database.connect("vy")) as connection:
        assert codes(connection, catalogue) == {"coarse_position"}


def test_submission_and_check_speak_of_the_same_things(desk: Connection, catalogue: Catalogue) -> None:
    """The database judges one feature when it is submitted; `ncovy check` judges all: never two opinions."""
    add(desk, "pharmacy", "Nhà thuốc An", point(), open_24h=None)
    twin = add(desk, "pharmacy", "Nhà thuốc An", point(10))
    with desk.cursor() as cursor:
        cursor.execute("SELECT code, severity FROM ncovy_app.findings('pharmacy', %s)", (twin,))
        assert {tuple(row) for row in cursor.fetchall()} == {(f.code, f.severity) for f in check(desk, catalogue) if f.uid == twin} == {("duplicate", "error")}


def test_every_check_states_its_sentences_and_whom_it_judges(catalogue: Catalogue) -> None:
    checks = read_checks(catalogue)
    assert {each.code for each in checks} == {path.stem for path in FOLDER.glob("*.sql")}
    for each in checks:
        assert each.severity in ("error", "warning")
        assert each.text.vi.endswith(".")
        assert each.text.en.endswith(".")
        assert each.queries


@pytest.mark.parametrize(
    "content",
    ["SELECT 1", "-- vi: a\n-- en: b\n-- severity: fatal\n-- for: each layer\nSELECT 1", "-- vi: a\n-- severity: error\n-- for: each layer\nSELECT 1"],
)
def test_a_file_without_a_proper_head_is_refused_by_name(tmp_path: Path, catalogue: Catalogue, content: str) -> None:
    (tmp_path / "mine.sql").write_text(content)
    with pytest.raises(CheckFileError, match=r"mine\.sql"):
        read_checks(catalogue, folder=tmp_path)


def test_a_check_of_a_layer_that_does_not_exist_is_left_out(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "mine.sql").write_text("-- vi: a.\n-- en: b.\n-- severity: error\n-- for: no_such_layer\nSELECT 1")
    assert read_checks(catalogue, folder=tmp_path) == ()


def test_a_check_of_everything_finds_what_the_check_of_each_feature_finds(desk: Connection, catalogue: Catalogue) -> None:
    uids = [add(desk, "pharmacy", f"Nhà thuốc {number}", point(7 * (number % 5), 9 * (number // 5))) for number in range(20)]
    uids += [add(desk, "medical_facility", f"Trạm {number}", point(-14 * number, 3 * number)) for number in range(5)]
    every, one_by_one = check(desk, catalogue), check(desk, catalogue, only=uids)
    assert {finding.code for finding in every} >= {"crowded"} and len(every) > 40
    assert sorted(every, key=repr) == sorted(one_by_one, key=repr)
