"""Do the reports of a release belong to it: the feed to its changes, the open data entry to its files, the dictionary to its public fields?"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ncovy_qgis.core.safe_csv import ENCODING

from . import dcat, dictionary, feed, problems
from .files import read_json
from .problems import Problem


def report_problems(folder: Path, described: Mapping[str, Any]) -> Iterator[Problem]:
    """Of a release that has them; those of earlier programs have none."""
    for name, look in ((feed.NAME, _feed), (dcat.NAME, _dcat), (dictionary.CSV, _dictionary)):
        if name in described["files"]:
            try:
                yield from look(folder, described)
            except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
                yield problems.unreadable(name, type(error).__name__)


def _feed(folder: Path, described: Mapping[str, Any]) -> Iterator[Problem]:
    told = json.loads((folder / feed.NAME).read_bytes())
    found = json.loads((folder / "changes.geojson").read_bytes())["features"]
    if told["version"] != feed.VERSION or told[feed.OURS]["release"] != described["id"]:
        yield problems.malformed(feed.NAME, "thuộc về một bản công bố khác", "belongs to another release")
    names = [item["id"] for item in told["items"]]
    if len(names) != len(set(names)):
        yield problems.malformed(feed.NAME, "một bản công bố có hai mục", "a release has two items")
    if found and (names[0] != described["id"] or _counted(told["items"][0]) != Counter(each["properties"]["change"] for each in found)):
        yield problems.malformed(feed.NAME, "không kể đúng các thay đổi của bản công bố", "does not tell the changes of the release")


def _counted(item: Mapping[str, Any]) -> Counter[str]:
    return +Counter(item[feed.OURS]["changes"])  # kinds that did not happen are left out


def _dcat(folder: Path, described: Mapping[str, Any]) -> Iterator[Problem]:
    """Every file it offers is there, with the size and hash it states."""
    layers = {layer["name"] for layer in read_json(folder / "catalogue.json")["layers"]}
    offered = json.loads((folder / dcat.NAME).read_bytes())["dcat:dataset"]
    if {dataset["dct:identifier"] for dataset in offered} != layers:
        yield problems.malformed(dcat.NAME, "không kể đúng các lớp", "does not name the layers there are")
    for file in (file for dataset in offered for file in dataset["dcat:distribution"]):
        name = "/".join(file["dcat:downloadURL"]["@id"].split("/")[-2:])
        facts = described["files"].get(name, {})
        stated = file["dcat:byteSize"]["@value"], file["spdx:checksum"]["spdx:checksumValue"]["@value"]
        if stated != (str(facts.get("bytes")), facts.get("sha256")):
            yield problems.malformed(dcat.NAME, f"kể sai về tệp {name}", f"tells something wrong of {name}")


def _dictionary(folder: Path, _: Mapping[str, Any]) -> Iterator[Problem]:
    public = {(layer["name"], field["name"]) for layer in read_json(folder / "catalogue.json")["layers"] for field in [{"name": "id"}, *layer["fields"]]}
    with (folder / dictionary.CSV).open(encoding=ENCODING, newline="") as file:
        named = {(row["layer"], row["field"]) for row in csv.DictReader(file)}
    for layer, field in sorted(named - public):
        yield problems.not_public(dictionary.CSV, f"{layer}.{field}")
    for layer, field in sorted(public - named):
        yield problems.malformed(dictionary.CSV, f"thiếu {layer}.{field}", f"{layer}.{field} is missing")
