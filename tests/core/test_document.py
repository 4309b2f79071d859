"""What is derived from the forms is up to date, and editors are warned of what the loader would refuse."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from ncovy_qgis.core import document
from ncovy_qgis.core.catalogue import KINDS, Catalogue, load_catalogue
from ncovy_qgis.core.field_loader import FIELD_KEYS, META_KEYS
from ncovy_qgis.paths import forms_dir
from tests.core.small_forms import write_forms


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json.loads((forms_dir() / "layer.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@cache
def form_as_json(stem: str) -> str:
    return json.dumps(yaml.safe_load((forms_dir() / f"{stem}.yaml").read_text(encoding="utf-8")), default=str)


def form(stem: str) -> Any:
    """A form as an editor's schema checker sees it: JSON types, dates as text."""
    return json.loads(form_as_json(stem))


def test_the_data_dictionary_and_the_schema_are_not_stale(capsys: pytest.CaptureFixture[str]) -> None:
    assert document.main(["--check"]) == 0, capsys.readouterr().out + "run: python -m ncovy_qgis.core.document"


def test_a_stale_dictionary_is_noticed_and_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    monkeypatch.setattr(document, "forms_dir", lambda: write_forms(forms))
    dictionary = tmp_path / "docs" / "layers.md"
    assert document.main(["--check"]) == 1
    assert not dictionary.exists()
    assert document.main([]) == 0
    assert "«Chỗ» phải từ 1 đến 9." in dictionary.read_text(encoding="utf-8")
    capsys.readouterr()
    assert (document.main(["--check"]), capsys.readouterr().out) == (0, "")
    dictionary.write_text("stale", encoding="utf-8")
    assert (document.main(["--check"]), dictionary.read_text(encoding="utf-8")) == (1, "stale")
    assert capsys.readouterr().out.startswith(str(dictionary))


