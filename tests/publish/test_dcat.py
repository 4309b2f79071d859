"""The entry for catalogues of open data: what DCAT-AP asks of a catalogue, its datasets and their distributions."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ncovy_qgis.core.catalogue import Catalogue, OpenData, Text
from ncovy_qgis.core.model import Licence
from ncovy_qgis.publish import ReleaseResult
from ncovy_qgis.publish.dcat import build
from tests.publish.world import AS_OF

SAID = {"type": "array", "minItems": 2, "items": {"type": "object", "required": ["@language", "@value"], "properties": {"@value": {"minLength": 1}}}}
REF = {"type": "object", "required": ["@id"], "properties": {"@id": {"type": "string", "minLength": 1}}}
MOMENT = {"properties": {"@type": {"const": "xsd:dateTime"}, "@value": {"pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$"}}, "required": ["@value"]}
AGENT = {"properties": {"@type": {"const": "foaf:Agent"}, "foaf:name": SAID}, "required": ["@type", "foaf:name"]}
PLACE = {"properties": {"@type": {"const": "dct:Location"}, "dcat:bbox": {"properties": {"@value": {"pattern": r"^POLYGON\(\("}}}}, "required": ["dcat:bbox"]}
MUST_OF_DISTRIBUTION: dict[str, Any] = {
    "@type": {"const": "dcat:Distribution"}, "dct:title": SAID, "dcat:accessURL": REF, "dcat:downloadURL": REF, "dcat:mediaType": REF,
    "dcat:byteSize": {"properties": {"@type": {"const": "xsd:nonNegativeInteger"}, "@value": {"pattern": "^[0-9]+$"}}},
    "spdx:checksum": {"properties": {"spdx:checksumValue": {"properties": {"@value": {"pattern": "^[0-9a-f]{64}$"}}}}, "required": ["spdx:algorithm"]},
    "dct:conformsTo": {"type": "array", "minItems": 1, "items": REF},
}  # fmt: skip
MUST_OF_DATASET: dict[str, Any] = {
    "@type": {"const": "dcat:Dataset"}, "@id": {"type": "string"}, "dct:identifier": {"type": "string"}, "dct:title": SAID, "dct:description": SAID,
    "dct:publisher": AGENT, "dct:modified": MOMENT, "dct:spatial": PLACE, "dct:accessRights": REF, "dcat:keyword": {"type": "array", "minItems": 1},
    "dct:temporal": {"properties": {"@type": {"const": "dct:PeriodOfTime"}, "dcat:endDate": MOMENT}, "required": ["dcat:endDate"]},
    "dcat:distribution": {"type": "array", "minItems": 2, "items": {"properties": MUST_OF_DISTRIBUTION, "required": list(MUST_OF_DISTRIBUTION)}},
}  # fmt: skip
MUST: dict[str, Any] = {
    "@context": {"type": "object"}, "@type": {"const": "dcat:Catalog"}, "dct:title": SAID, "dct:description": SAID, "dct:publisher": AGENT,
    "dct:modified": MOMENT, "dct:language": {"type": "array"},
    "dcat:dataset": {"type": "array", "minItems": 10, "items": {"properties": MUST_OF_DATASET, "required": list(MUST_OF_DATASET)}},
}  # fmt: skip
CHECK = Draft202012Validator({"type": "object", "properties": MUST, "required": list(MUST)})


@pytest.fixture(scope="module")
def entry(first_release: ReleaseResult) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((first_release.folder / "dcat.jsonld").read_bytes())
    return found


def names(value: Any) -> set[str]:
    """Every property and class named anywhere."""
    if isinstance(value, dict):
        own = {key for key in value if not key.startswith("@")} | {value["@type"] for _ in (0,) if "@type" in value}
        return own.union(*(names(each) for key, each in value.items() if key != "@context"), set())
    return set().union(*(names(each) for each in value)) if isinstance(value, list) else set()


def test_the_entry_has_what_is_asked_of_it(entry: dict[str, Any], catalogue: Catalogue) -> None:
    CHECK.validate(entry)
    assert [dataset["dct:identifier"] for dataset in entry["dcat:dataset"]] == [layer.name for layer in catalogue.layers]
    assert entry["dct:publisher"]["foaf:name"][0] == {"@language": "vi", "@value": "Trung tâm Kiểm soát bệnh tật tỉnh Nghệ An"}


def test_every_name_in_it_is_of_a_vocabulary_it_states(entry: dict[str, Any]) -> None:
    assert {name.split(":")[0] for name in names(entry)} <= set(entry["@context"])
    assert all(":" in name for name in names(entry))


def test_every_file_it_offers_is_there_with_its_size_and_hash(entry: dict[str, Any], first_site: Path) -> None:
    for dataset in entry["dcat:dataset"]:
        for file in dataset["dcat:distribution"]:
            content = (first_site / "latest" / file["dcat:downloadURL"]["@id"]).read_bytes()
            assert int(file["dcat:byteSize"]["@value"]) == len(content)
            assert file["spdx:checksum"]["spdx:checksumValue"]["@value"] == hashlib.sha256(content).hexdigest()
        schema = dataset["dcat:distribution"][0]["dct:conformsTo"][1]["@id"]
        assert (first_site / "latest" / schema).is_file()


def test_what_nobody_stated_is_not_made_up(entry: dict[str, Any], catalogue: Catalogue, first_release: ReleaseResult) -> None:
    assert "dct:license" not in names(entry) and "dcat:contactPoint" not in names(entry)
    bare = build(replace(catalogue, open_data=OpenData()), AS_OF, first_release.folder)
    assert not names(bare) & {"dct:publisher", "dcat:theme", "dct:accrualPeriodicity", "skos:prefLabel", "dcat:startDate"}


def test_what_was_stated_is_told(catalogue: Catalogue, first_release: ReleaseResult) -> None:
    stated = OpenData(
        publisher=Text("Sở Y tế", "Department of Health"), contact="a@example.org", homepage="https://example.org/", since="2021-01-01",
        licence=Licence("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"), address="https://map.example/",
    )  # fmt: skip
    told = build(replace(catalogue, open_data=stated), AS_OF, first_release.folder)
    CHECK.validate(told)
    dataset = told["dcat:dataset"][0]
    assert dataset["dcat:contactPoint"]["vcard:hasEmail"] == {"@id": "mailto:a@example.org"}
    assert dataset["dcat:distribution"][0]["dct:license"]["@id"] == "https://creativecommons.org/licenses/by/4.0/"
    assert dataset["dcat:distribution"][0]["dcat:downloadURL"] == {"@id": "https://map.example/latest/data/lockdown_zone.geojson"}
    assert dataset["dct:temporal"]["dcat:startDate"]["@value"] == "2021-01-01"
    assert told["foaf:homepage"] == {"@id": "https://map.example/"}


def test_who_takes_reports_of_errors_is_the_contact_where_no_other_is_stated(catalogue: Catalogue, first_release: ReleaseResult) -> None:
    told = build(replace(catalogue, site=replace(catalogue.site, report_mail="gop-y@example.org")), AS_OF, first_release.folder)
    assert {dataset["dcat:contactPoint"]["vcard:hasEmail"]["@id"] for dataset in told["dcat:dataset"]} == {"mailto:gop-y@example.org"}


def test_an_entry_that_lacks_something_would_be_seen(entry: dict[str, Any]) -> None:
    for key in ("dct:title", "dcat:dataset", "dct:publisher"):
        assert not CHECK.is_valid({name: value for name, value in entry.items() if name != key})
    spoilt = json.loads(json.dumps(entry))
    spoilt["dcat:dataset"][3]["dcat:distribution"][0].pop("dcat:accessURL")
    assert not CHECK.is_valid(spoilt)
