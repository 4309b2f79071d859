"""Units and staff from the command line: found, loaded on trial and for good; roles and areas given by those who may."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Console
from tests.db.desk import everything
from tests.server import Database

SQUARE = [[105.64, 18.66], [105.66, 18.66], [105.66, 18.68], [105.64, 18.68], [105.64, 18.66]]  # about Phường Quang Trung
REPORT = {
    "era", "crs", "code_column", "name_column", "loaded", "unmatched", "ambiguous", "renamed", "repaired", "empty", "left_approximate",
}  # fmt: skip


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    """One commune that is known, and one that is not."""
    named = (("16681", "Phường Quang Trung"), ("99999", "Xã Không Có"))
    geometry = {"type": "Polygon", "coordinates": [SQUARE]}
    features = [{"type": "Feature", "properties": {"ma_xa": code, "ten_xa": name}, "geometry": geometry} for code, name in named]
    path = tmp_path / "xa.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def official(database: Database) -> list[str]:
    return [code for (code,) in database.run("SELECT code FROM ncovy.unit WHERE quality = 'official' AND level = 3 ORDER BY code")]


def test_a_trial_load_reports_everything_and_stores_nothing(ncovy: Console, module_database: Database, layer: Path) -> None:
    told = ncovy("admin", "units", "load", str(layer), "--era", "2021", "--dry-run")
    assert told.code == 1
    assert told.out.startswith("Đã nạp 1 đơn vị của kỳ 2021 (EPSG:4326).\nKhông khớp đơn vị nào: ")
    assert "Xã Không Có" in told.out and "Vẫn ước lượng: " in told.out
    assert official(module_database) == []


def test_a_report_for_programs_has_the_same_keys_on_trial_and_for_good(ncovy: Console, module_database: Database, layer: Path) -> None:
    command = ("units", "load", str(layer), "--era", "2021", "--code-column", "ma_xa", "--json")
    tried = ncovy("admin", *command, "--dry-run").document
    assert set(tried) == REPORT
    assert official(module_database) == []
    assert ncovy("admin", *command).document == tried
    assert official(module_database) == ["16681"]


@pytest.mark.parametrize("person", ["lan", "tuan", "phuc", "vy"])
def test_units_are_loaded_by_the_administrator_alone(ncovy: Console, module_database: Database, layer: Path, person: str) -> None:
    before = module_database.run("SELECT md5(string_agg(u::text, '' ORDER BY code, era)) FROM ncovy.unit AS u")
    told = ncovy(person, "units", "load", str(layer), "--era", "2021")
    assert (told.code, told.out) == (1, "") and told.err.strip()
    assert module_database.run("SELECT md5(string_agg(u::text, '' ORDER BY code, era)) FROM ncovy.unit AS u") == before


@pytest.mark.parametrize(
    ("options", "words"),
    [(("--code-column", "ma"), "Tệp không có cột ma; có: ma_xa, ten_xa."), (("--crs", "EPSG:0"), "Không hiểu hệ tọa độ EPSG:0."),
     (("--layer", "huyen"), ""), (("--crs", "EPSG:9208"), "sai hệ tọa độ")],
)  # fmt: skip
def test_a_layer_that_cannot_be_used_changes_nothing_and_says_why(
    ncovy: Console, module_database: Database, layer: Path, options: tuple[str, ...], words: str
) -> None:
    before = official(module_database)
    told = ncovy("admin", "units", "load", str(layer), "--era", "2021", *options)
    assert (told.code, told.out) == (2, "") and words in told.err
    assert official(module_database) == before


def test_a_file_that_is_not_there_is_named(ncovy: Console, tmp_path: Path) -> None:
    told = ncovy("admin", "units", "load", str(tmp_path / "nowhere.gpkg"))
    assert (told.code, told.out) == (2, "") and "nowhere.gpkg" in told.err


@pytest.mark.parametrize("typed", ["Hưng Bình", "hung binh", "binh hung", "HƯNG BÌNH", "hung  binh vinh"])
def test_a_commune_is_found_however_it_is_typed(ncovy: Console, typed: str) -> None:
    first = ncovy("lan", "units", "find", *typed.split(" "), "--era", "2021", "--json").document[0]
    assert (first["name"], first["parent"], first["era"], first["level"]) == ("Phường Hưng Bình", "Thành phố Vinh", 2021, 3)
    assert set(first) == {"code", "era", "name", "level", "parent", "quality", "lon", "lat", "exact"}


def test_a_code_finds_its_unit_with_its_place(ncovy: Console) -> None:
    told = ncovy("vy", "units", "find", "412", "--era", "2021")
    assert told.code == 0
    assert told.out.startswith("412  2021  Thành phố Vinh  Tỉnh Nghệ An  105.")


def test_nothing_found_is_exit_code_one_in_words_and_an_empty_list_for_programs(ncovy: Console) -> None:
    assert ncovy("vy", "units", "find", "atlantis").out == "Không tìm thấy.\n"
    told = ncovy("vy", "units", "find", "atlantis", "--json")
    assert (told.code, told.document) == (1, [])
    assert ncovy("vy", "units", "find", "412", "--era", "1999").code == 1


def test_an_area_is_given_for_its_era_and_taken_again(ncovy: Console, module_database: Database) -> None:
    query = "SELECT unit_code, era FROM ncovy.assignment WHERE person = 'hoa' AND (valid_to IS NULL OR valid_to > now()) ORDER BY era, unit_code"
    (code,) = module_database.run("SELECT code FROM ncovy.unit WHERE era = 2025 AND level = 3 ORDER BY code LIMIT 1")[0]
    told = ncovy("admin", "staff", "grant", "hoa", "--role", "editor", "--area", f"{code}:2025")
    assert told.out == f"Giao địa bàn {code} (2025) cho hoa\n"
    assert module_database.run(query) == [("421", 2021), (code, 2025)]
    assert f"({code}:2025)" in ncovy("vy", "staff", "list").out
    assert ncovy("admin", "staff", "revoke", "hoa", "--area", f"{code}:2025", "--json").document == {"done": [f"Thu địa bàn {code} (2025) của hoa"]}
    assert module_database.run(query) == [("421", 2021)]


def test_a_unit_that_is_not_of_the_era_is_refused(ncovy: Console, module_database: Database) -> None:
    before = everything(module_database)
    told = ncovy("admin", "staff", "grant", "hoa", "--role", "editor", "--area", "412:2025")
    assert told.code == 1 and told.err.strip() and told.out == ""
    assert everything(module_database) == before


def test_giving_a_role_again_changes_nothing_and_says_so(ncovy: Console) -> None:
    assert ncovy("admin", "staff", "grant", "lan", "--role", "editor").out == "Không có gì thay đổi.\n"
    assert ncovy("admin", "staff", "grant", "lan", "--role", "editor", "--json").document == {"done": []}


@pytest.mark.parametrize("role", ["viewer", "publisher", "reader"])
def test_who_only_looks_or_publishes_gets_no_area(ncovy: Console, role: str) -> None:
    told = ncovy("admin", "staff", "grant", "phuc", "--role", role, "--area", "412")
    assert (told.code, told.err) == (2, "Người xem, người phát hành và người đọc dữ liệu mở không cần địa bàn.\n")


@pytest.mark.parametrize("person", ["lan", "thu", "phuc", "vy"])
def test_nobody_widens_their_own_area(ncovy: Console, module_database: Database, person: str) -> None:
    before = module_database.run("SELECT * FROM ncovy.assignment ORDER BY person, unit_code")
    role = {"lan": "editor", "thu": "supervisor"}.get(person, "editor")
    assert ncovy(person, "staff", "grant", person, "--role", role, "--area", "40").code == 1
    assert module_database.run("SELECT * FROM ncovy.assignment ORDER BY person, unit_code") == before


def test_a_person_nobody_knows_is_named(ncovy: Console) -> None:
    told = ncovy("admin", "staff", "revoke", "khong_ai")
    assert (told.code, told.err) == (2, "khong_ai không phải là người dùng Ncovy.\n")
    assert "thêm --create để tạo" in ncovy("admin", "staff", "grant", "khong_ai", "--role", "viewer").err


def test_the_list_for_programs_names_person_roles_and_areas(ncovy: Console) -> None:
    listed = ncovy("vy", "staff", "list", "--json").document
    assert all(set(each) == {"name", "roles", "areas"} for each in listed)
    lan = next(each for each in listed if each["name"] == "lan")
    assert lan["roles"] == ["editor"]
    assert lan["areas"] == [{"code": "412", "era": 2021, "name": "Thành phố Vinh", "until": None}]
