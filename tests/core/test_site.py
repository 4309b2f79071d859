"""forms/_site.yaml: the product's own holds no person and nothing unchecked; a mistake is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ncovy_qgis.core.catalogue import Catalogue, CatalogueError, load_catalogue
from tests.core.small_forms import write_forms

LABEL = "label: {vi: Trạm, en: Station}"
KEY = "RWQ" + "A" * 53


def with_site(folder: Path, text: str) -> Catalogue:
    (write_forms(folder) / "_site.yaml").write_text(text, "utf-8")
    return load_catalogue(folder)


def test_the_products_own_page_names_institutions_and_the_vaccination_portal(catalogue: Catalogue) -> None:
    site = catalogue.site
    assert "https://tiemchungcovid19.gov.vn" in [link.url for link in site.links]
    assert [line.phone for line in site.hotlines] == ["115", "0966641414", "02386555666", "19009095"]
    assert all(note.text.vi and note.text.en for note in site.guidance)
    assert (site.report_mail, site.report_form, site.public_key) == (None, None, None)


def test_all_of_it_is_read(tmp_path: Path) -> None:
    site = with_site(
        tmp_path,
        f"""
report: {{mail: gop-y@example.org, form: "https://example.org/?l={{layer}}&i={{id}}"}}
public_key: {KEY}
hotlines: [{{{LABEL}, phone: 02383844528, district: "412"}}]
guidance: [{{title: {{vi: A, en: B}}, text: {{vi: "một\\nhai", en: two}}}}]
links: [{{{LABEL}, url: "https://example.org"}}]
""",
    ).site
    assert (site.report_mail, site.report_form) == ("gop-y@example.org", "https://example.org/?l={layer}&i={id}")
    assert (site.public_key, site.hotlines[0].district, site.guidance[0].text.vi) == (KEY, "412", "một\nhai")


def test_without_the_file_there_is_a_page_without_texts(tmp_path: Path) -> None:
    assert load_catalogue(write_forms(tmp_path)).site.hotlines == ()


def test_a_changed_hotline_is_no_new_version_of_the_layers(tmp_path: Path) -> None:
    before = load_catalogue(write_forms(tmp_path)).version
    assert with_site(tmp_path, f'hotlines: [{{{LABEL}, phone: "115"}}]').version == before


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("report: {mail: không có}", 1, "địa chỉ thư"),
        ("\nreport: {form: 'http://example.org'}", 2, "https"),
        ("report: {form: 'https://example.org/{person}'}", 1, "person"),
        ("report: {form: 'https://example.org/{id'}", 1, "không khớp"),
        ("public_key: RWabc", 1, "khóa công khai"),
        (f"hotlines: [{{{LABEL}, phone: '12'}}]", 1, "số điện thoại"),
        (f"hotlines: [{{{LABEL}, phone: '115', district: Vinh}}]", 1, "ba chữ số"),
        (f"links: [{{{LABEL}, url: 'javascript:alert(1)'}}]", 1, "https"),
        ("guidance: [{title: {vi: '<b>', en: b}, text: {vi: a, en: b}}]", 1, "chữ thường"),
        ("guidance: [{title: {vi: a, en: b}, text: {vi: gọi chị Lan 0912345678, en: b}}]", 1, "dữ liệu cá nhân"),
        ("hotline: []", 1, "hotline"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        with_site(tmp_path, text)
    assert f"_site.yaml:{line}: " in str(caught.value)
    assert said in caught.value.text.vi
