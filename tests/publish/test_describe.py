"""catalogue.json, schemas, summary: only what is public, in words people and machines can use."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import ReleaseResult
from ncovy_qgis.publish.changes import Change
from ncovy_qgis.publish.describe import public_catalogue
from ncovy_qgis.publish.summary import NAMED, plain, write_summary
from tests.publish.world import AS_OF

COUNTS = {"pharmacy": 3}


def feature(name: str, commune: str = "Phường Lê Lợi") -> dict[str, object]:
    return {"id": "1", "geometry": None, "properties": {"name": name, "commune_name": commune, "district_name": "Thành phố Vinh"}}


def test_the_public_catalogue_tells_public_fields_alone(catalogue: Catalogue) -> None:
    described = public_catalogue(catalogue)
    assert [layer["name"] for layer in described["layers"]] == [layer.name for layer in catalogue.layers]
    for layer, told in zip(catalogue.layers, described["layers"]):
        names = {field["name"] for field in told["fields"]}
        assert names == {field.name for field in layer.public_fields} | {"commune_name", "district_name"}
    text = json.dumps(described)
    for secret in ("pharmacist", "contact_name", "note_internal", "case_count", "warning_reason"):
        assert secret not in text


def test_every_list_that_a_public_field_uses_is_there_and_no_other(catalogue: Catalogue) -> None:
    described = public_catalogue(catalogue)
    used = {field["list"] for layer in described["layers"] for field in layer["fields"] if "list" in field}
    assert used == set(described["lists"])
    assert "force" not in used
    tiers = {value["code"]: value for value in described["lists"]["treatment_tier"]}
    assert tiers["3"]["colour"] == "#E53935"
    assert tiers["3"]["label"]["vi"].startswith("Tầng 3")


def test_every_label_is_there_in_both_languages(catalogue: Catalogue) -> None:
    for layer in public_catalogue(catalogue)["layers"]:
        for text in (layer["title"], layer["short"], *(field["label"] for field in layer["fields"])):
            assert text["vi"]
            assert text["en"]


def test_the_manifest_lists_every_file_with_size_and_hash(first_release: ReleaseResult) -> None:
    described = json.loads((first_release.folder / "manifest.json").read_bytes())
    assert described["id"] == first_release.id
    assert described["counts"] == dict(first_release.counts)
    present = {path.relative_to(first_release.folder).as_posix() for path in first_release.folder.rglob("*") if path.is_file()}
    assert set(described["files"]) == present - {"manifest.json"}
    assert {"postgis", "postgresql", "python", "numpy", "zlib"} == set(described["tools"])


def test_the_first_summary_counts_what_is_shown(catalogue: Catalogue) -> None:
    text = write_summary(catalogue, AS_OF, COUNTS, (), None)
    assert text.startswith("# Bản đồ Covid-19: thay đổi đến 17/09/2021 18:00\n\nBản công bố đầu tiên, 3 đối tượng.\n")
    assert "| Hiệu thuốc | 3 |" in text


def test_names_cannot_bring_markup_into_the_summary(catalogue: Catalogue) -> None:
    evil = Change("opened", "pharmacy", feature("[x](javascript:alert(1)) <img src=x onerror=alert(1)> | **đậm**\n# tiêu đề"), ())
    text = write_summary(catalogue, AS_OF, COUNTS, (evil,), "2021-09-16-000000000000")
    assert "\\<img" in text
    assert " <img" not in text
    assert "](" not in text.replace("\\]\\(", "")
    assert "\n# tiêu đề" not in text
    assert "\\*\\*đậm\\*\\*" in text


@given(st.text(max_size=60))
def test_plain_text_never_spans_lines_or_opens_markup(text: str) -> None:
    escaped = plain(text)
    assert "\n" not in escaped
    unescaped = escaped.replace("\\\\", "").replace("\\<", "").replace("\\[", "").replace("\\|", "")
    assert not any(sign in unescaped for sign in "<[|")


def test_a_long_list_is_cut_and_says_by_how_much(catalogue: Catalogue) -> None:
    many = tuple(Change("opened", "pharmacy", feature(f"Hiệu {number}"), ()) for number in range(NAMED + 7))
    text = write_summary(catalogue, AS_OF, COUNTS, many, "2021-09-16-000000000000")
    assert "## Mở mới (57)" in text
    assert "\n… và 7 đối tượng khác\n" in text
    assert text.count("- Hiệu thuốc: ") == NAMED


def test_names_stand_under_their_commune_with_the_number_of_the_decision(catalogue: Catalogue) -> None:
    decided = {"decision_no": "3088/QĐ-UBND", "lift_decision_no": "3100/QĐ-UBND"}
    opened, lifted = feature("A", "Xã Đô Thành"), feature("B", "Xã Châu Bính")
    for each in (opened, lifted):
        each["properties"].update(decided)  # type: ignore[attr-defined]
    nameless = Change("opened", "pharmacy", feature(""), ())
    changes = (Change("opened", "lockdown_point", opened, ()), Change("lifted", "lockdown_point", lifted, ("status",)), nameless)
    text = write_summary(catalogue, AS_OF, COUNTS, changes, "2021-09-16-000000000000")
    assert "### Xã Đô Thành, Thành phố Vinh (1)\n\n- Điểm phong tỏa: A, văn bản số 3088/QĐ-UBND\n" in text
    assert "- Điểm phong tỏa: B, văn bản số 3100/QĐ-UBND (khác: Tình trạng)" in text
    assert "- Hiệu thuốc: không tên" in text
    assert text.index("| Xã Châu Bính") < text.index("| Xã Đô Thành"), "the order of a Vietnamese dictionary"


def test_an_exercise_says_so_before_anything_else(catalogue: Catalogue) -> None:
    text = write_summary(catalogue, AS_OF, COUNTS, (), None, whole_day=True, exercise=True)
    assert text.startswith("# Bản đồ Covid-19: ngày 17/09/2021, đến 18:00\n\n**Dữ liệu diễn tập, không phải thông tin thật.**\n\nNgày công bố đầu tiên, 3")


def test_communes_are_counted_each_on_a_line(catalogue: Catalogue) -> None:
    changes = (Change("opened", "pharmacy", feature("A"), ()), Change("lifted", "pharmacy", feature("B", "Xã Nghi Phú"), ("status",)))
    text = write_summary(catalogue, AS_OF, COUNTS, changes, "2021-09-16-000000000000")
    assert "| Phường Lê Lợi | Thành phố Vinh | 1 | 0 | 0 | 0 |" in text
    assert "| Xã Nghi Phú | Thành phố Vinh | 0 | 0 | 1 | 0 |" in text
