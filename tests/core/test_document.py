"""What is derived from the forms is up to date, and editors are warned of what the loader would refuse."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from ncovy_qgis.core import document
from ncovy_qgis.core.catalogue import KINDS, Catalogue
from ncovy_qgis.core.field_loader import FIELD_KEYS, META_KEYS
from ncovy_qgis.paths import forms_dir


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json.loads((forms_dir() / "layer.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def form(stem: str) -> Any:
    """A form as an editor's schema checker sees it: JSON types, dates as text."""
    return json.loads(json.dumps(yaml.safe_load((forms_dir() / f"{stem}.yaml").read_text(encoding="utf-8")), default=str))


def test_the_data_dictionary_and_the_schema_are_not_stale(capsys: pytest.CaptureFixture[str]) -> None:
    assert document.main(["--check"]) == 0, capsys.readouterr().out + "run: python -m ncovy_qgis.core.document"


def test_a_stale_dictionary_is_noticed_and_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = tmp_path / "forms"
    shutil.copytree(forms_dir(), forms)
    monkeypatch.setattr(document, "forms_dir", lambda: forms)
    assert document.main(["--check"]) == 1
    assert not (tmp_path / "docs").exists()
    assert document.main([]) == 0
    assert document.main(["--check"]) == 0


def test_the_dictionary_names_every_field_rule_and_list(catalogue: Catalogue) -> None:
    text = document.layers_markdown(catalogue)
    for layer in catalogue.layers:
        section = text.split(f'<a id="{layer.name}">')[1].split("<a id=")[0]
        assert all(f"| `{field.name}` | {field.label.vi} / " in section for field in layer.fields)
    assert all(f"- **{name}**:" in text for name in catalogue.lists)
    assert "«Số quyết định» phải có dạng 3088/QĐ-UBND." in text


@pytest.mark.parametrize("stem", ["lockdown_zone", "testing_site", "pharmacy", "road_block"])
def test_the_forms_fit_the_schema(stem: str, validator: Draft202012Validator) -> None:
    assert [error.message for error in validator.iter_errors(form(stem))] == []


@pytest.mark.parametrize(("path", "key", "value"), [
    ((), "icon", "x"), (("title",), "fr", "x"), (("tabs", 0), "field", {}), (("tabs", 0, "groups", 1, "fields", "chain"), "lable", "x"),
    (("tabs", 0, "groups", 1, "fields", "pharmacy_type"), "list", "pharmacy_typ"), (("tabs", 1), "use", "plase"), ((), "geometry", "Dot"),
    (("tabs", 0, "groups", 1, "fields", "chain"), "list", "measure"),
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


def test_the_readme_of_the_forms_explains_every_key_and_every_rule() -> None:
    text = (forms_dir() / "README.md").read_text(encoding="utf-8")
    assert [key for key in (*FIELD_KEYS, *KINDS, *META_KEYS) if f"`{key}`" not in text and f"`{key}:" not in text and f"{key}: {{" not in text] == []
