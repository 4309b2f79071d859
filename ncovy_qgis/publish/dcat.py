"""dcat.jsonld: the entry for catalogues of open data, as DCAT-AP asks: a dataset a layer, each as GeoJSON and in the vector tiles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ncovy_qgis.core.catalogue import Catalogue, Layer, Text

from .files import read_json, sha256

NAME = "dcat.jsonld"
_TILES = "tiles/ncovy.pmtiles"
_EU = "http://publications.europa.eu/resource/authority/"
_MEDIA = "https://www.iana.org/assignments/media-types/"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "gsp": "http://www.opengis.net/ont/geosparql#",
}
Node = dict[str, Any]


def build(catalogue: Catalogue, as_of: datetime, folder: Path) -> Node:
    """Of a staged release: sizes and hashes are those of its files. Addresses are relative to where the entry itself is read, unless one is configured."""
    data = catalogue.open_data
    shared = {**_publisher(catalogue), "dct:modified": _typed("dateTime", as_of.isoformat()), **_place(catalogue, folder)}
    datasets = [_dataset(catalogue, layer, folder, shared) for layer in catalogue.layers]
    return {
        "@context": CONTEXT,
        "@id": f"{_base(catalogue)}{NAME}#catalog",
        "@type": "dcat:Catalog",
        "dct:title": _both(data.title),
        "dct:description": _both(data.description or data.title),
        **shared,
        **_licence(catalogue),
        "dct:language": [_ref(f"{_EU}language/VIE"), _ref(f"{_EU}language/ENG")],
        **({"foaf:homepage": _ref(data.address)} if data.address else {}),
        "dcat:dataset": datasets,
    }


def _dataset(catalogue: Catalogue, layer: Layer, folder: Path, shared: Mapping[str, Any]) -> Node:
    data = catalogue.open_data
    words = [_said(word, "vi") for word in (layer.title.vi, *data.keywords)]
    return {
        "@id": f"{_base(catalogue)}{NAME}#{layer.name}",
        "@type": "dcat:Dataset",
        "dct:identifier": layer.name,
        "dct:title": _both(layer.title),
        "dct:description": _both(Text(f"{layer.title.vi} – {data.title.vi}", f"{layer.title.en} – {data.title.en}")),
        **shared,
        "dct:accessRights": _ref(f"{_EU}access-right/PUBLIC"),
        "dcat:keyword": words,
        **({"dcat:theme": [_ref(data.theme)]} if data.theme else {}),
        **({"dct:accrualPeriodicity": _ref(data.frequency)} if data.frequency else {}),
        **_contact(catalogue),
        "dct:temporal": {"@type": "dct:PeriodOfTime", **_period(data.since, shared["dct:modified"]["@value"])},
        "dcat:distribution": [_geojson(catalogue, layer, folder), _tiles(catalogue, layer, folder)],
    }


def _geojson(catalogue: Catalogue, layer: Layer, folder: Path) -> Node:
    rules = [_ref("https://www.rfc-editor.org/rfc/rfc7946"), _ref(f"{_base(catalogue)}schema/{layer.name}.json")]
    return {
        **_file(catalogue, folder, f"data/{layer.name}.geojson", Text("GeoJSON", "GeoJSON")),
        "dct:format": _ref(f"{_EU}file-type/GEOJSON"),
        "dcat:mediaType": _ref(f"{_MEDIA}application/geo+json"),
        "dct:conformsTo": rules,
    }


def _tiles(catalogue: Catalogue, layer: Layer, folder: Path) -> Node:
    title = Text(f"Ô véc-tơ (PMTiles), lớp “{layer.name}”", f"Vector tiles (PMTiles), layer “{layer.name}”")
    return {
        **_file(catalogue, folder, _TILES, title),
        "dcat:mediaType": _ref(f"{_MEDIA}application/vnd.pmtiles"),
        "dct:conformsTo": [_ref("https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md")],
    }


def _file(catalogue: Catalogue, folder: Path, name: str, title: Text) -> Node:
    address = _ref(f"{_base(catalogue)}{name}")
    return {
        "@type": "dcat:Distribution",
        "dct:title": _both(title),
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        **_licence(catalogue),
        "dcat:byteSize": _typed("nonNegativeInteger", str((folder / name).stat().st_size)),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": _ref("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
            "spdx:checksumValue": _typed("hexBinary", sha256(folder / name)),
        },
    }


def _base(catalogue: Catalogue) -> str:
    return f"{catalogue.open_data.address}latest/" if catalogue.open_data.address else ""


def _publisher(catalogue: Catalogue) -> Node:
    data = catalogue.open_data
    if data.publisher is None:
        return {}
    page = {"foaf:homepage": _ref(data.homepage)} if data.homepage else {}
    return {"dct:publisher": {"@type": "foaf:Agent", "foaf:name": _both(data.publisher), **page}}


def _contact(catalogue: Catalogue) -> Node:
    """Who is asked about the data; else who takes reports of errors on the page."""
    data = catalogue.open_data
    mail = data.contact or catalogue.site.report_mail
    if mail is None:
        return {}
    name = _both(data.publisher or data.title)
    return {"dcat:contactPoint": {"@type": "vcard:Organization", "vcard:fn": name, "vcard:hasEmail": _ref(f"mailto:{mail}")}}


def _licence(catalogue: Catalogue) -> Node:
    stated = catalogue.open_data.licence
    if stated is None:
        return {}
    return {"dct:license": {"@id": stated.address, "@type": "dct:LicenseDocument", "dct:title": stated.title}}


def _place(catalogue: Catalogue, folder: Path) -> Node:
    west, south, east, north = read_json(folder / "tiles.json")["bounds"]
    box = f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"
    label = {"skos:prefLabel": _both(catalogue.open_data.place)} if catalogue.open_data.place else {}
    return {"dct:spatial": {"@type": "dct:Location", **label, "dcat:bbox": {"@type": "gsp:wktLiteral", "@value": box}}}


def _period(since: str | None, until: str) -> Node:
    begin = {"dcat:startDate": _typed("date", since)} if since else {}
    return {**begin, "dcat:endDate": _typed("dateTime", until)}


def _both(text: Text) -> list[Node]:
    return [_said(text.vi, "vi"), _said(text.en, "en")]


def _said(words: str, language: str) -> Node:
    return {"@language": language, "@value": words}


def _typed(kind: str, value: str) -> Node:
    return {"@type": f"xsd:{kind}", "@value": value}


def _ref(address: str) -> Node:
    return {"@id": address}