@pytest.fixture(scope="module")
def small_page(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The dictionary of the small forms."""
    return document.layers_markdown(load_catalogue(write_forms(tmp_path_factory.mktemp("forms")))).splitlines()


@pytest.mark.parametrize("line", [
    "- [Quán](#shop) / Shop",
    "## Quán / Shop",
    "Bảng `shop`, Point, màu `#112233`, tình trạng `state`, loại `state`.",
    "| **Chính** | | | | |",
    "| `name` | Tên / Name | text | công khai | «Tên» dài nhất 30 ký tự. |",
    "| `boss` | Bà chủ / Owner | text | không bao giờ ra ngoài |  |",
    "| `state` | Tình trạng / State | text → `state` | nội bộ |  |",
    "| `code` | Mã / Code | text | nội bộ | «Mã» phải có dạng 12-34. |",
    "| `kinds` | Các loại / Kinds | text[] → `state` | nội bộ |  |",
    "| `next` | Bên cạnh / Next | uuid → `shop` | nội bộ |  |",
    "| `area` | Rộng / Area | numeric(7,1) | nội bộ |  |",
    "| `seats` | Chỗ / Seats | integer | công khai từ 3 | Khi «Tình trạng» là «Mở»: «Chỗ» phải được điền. *(khi gửi duyệt)*"
    "<br>Hãy đếm chỗ. *(cảnh báo)*<br>«Chỗ» phải từ 1 đến 9. *(cảnh báo)* |",
    "| `since` | Từ / Since | timestamptz | nội bộ | «Từ» không được ở tương lai. |",
    "- **state**: `open` Mở; `shut` Đóng",
])  # fmt: skip
def test_the_dictionary_tells_type_visibility_and_rules_of_a_field(line: str, small_page: list[str]) -> None:
    assert line in small_page


def test_what_the_server_fills_is_marked(catalogue: Catalogue) -> None:
    text = document.layers_markdown(catalogue)
    assert "| `district_code` | Mã huyện / District *(máy chủ điền)* | text | công khai |" in text
    assert "| `commune_code` | Mã xã / Commune | text |" in text


def test_the_dictionary_names_every_field_rule_and_list(catalogue: Catalogue) -> None:
    text = document.layers_markdown(catalogue)
    for layer in catalogue.layers:
        section = text.split(f'<a id="{layer.name}">')[1].split("<a id=")[0]
        assert all(f"| `{field.name}` | {field.label.vi} / " in section for field in layer.fields)
    assert all(f"- **{name}**:" in text for name in catalogue.lists)
    assert "«Số quyết định» phải có dạng 3088/QĐ-UBND." in text


@pytest.mark.parametrize("stem", ["lockdown_zone", "testing_site"])
def test_the_forms_fit_the_schema(stem: str, validator: Draft202012Validator) -> None:
    assert [error.message for error in validator.iter_errors(form(stem))] == []


CHAIN = ("tabs", 0, "groups", 1, "fields", "chain")


@pytest.mark.parametrize(("path", "key", "value"), [
    ((), "icon", "x"),
    ((), "geometry", "Dot"),
    ((), "colour", "green"),
    (("title",), "fr", "x"),
    (("title",), "vi", 5),
    (("tabs", 0), "field", {}),
    (("tabs", 1), "use", "plase"),
    (CHAIN, "lable", "x"),
    (CHAIN, "list", "measure"),
    (CHAIN, "type", "string"),
    (CHAIN, "widget", "knob"),
    (CHAIN, "normalise", "fone"),
    (CHAIN, "private", "secret"),
    (CHAIN, "public", "yes"),
    (CHAIN, "suggest", "WinMart"),
    (("tabs", 0, "groups", 1, "fields", "pharmacy_type"), "list", "pharmacy_typ"),
    (("tabs", 0, "groups", 1, "fields", "delivery"), "required", {"wen": {"open_24h": True}}),
])  # fmt: skip
def test_the_schema_refuses_what_the_loader_refuses(path: tuple[Any, ...], key: str, value: Any, validator: Draft202012Validator) -> None:
    spoilt = form("pharmacy")
    place = spoilt
    for step in path:
        place = place[step]
    place[key] = value
    assert list(validator.iter_errors(spoilt))


def test_the_schema_offers_every_key_of_a_field(validator: Draft202012Validator) -> None:
    assert set(validator.schema["$defs"]["field"]["properties"]) == set(FIELD_KEYS)


def test_the_schema_offers_what_this_checkout_knows(validator: Draft202012Validator, catalogue: Catalogue) -> None:
    offered = validator.schema["$defs"]
    field = offered["field"]["properties"]
    assert field["list"]["enum"] == field["lists"]["enum"] == list(catalogue.lists)
    assert field["references"]["enum"] == [layer.name for layer in catalogue.layers]
    assert field["matches"]["anyOf"][0]["enum"] == list(catalogue.patterns)
    assert field["type"]["enum"] == ["text", "integer", "number", "boolean", "date", "datetime"]
    assert offered["group"]["oneOf"][1]["properties"]["use"]["enum"] == ["identity", "lifecycle", "place", "source", "internal"]
    assert set(offered["layer"]["required"]) == {"title", "geometry", "colour", "state", "kind", "tabs"}


def test_every_form_tells_the_editor_where_its_schema_is() -> None:
    forms = [path for path in forms_dir().glob("*.yaml") if not path.name.startswith("_")]
    assert len(forms) == 10
    first_lines = {path.read_text(encoding="utf-8").splitlines()[0] for path in forms}
    assert first_lines == {"# yaml-language-server: $schema=layer.schema.json"}


def test_the_readme_of_the_forms_explains_every_key_and_every_rule() -> None:
    text = (forms_dir() / "README.md").read_text(encoding="utf-8")
    assert [key for key in (*FIELD_KEYS, *KINDS, *META_KEYS) if f"`{key}`" not in text and f"`{key}:" not in text and f"{key}: {{" not in text] == []
