"""The public page in a real browser: ten layers, details, search, safety, phone."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import ReleaseResult
from tests.server import ROOT
from tests.viewer.conftest import HOSTILE_NAME

Facts = dict[str, Any]
SCENARIOS = (
    "overview", "district", "popup", "hostile", "search", "list", "cluster", "csp", "english", "phone", "without_webgl", "fine_screen", "missing_release",
)  # fmt: skip


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_scenario_ran_to_its_end(seen: Facts, name: str) -> None:
    assert "failed" not in seen[name], seen[name]["failed"]


@pytest.mark.parametrize("name", ["overview", "district", "popup", "hostile", "search", "list", "cluster", "english", "phone"])
def test_no_error_in_the_console_and_no_request_elsewhere(seen: Facts, name: str) -> None:
    assert seen[name]["faults"] == []


def test_the_overview_shows_the_whole_province_and_all_layers(seen: Facts, catalogue: Catalogue) -> None:
    overview = seen["overview"]
    west, south, east, north = overview["bounds"]
    assert west < 103.9 < 105.9 < east
    assert south < 18.6 < 20.0 < north
    assert overview["drawn"] == sorted(layer.name for layer in catalogue.layers)
    assert overview["title"] == "Bản đồ Covid-19 Nghệ An"


def test_the_legend_names_ten_layers_with_count_and_sign(seen: Facts, catalogue: Catalogue) -> None:
    overview = seen["overview"]
    assert overview["rows"] == [layer.title.vi for layer in catalogue.layers]
    assert overview["counts"] == [{"control_checkpoint": "13", "pharmacy": "13"}.get(layer.name, "12") for layer in catalogue.layers]
    assert overview["signs"] == [True] * 10


def test_ten_layers_are_drawn_and_switched_off_and_on(seen: Facts, catalogue: Catalogue) -> None:
    names = sorted(layer.name for layer in catalogue.layers)
    district = seen["district"]
    assert district["all"] == names
    assert district["without"] == [name for name in names if name != "pharmacy"]
    assert district["none"] == []
    assert district["again"] == names


@pytest.mark.parametrize("zoom", ["16", "13"])
def test_a_popup_has_every_public_field_with_its_vietnamese_label(seen: Facts, catalogue: Catalogue, zoom: str) -> None:
    popup = seen["popup"]["found"][zoom]
    layer = catalogue.layer("control_checkpoint")
    elsewhere = {"name", layer.state_field, "reported_at", "province_code", "district_code", "commune_code", "lift_decision_no"}  # the last: not lifted
    assert popup["title"] == "Chốt cầu Bến Thủy"
    assert popup["labels"] == [field.label.vi for field in layer.public_fields if field.name not in elsewhere] + [
        "Xã, phường, thị trấn", "Huyện, thành phố, thị xã",
    ]  # fmt: skip
    assert popup["state"] == "Đang áp dụng"
    assert popup["updated"] == "Cập nhật lúc 17/09/2021 16:55"
    assert len(popup["codes"]) == 3
    assert popup["parts"] == ["p", "h2", "p", "dl", "p", "details", "div"]


def test_values_are_written_for_readers(seen: Facts, catalogue: Catalogue) -> None:
    popup = seen["popup"]["found"]["16"]
    shown = dict(zip(popup["labels"], popup["values"]))
    assert shown["Bắt đầu"] == "17/09/2021 16:55"
    assert shown["Ngày ban hành"] == "02/09/2021"
    assert shown["Luồng xanh"] == "Không"
    assert shown["Loại chốt"] == catalogue.lists["checkpoint_type"].values[1].label.vi
    assert shown["Nội dung kiểm soát"] == "Đo thân nhiệt, Khử khuẩn"
    assert shown["Điện thoại"] == "0238 3844 528, 1900 9095"
    assert popup["phones"] == ["tel:+842383844528", "tel:19009095"]


def test_markup_in_a_name_is_shown_as_text_and_nothing_runs(seen: Facts) -> None:
    hostile = seen["hostile"]
    assert hostile["title"] == HOSTILE_NAME
    assert hostile["listed"] == HOSTILE_NAME
    assert hostile["made"] == [None, 0, 0]
    assert set(hostile["links"]) <= {"tel:", "https:"}


def test_the_content_security_policy_is_active(seen: Facts) -> None:
    csp = seen["csp"]
    assert (csp["inline"], csp["handler"], csp["fetched"]) == (None, None, "refused")
    assert csp["shown"] == "grid"
    assert {"script-src-elem", "script-src-attr", "connect-src", "style-src-elem"} <= set(csp["violations"])


def test_search_finds_with_and_without_diacritics(seen: Facts) -> None:
    search = seen["search"]
    assert search["folded"][0] == "Hiệu thuốc số 3"
    assert search["accented"][0] == "Hiệu thuốc số 3"
    assert search["nothing"] == []
    assert search["opened"] == "Hiệu thuốc số 3"


def test_the_list_holds_what_the_map_holds(seen: Facts) -> None:
    found = seen["list"]
    assert found["whole"] == "122 đối tượng trong khung bản đồ"
    assert (found["first"], found["more"]) == (60, 120)
    assert found["near"] == "1 đối tượng trong khung bản đồ"


def test_a_count_opens_by_zooming_in(seen: Facts) -> None:
    assert seen["cluster"]["popups"] == 0


def test_english_is_one_click_away_and_kept(seen: Facts, catalogue: Catalogue) -> None:
    english = seen["english"]
    assert english["rows"] == english["kept"] == [layer.title.en for layer in catalogue.layers]
    assert english["language"] == "en"
    assert english["title"] == "Covid-19 map of Nghệ An"


def test_on_a_phone_the_panel_is_a_sheet_and_details_leave_the_place_in_sight(seen: Facts) -> None:
    phone = seen["phone"]
    assert phone["folded"]["height"] < 130
    assert phone["opened"]["height"] > 300
    assert phone["wide"] <= 360
    assert phone["title"] == "Chốt cầu Bến Thủy"
    assert phone["marker"]["y"] > 60
    assert phone["marker"]["y"] + phone["marker"]["height"] < phone["sheet"]["y"]
    assert phone["small"] == []
    assert phone["tabs"] == ["Chú giải", "Theo xã", "Danh sách"]


def test_without_webgl_the_list_still_works(seen: Facts) -> None:
    assert "danh sách vẫn dùng được" in seen["without_webgl"]["told"]
    assert seen["without_webgl"]["title"]


def test_a_screen_three_times_as_fine_gets_signs_drawn_for_it(seen: Facts) -> None:
    fine = seen["fine_screen"]
    assert fine["faults"] == []
    assert fine["sprites"] == ["sprite@3x.json", "sprite@3x.png"]
    assert fine["signs"] == [True] * 10


def test_a_site_without_release_says_so(seen: Facts) -> None:
    assert seen["missing_release"]["told"] == "Không tải được bản đồ. Hãy thử tải lại trang."


def test_the_published_style_passes_maplibres_own_validator(public_site: ReleaseResult) -> None:
    program = """
    import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
    import { readFileSync } from 'node:fs';
    const style = JSON.parse(readFileSync(process.argv[1]));
    style.sprite = 'https://example.com/sprite';
    console.log(JSON.stringify(validateStyleMin(style).map((error) => error.message)));
    """
    command = ["node", "--input-type=module", "-e", program, str(public_site.folder / "style.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT / "tests" / "viewer", timeout=60)
    # Without `glyphs` the browser's own fonts draw the text, which the validator does not know yet.
    assert [message for message in json.loads(done.stdout) if "glyphs" not in message] == []


def test_the_built_page_asks_for_nothing_outside_its_folder(public_site: ReleaseResult) -> None:
    page = (public_site.folder.parent.parent / "index.html").read_text()
    assert "default-src 'none'" in page
    assert "unsafe" not in page
    assert "http://" not in page
    assert "https://" not in page


def test_the_viewers_own_sources_never_make_markup_from_text() -> None:
    sources = sorted(Path(ROOT / "ncovy_qgis" / "publish" / "site" / "src").glob("*.js"))
    assert len(sources) > 5
    for source in sources:
        for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "setHTML", "document.write", "eval("):
            assert forbidden not in source.read_text(), source.name
