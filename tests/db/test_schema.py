"""The catalogue changes: what adds is applied, what takes away is refused; a database that grew equals one made anew."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.db.errors import DestructiveChange, SaveRefused
from ncovy_qgis.db.migrations import read_migrations
from ncovy_qgis.db.upgrade import upgrade
from ncovy_qgis.paths import forms_dir
from tests.db.desk import LAYERS, VINH, VINH_2, call, pharmacy, row, store
from tests.db.features import add, point
from tests.server import Database

CHAIN = "en: Chain}, type: text, max: 60"


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    """A copy of the forms to be changed."""
    return Path(shutil.copytree(forms_dir(), tmp_path / "forms"))


def changed(forms: Path, file: str, old: str, new: str) -> Catalogue:
    path = forms / file
    text = path.read_text("utf-8")
    assert old in text, f"{file} no longer has {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return load_catalogue(forms)


def apply(database: Database, catalogue: Catalogue) -> tuple[str, ...]:
    with closing(database.admin()) as connection:
        return upgrade(connection, catalogue).changes


def dump(database: Database) -> list[str]:
    """The entries of pg_dump -s. An added column always comes last and that order means nothing, so entries and columns are sorted."""
    place = " ".join(f"{key}={value}" for key, value in database.dsn().items())
    command = ["pg_dump", "--schema-only", "-n", "ncovy", "-n", "ncovy_app", "-n", "ncovy_public", "-n", "ncovy_open", "-d", place]
    text = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    text = text.split("--\n-- PostgreSQL database dump complete")[0]
    return sorted(_sorted_columns(entry.strip()) for entry in re.split(r"^--\n-- (?=Name: )", text, flags=re.MULTILINE)[1:])


def _sorted_columns(entry: str) -> str:
    found = re.fullmatch(r"(Name: .*?CREATE TABLE [^\n]*\(\n)(.*?)(\n\);.*)", entry, flags=re.DOTALL)
    return found[1] + "\n".join(sorted(line.rstrip(",") for line in found[2].splitlines())) + found[3] if found else entry


def with_parking(forms: Path) -> Catalogue:
    text = (forms / "pharmacy.yaml").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.strip().startswith("chain:"))
    indent = line[: len(line) - len(line.lstrip())]
    return changed(
        forms, "pharmacy.yaml", line, f"{line}\n{indent}parking: {{label: {{vi: Chỗ đỗ xe, en: Parking}}, type: integer, between: [0, 500], public: true}}"
    )


def test_a_new_field_becomes_a_column_with_its_rule_and_is_public(database: Database, forms: Path) -> None:
    insert = pharmacy(VINH)
    store(database, "lan", insert)
    call(database, "lan", "submit", "pharmacy", insert.uid, 1)
    call(database, "tuan", "approve", "pharmacy", insert.uid, 1)
    changes = apply(database, with_parking(forms))
    assert "Thêm cột pharmacy.parking" in changes and "Dựng bảng công khai pharmacy" in changes
    with pytest.raises(Exception, match="parking__between"):
        database.run("UPDATE ncovy.pharmacy SET parking = 501, base_version = 1")
    # The rebuilt public table was filled again from history, with the version that was approved.
    assert database.run("SELECT uid::text, name, parking, row_version FROM ncovy_public.pharmacy") == [(insert.uid, insert.values["name"], None, 1)]
    assert database.run("SELECT id::text, parking FROM ncovy_open.pharmacy", person="an") == [(insert.uid, None)]
    assert apply(database, load_catalogue(forms)) == ()


def test_a_database_that_grew_equals_one_made_anew(database: Database, empty_database: Database, forms: Path) -> None:
    grown = with_parking(forms)
    apply(database, grown)
    apply(empty_database, grown)
    assert any("parking integer" in entry for entry in dump(database))
    assert set(dump(database)) ^ set(dump(empty_database)) == set()


OLDER = """
    DROP TABLE ncovy.acceptance, ncovy.staff_change;
    DROP TABLE ncovy.authorship CASCADE;
    ALTER TABLE ncovy.decision DROP CONSTRAINT decision_verdict_check, DROP CONSTRAINT decision__has_words,
        ADD CONSTRAINT decision_verdict_check CHECK (verdict IN ('submit', 'approve', 'return', 'restore', 'verify')),
        ADD CONSTRAINT decision__return_has_reason CHECK (verdict <> 'return' OR reason IS NOT NULL);
    ALTER TABLE ncovy.lockdown_point DROP CONSTRAINT zone_id__references;
    ALTER TABLE ncovy.road_block DROP CONSTRAINT alt_checkpoint_id__references;
    ALTER TABLE ncovy.covid_treatment_facility DROP CONSTRAINT host_facility_id__references;
    DO $$ DECLARE layer text; BEGIN
        FOR layer IN SELECT name FROM ncovy.layer LOOP
            EXECUTE format('DROP INDEX ncovy.%I; CREATE INDEX %I ON ncovy.%I (commune_code)', layer || '_commune', layer || '_commune', layer);
            EXECUTE format('ALTER TABLE ncovy.%1$I DROP CONSTRAINT %2$I, ADD CONSTRAINT %2$I UNIQUE (uid)', layer, layer || '_uid_key');
        END LOOP;
    END $$;
    ALTER TABLE ncovy.lockdown_point ADD CONSTRAINT zone_id__references FOREIGN KEY (zone_id) REFERENCES ncovy.lockdown_zone (uid);
    ALTER TABLE ncovy.road_block ADD CONSTRAINT alt_checkpoint_id__references FOREIGN KEY (alt_checkpoint_id) REFERENCES ncovy.control_checkpoint (uid);
    ALTER TABLE ncovy.covid_treatment_facility ADD CONSTRAINT host_facility_id__references
        FOREIGN KEY (host_facility_id) REFERENCES ncovy.medical_facility (uid);
    CREATE OR REPLACE FUNCTION ncovy.clean(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN btrim(words);
    DROP FUNCTION ncovy.clean_lines(text), ncovy.is_clean(text);
    DROP INDEX ncovy.unit_commune_geom;
    ALTER TABLE ncovy.changeset DROP COLUMN statement_at;
    DROP TABLE ncovy.presence CASCADE;
    ALTER TABLE ncovy.decision DROP COLUMN xid CASCADE;
    DROP TABLE ncovy.layer_style, ncovy.release_file CASCADE;
    ALTER TABLE ncovy.release DROP COLUMN read_at, DROP COLUMN seen, DROP COLUMN manifest, DROP COLUMN style, DROP COLUMN told;
    DELETE FROM ncovy.migration WHERE number >= 4
"""


def test_a_database_with_data_from_before_a_migration_gets_the_same_form(database: Database, catalogue: Catalogue) -> None:
    wanted = dump(database)
    store(database, "lan", pharmacy(VINH))
    database.run(OLDER)
    assert dump(database) != wanted
    assert "Chạy bước 0004_words_and_places.sql" in apply(database, catalogue)
    assert set(dump(database)) ^ set(wanted) == set()
    assert store(database, "lan", pharmacy((105.681, 18.689)))[0].operation == "insert"


@pytest.mark.parametrize("layer", LAYERS)
def test_a_uid_comes_once_though_its_index_carries_the_id(connection: Connection, layer: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indnkeyatts, array_agg(a.attname::text ORDER BY k.place) FROM pg_index AS i, unnest(i.indkey::int[]) WITH ORDINALITY AS k (number, place)"
            " JOIN pg_attribute AS a ON a.attnum = k.number WHERE i.indexrelid = %s::regclass AND i.indisunique AND a.attrelid = i.indrelid GROUP BY 1",
            (f"ncovy.{layer}_uid_key",),
        )
        assert cursor.fetchall() == [(1, ["uid", "id"])]


def test_a_second_feature_of_the_same_uid_is_refused(database: Database) -> None:
    first = pharmacy(VINH)
    store(database, "lan", first)
    with pytest.raises(SaveRefused, match="23505"):
        store(database, "lan", pharmacy(VINH_2, first.uid))
    assert database.run("SELECT count(*) FROM ncovy.pharmacy") == [(1,)]


def test_an_edit_writes_to_no_index(connection: Connection) -> None:
    """HOT: what changes with every edit, as row_version does, is in no index."""
    with connection.cursor() as cursor:
        uid = add(connection, "pharmacy", "Nhà thuốc Hồng Ngọc", point())
        cursor.execute("UPDATE ncovy.pharmacy SET note_internal = 'gọi lại sau', base_version = 1 WHERE uid = %s", (uid,))
        cursor.execute("SELECT pg_stat_get_xact_tuples_updated(t), pg_stat_get_xact_tuples_hot_updated(t) FROM (SELECT 'ncovy.pharmacy'::regclass AS t) AS t")
        assert cursor.fetchone() == (1, 1)


def test_a_new_word_of_a_list_is_accepted_at_once(database: Database, forms: Path, catalogue: Catalogue) -> None:
    text = (forms / "_lists.yaml").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.strip().startswith("emergency_only:"))
    added = line.replace("emergency_only", "bicycles_only", 1)
    changes = apply(database, changed(forms, "_lists.yaml", line, f"{line}\n{added}"))
    assert any("block_rule.bicycles_only" in change for change in changes)
    assert any("road_block.pass_rule__in_list" in change for change in changes)


def test_a_word_taken_from_a_list_is_refused(database: Database, forms: Path) -> None:
    text = (forms / "_lists.yaml").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.strip().startswith("emergency_only:"))
    with pytest.raises(DestructiveChange, match=r"block_rule\.emergency_only"):
        apply(database, changed(forms, "_lists.yaml", line + "\n", ""))


def test_a_looser_rule_is_applied_and_a_tighter_one_too_while_no_row_breaks_it(database: Database, forms: Path) -> None:
    store(database, "lan", pharmacy(VINH, chain="Long Châu"))
    assert "Đặt quy tắc pharmacy.chain__max" in apply(database, changed(forms, "pharmacy.yaml", CHAIN, CHAIN.replace("60", "10")))
    with pytest.raises(DestructiveChange, match="chain__max"):
        apply(database, changed(forms, "pharmacy.yaml", CHAIN.replace("60", "10"), CHAIN.replace("60", "5")))
    assert row(database, "pharmacy", database.run("SELECT uid FROM ncovy.pharmacy")[0][0], "chain") == ("Long Châu",)


@pytest.mark.parametrize(
    ("what", "edit"),
    [
        ("pharmacy.parking không còn", lambda forms: load_catalogue(forms)),
        (
            "pharmacy.parking đổi kiểu từ integer sang text",
            lambda forms: changed(with_parking_file(forms), "pharmacy.yaml", "type: integer, between: [0, 500]", "type: text"),
        ),
    ],
)
def test_what_would_lose_data_is_refused_and_names_the_migration(
    database: Database, forms: Path, what: str, edit: Callable[[Path], Catalogue], tmp_path: Path
) -> None:
    bigger = Path(shutil.copytree(forms, tmp_path / "bigger"))
    apply(database, with_parking(bigger))
    before = dump(database)
    with pytest.raises(DestructiveChange) as refused:
        apply(database, edit(forms))
    assert any(what in loss for loss in refused.value.losses)
    assert refused.value.file == f"ncovy_qgis/db/migrations/{len(read_migrations()) + 1:04d}_….sql"
    assert dump(database) == before


def with_parking_file(forms: Path) -> Path:
    with_parking(forms)
    return forms


def test_a_layer_that_disappears_is_refused(database: Database, forms: Path) -> None:
    shared = (forms / "_shared.yaml").read_text("utf-8")
    (forms / "_shared.yaml").write_text(shared.replace(", essential_service", ""), "utf-8")
    (forms / "essential_service.yaml").unlink()
    with pytest.raises(DestructiveChange, match="essential_service"):
        apply(database, load_catalogue(forms))


def test_an_eleventh_layer_gets_its_table_guards_and_publication(database: Database, forms: Path) -> None:
    (forms / "oxygen_depot.yaml").write_text(
        (forms / "pharmacy.yaml").read_text("utf-8").replace("Hiệu thuốc", "Kho ô-xy").replace("Pharmacy", "Oxygen depot"), "utf-8"
    )
    catalogue = load_catalogue(forms)
    assert "Thêm lớp oxygen_depot (Kho ô-xy)" in apply(database, catalogue)
    database.run(
        "INSERT INTO ncovy.oxygen_depot (name, pharmacy_type, operating_state, open_24h, delivery, source_org, location_method, reported_at, geom)"
        " VALUES ('Kho Vinh', 'pharmacy', 'open', true, false, 'Sở Y tế', 'gps', '2021-09-01', ST_SetSRID(ST_MakePoint(105.68, 18.687), 4326))",
        person="lan",
    )
    (uid,) = database.run("SELECT uid::text FROM ncovy.oxygen_depot")[0]
    call(database, "lan", "submit", "oxygen_depot", uid, 1)
    call(database, "tuan", "approve", "oxygen_depot", uid, 1)
    assert database.run("SELECT name, commune_name FROM ncovy_public.oxygen_depot") == [("Kho Vinh", "Phường Hà Huy Tập")]
    assert database.run("SELECT name, operating_state_label FROM ncovy_open.oxygen_depot", person="an") == [("Kho Vinh", "Đang hoạt động")]
    with pytest.raises(Exception, match="NC002"):
        database.run("UPDATE ncovy.oxygen_depot SET name = 'Kho'", person="lan")


def test_every_column_carries_its_vietnamese_label(database: Database) -> None:
    assert database.run(
        "SELECT col_description('ncovy.pharmacy'::regclass, attnum) FROM pg_attribute WHERE attrelid = 'ncovy.pharmacy'::regclass AND attname = 'phone'"
    ) == [("Điện thoại",)]
