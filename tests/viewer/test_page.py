"""The page around the public map in a real browser: banners, themes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import ReleaseResult
from ncovy_qgis.publish.serve import make_server
from tests.publish.world import uid
from tests.viewer.conftest import ALONE, MAIL

Facts = dict[str, Any]
SCENARIOS = ("banners", "theme", "information", "report", "check", "embed", "print", "offline", "axe", "small")


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_scenario_ran_to_its_end_without_an_error(seen: Facts, name: str) -> None:
    assert "failed" not in seen[name], seen[name]["failed"]
    assert seen[name]["faults"] == []


def test_banners_turn_amber_then_red_while_the_page_stays_open(seen: Facts) -> None:
    banners = seen["banners"]
    assert banners["fresh"] == []
    assert banners["half"] == [["banner stale", "Dữ liệu có thể đã cũ: số liệu đến 17/09/2021 18:00 (18 giờ trước)."]]
    assert banners["stale"] == [["banner stale", "Dữ liệu có thể đã cũ: số liệu đến 17/09/2021 18:00 (20 giờ trước)."]]
    assert banners["expired"] == [
        ["banner expired", "DỮ LIỆU ĐÃ CŨ, không dùng để quyết định: bản công bố hết hạn lúc 19/09/2021 06:00 (2 giờ trước)."]
    ]


def test_the_theme_follows_the_device_until_the_reader_chooses_and_the_choice_is_kept(seen: Facts) -> None:
    theme = seen["theme"]
    assert theme["dark"] == "rgb(20, 33, 42)"
    assert theme["light"] == theme["kept"] == "rgb(255, 255, 255)"


def test_the_information_names_hotlines_the_portal_and_what_was_checked(seen: Facts, public_site: ReleaseResult) -> None:
    found = seen["information"]
    assert found["phones"] == ["tel:115", "tel:+84966641414", "tel:+842386555666", "tel:19009095"]
    assert ["https://tiemchungcovid19.gov.vn/", "noopener noreferrer"] in found["links"]
    assert {"Đường dây nóng", "5K", "Liên kết", "Báo sai / góp ý", "Kiểm tra tệp"} <= set(found["headings"])
    assert found["release"][0] == f"Đúng. Danh mục tệp khớp với mã trong release.json của bản {public_site.id}"
    assert found["release"][1].startswith("Đúng. Chữ ký của release.json đúng với khóa ")


def test_a_report_names_feature_release_and_position(seen: Facts, public_site: ReleaseResult, catalogue: Catalogue) -> None:
    report = seen["report"]
    key = uid(catalogue.layer("control_checkpoint"), 100)
    for part in ("Chốt cầu Bến Thủy", "(control_checkpoint)", key, f"{ALONE[1]:.5f}, {ALONE[0]:.5f}", public_site.id):
        assert part in report["text"]
    mail = urlsplit(report["mail"])
    assert (mail.scheme, mail.path) == ("mailto", MAIL)
    assert parse_qs(mail.query)["body"][0].replace("\r\n", "\n").strip() == report["text"].strip()
    form = parse_qs(urlsplit(report["form"]).query)
    assert form == {
        "lop": ["control_checkpoint"], "ma": [key], "ten": ["Chốt cầu Bến Thủy"], "ban": [public_site.id],
        "vi-do": [f"{ALONE[1]:.5f}"], "kinh-do": [f"{ALONE[0]:.5f}"],
    }  # fmt: skip


def test_a_file_or_code_is_told_from_what_is_not_of_the_release(seen: Facts, public_site: ReleaseResult) -> None:
    check = seen["check"]
    right = f"Tệp này thuộc bản công bố hiện hành: data/pharmacy.geojson · {public_site.id}"
    assert check["files"]["right"] == f"Đúng. right.bin: {right}"
    assert check["files"]["altered"].startswith("Sai. altered.bin: Không tệp nào")
    assert check["codes"]["release"] == f"Đúng. Đây là bản công bố hiện hành: {public_site.id}"
    assert check["codes"]["hash"] == f"Đúng. {right}"
    assert [check["codes"][name].split(" ")[0] for name in ("other_release", "other_hash", "nonsense")] == ["Sai.", "Sai.", "Chưa"]


def test_the_page_sees_an_altered_list_of_files_and_a_forged_pointer(seen: Facts) -> None:
    assert seen["check"]["manifest"][0].startswith("Sai. Danh mục tệp không khớp")
    assert seen["check"]["serial"][1].startswith("Sai. Chữ ký của release.json không đúng")


def test_after_one_visit_the_map_works_without_its_server_and_says_how_old_it_is(seen: Facts, catalogue: Catalogue) -> None:
    without = seen["offline"]["without"]
    assert without["drawn"] == sorted(layer.name for layer in catalogue.layers)
    assert (without["title"], without["found"]) == ("Chốt cầu Bến Thủy", "Hiệu thuốc số 3")
    assert without["asOf"] == "17/09/2021 18:00"
    assert without["banner"][0].startswith("Không có mạng: đây là bản đã lưu trong máy, số liệu đến 17/09/2021 18:00 (")


def test_with_the_server_back_the_pointer_is_the_servers_and_a_new_page_replaces_the_kept_one(seen: Facts, public_site: ReleaseResult) -> None:
    back = seen["offline"]["back"]
    assert (back["banner"], back["asOf"]) == ([], "17/09/2021 19:00")
    assert [name.split(" ")[-1] for name in sorted(back["caches"])] == ["0123456789ab", public_site.id]


def test_in_a_frame_there_is_the_map_its_warning_and_a_way_to_the_whole_page(seen: Facts) -> None:
    embed = seen["embed"]
    assert embed["shown"] == 0
    assert embed["banner"] == [["banner exercise", "DỮ LIỆU DIỄN TẬP – không phải tình hình thật"]]
    assert (urlsplit(embed["link"]).query, urlsplit(embed["link"]).fragment) == ("", "map=9/19/105")


def test_on_paper_are_map_legend_moment_release_and_list(seen: Facts, public_site: ReleaseResult) -> None:
    paper = seen["print"]
    assert "17/09/2021 18:00" in paper["text"] and public_site.id in paper["text"]
    assert paper["colours"] > 50
    assert paper["signs"] > 10
    assert paper["rows"] > 100
    assert (paper["page"], paper["left"]) == ("none", 0)


def test_axe_finds_nothing_in_light_or_dark(seen: Facts) -> None:
    assert {state: found for state, found in seen["axe"]["found"].items() if found} == {}
    assert len(seen["axe"]["found"]) == 10


def test_a_small_phone_and_twice_the_text_lose_nothing(seen: Facts) -> None:
    small = seen["small"]
    assert small["found"] == []
    assert (small["map"], small["information"]) == ([], [])
    assert small["height"] > 80


def test_the_page_introduces_itself_and_says_what_there_is_without_a_script(public_site: ReleaseResult) -> None:
    site = public_site.folder.parent.parent
    page = (site / "index.html").read_text("utf-8")
    for name in ('name="description"', 'property="og:title"', 'property="og:description"'):
        assert name in page
    linked = re.findall(r'(?:href|src)="([^":]+)"', page)
    assert len(linked) == 5 + page.count('rel="modulepreload"')
    assert [name for name in linked if not (site / name).is_file()] == []
    assert 'lang="en"' in page.split("<noscript>")[1]


@pytest.mark.skipif("NCOVY_LIGHTHOUSE" not in os.environ, reason="NCOVY_LIGHTHOUSE names a folder with `npm install lighthouse@12.8.2`; wants an idle machine")
def test_lighthouse_gives_ninety_and_the_first_view_is_small(public_site: ReleaseResult, chromium: str) -> None:
    with make_server(public_site.folder.parent.parent, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        command = ["node", str(Path(__file__).with_name("lighthouse.mjs")), chromium, f"http://127.0.0.1:{server.server_address[1]}"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=220)
        server.shutdown()
    found = json.loads(done.stdout)
    assert found["bytes"] < 1_500_000
    assert {name: score for name, score in found["scores"].items() if score < 90} == {}, found["failed"]
