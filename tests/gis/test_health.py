"""What is looked at before work starts, each sign made to fail and mended, on a real database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.change import Remove
from ncovy_qgis.gis.health import MENDED_BY, REMEDIES, Sign, examine
from ncovy_qgis.gis.restyle import draw_web_style
from ncovy_qgis.gis.source import place_of
from ncovy_qgis.gis.stored_styles import store_forms
from ncovy_qgis.ui.health import BY_QGIS
from tests.gis.editors import own_service
from tests.gis.fresh import OLDER_FORMS
from tests.gis.left_behind import crashed
from tests.server import Database

ZONE = "ALTER DATABASE \"{}\" SET timezone TO '{}'"


def signs(database: Database, catalogue: Catalogue, folder: Path, person: str = "lan") -> tuple[Sign, ...]:
    return examine(own_service(database, person), catalogue, folder)


def about(found: tuple[Sign, ...], words: str) -> Sign:
    """The one sign whose sentence holds these words."""
    (sign,) = [sign for sign in found if words in sign.text.vi]
    return sign


@pytest.mark.parametrize(("person", "role"), [("lan", "nhập liệu"), ("tuan", "kiểm duyệt"), ("phuc", "công bố"), ("vy", "xem")])
def test_the_first_sign_says_who_one_is_and_what_one_may(database: Database, catalogue: Catalogue, tmp_path: Path, person: str, role: str) -> None:
    first = signs(database, catalogue, tmp_path, person)[0]
    assert first.good
    assert f"«{person}»" in first.text.vi
    assert role in first.text.vi


def test_another_time_zone_is_serious_and_mended(database: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    database.run(ZONE.format(database.name, "UTC"))
    sign = about(signs(database, catalogue, tmp_path), "múi giờ UTC")
    assert (sign.good, sign.serious, sign.mend) == (False, True, "time_zone")
    REMEDIES["time_zone"](own_service(database, "admin"), catalogue)
    assert about(signs(database, catalogue, tmp_path), "giờ Việt Nam").good


@pytest.mark.parametrize("zone", ["Asia/Ho_Chi_Minh", "Asia/Saigon", "Asia/Bangkok"])
def test_every_name_of_vietnamese_time_is_good(database: Database, catalogue: Catalogue, tmp_path: Path, zone: str) -> None:
    if not database.run("SELECT name FROM pg_timezone_names WHERE name = %s", (zone,)):
        pytest.skip(f"{zone} is not known here: newer Debian keeps old names in tzdata-legacy")
    database.run(ZONE.format(database.name, zone))
    assert about(signs(database, catalogue, tmp_path), "giờ Việt Nam").good


def test_forms_for_plain_qgis_are_missed_then_stored_for_everybody(database: Database, catalogue: Catalogue, tmp_path: Path, qgis_app: Any) -> None:
    missing = about(signs(database, catalogue, tmp_path), "chưa được lưu (0/10 lớp)")
    assert (missing.good, missing.serious, missing.mend) == (False, False, "forms")
    store_forms(own_service(database, "admin"), catalogue)
    for person in ("lan", "vy", "admin"):
        assert about(signs(database, catalogue, tmp_path, person), "Biểu mẫu").good, person
    database.run(OLDER_FORMS)
    assert about(signs(database, catalogue, tmp_path), "đã cũ (10/10 lớp)").mend == "forms"
    database.run("UPDATE public.layer_styles SET useasdefault = false WHERE f_table_name = 'pharmacy'")
    assert about(signs(database, catalogue, tmp_path), "đã cũ (9/10 lớp)").mend == "forms"
    store_forms(own_service(database, "admin"), catalogue)
    assert about(signs(database, catalogue, tmp_path), "1 lớp giữ kiểu có người đã sửa").good
    database.run("REVOKE ALL ON public.layer_styles FROM ncovy_viewer")
    assert not about(signs(database, catalogue, tmp_path), "Biểu mẫu").good
    database.run("DROP TABLE public.layer_styles")


def test_forms_are_not_called_old_by_a_program_the_database_is_not_of(database: Database, catalogue: Catalogue, tmp_path: Path, qgis_app: Any) -> None:
    """Two programs of different age would else store their forms in turn."""
    store_forms(own_service(database, "admin"), catalogue)
    other = replace(catalogue, version="other")
    assert about(signs(database, other, tmp_path), "Biểu mẫu hoặc hàm").mend == "upgrade"
    assert about(signs(database, other, tmp_path), "Biểu mẫu cho QGIS").good
    database.run("DROP TABLE public.layer_styles")


def test_the_style_of_the_public_map_is_missed_then_drawn(database: Database, catalogue: Catalogue, tmp_path: Path, qgis_app: Any) -> None:
    assert about(signs(database, catalogue, tmp_path), "kiểu hiển thị").mend == "web_style"
    draw_web_style(own_service(database, "admin"), catalogue)
    assert not [sign for sign in signs(database, catalogue, tmp_path) if sign.mend == "web_style"]


def test_a_style_that_another_version_of_the_program_drew_is_drawn_anew(database: Database, catalogue: Catalogue, tmp_path: Path, qgis_app: Any) -> None:
    draw_web_style(own_service(database, "admin"), catalogue)
    database.run("UPDATE ncovy.web_style SET content = '{\"metadata\": {}}', sha256 = encode(sha256('{\"metadata\": {}}'), 'hex') WHERE name = 'style.json'")
    assert about(signs(database, catalogue, tmp_path), "phiên bản khác").mend == "web_style"
    draw_web_style(own_service(database, "admin"), catalogue)
    assert not [sign for sign in signs(database, catalogue, tmp_path) if sign.mend == "web_style"]


def test_edits_left_in_the_journal_are_told_to_the_database_they_were_for(database: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    here = place_of(own_service(database, "lan").dsn())
    assert about(signs(database, catalogue, tmp_path), "chưa lưu từ lần trước").good
    for where in (here, here, "another"):
        crashed(tmp_path, where, [Remove("road_block", str(uuid4()), 1, "Nhập trùng")])
    (tmp_path / "torn.jsonl").write_bytes(b"{")
    sign = about(signs(database, catalogue, tmp_path), "tắt đột ngột")
    assert sign.text.vi.startswith("Còn 2 sửa đổi")
    assert (sign.good, sign.serious) == (False, False)
    assert "Khôi phục sửa đổi" in sign.advice.vi


def test_an_empty_database_is_told_and_built(empty_database: Database, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    found = signs(empty_database, catalogue, tmp_path, "admin")
    assert [sign.mend for sign in found if sign.mend == "upgrade" and sign.serious]
    assert not [sign for sign in found if "Biểu mẫu" in sign.text.vi]
    REMEDIES["upgrade"](own_service(empty_database, "admin"), catalogue)
    assert not [sign for sign in signs(empty_database, catalogue, tmp_path, "admin") if sign.mend == "upgrade"]


def test_nothing_is_promised_that_nobody_mends() -> None:
    assert set(MENDED_BY.values()) <= set(REMEDIES) | set(BY_QGIS)
