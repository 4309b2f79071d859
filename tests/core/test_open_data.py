"""What a publisher states of the open data, and what no catalogue would understand."""

from __future__ import annotations

from pathlib import Path

import pytest

from ncovy_qgis.core.catalogue import CatalogueError, OpenData, Text, load_catalogue
from ncovy_qgis.core.open_data import read_open_data
from ncovy_qgis.core.yaml_lines import read_yaml
from tests.core.small_forms import write_forms


def read(folder: Path, text: str) -> OpenData:
    (folder / "_open_data.yaml").write_text(text)
    return read_open_data(read_yaml(folder / "_open_data.yaml", "_open_data.yaml"))


def test_everything_may_be_stated(tmp_path: Path) -> None:
    found = read(tmp_path, """
title: {vi: Bản đồ, en: Map}
publisher: {vi: Sở Y tế, en: Health}
licence: {address: "https://example.org/l", title: L}
address: https://map.example/covid
contact: a@example.org
since: 2020-01-23
keywords: [Covid-19, Vinh]
""")
    assert (found.title, found.publisher) == (Text("Bản đồ", "Map"), Text("Sở Y tế", "Health"))
    assert (found.address, found.since, found.keywords) == ("https://map.example/covid/", "2020-01-23", ("Covid-19", "Vinh"))
    assert found.licence and found.licence.title == "L"


def test_without_the_file_nothing_is_stated(tmp_path: Path) -> None:
    assert load_catalogue(write_forms(tmp_path)).open_data == OpenData()


def test_a_new_statement_is_a_new_version_of_the_catalogue(tmp_path: Path) -> None:
    before = load_catalogue(write_forms(tmp_path)).version
    (tmp_path / "_open_data.yaml").write_text("contact: a@example.org\n")
    after = load_catalogue(tmp_path)
    assert after.version != before and after.open_data.contact == "a@example.org"


@pytest.mark.parametrize(
    "line",
    ["address: map.example", "address: 'javascript:alert(1)'", "contact: nobody", "since: yesterday", "licence: {title: L}", "owner: A", "title: Map"],
)
def test_what_no_catalogue_would_understand_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(CatalogueError, match=r"_open_data\.yaml:1: "):
        read(tmp_path, line)
