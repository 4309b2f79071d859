"""The data dictionary: every public field with its meaning in both languages, as a table for machines and a page for readers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Optional

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.safe_csv import ENCODING, write_table

from .describe import public_catalogue
from .files import write
from .summary import plain

CSV, VALUES, PAGE = "dictionary.csv", "dictionary-values.csv", "dictionary.md"
FILES = (CSV, VALUES, PAGE)
HEADER = ("layer", "layer_vi", "layer_en", "field", "type", "label_vi", "label_en", "unit", "list", "references", "since")
_VALUES_HEADER = ("list", "code", "label_vi", "label_en", "colour")
_ID = {"name": "id", "label": {"vi": "Mã định danh, không bao giờ đổi", "en": "Identifier, never changes"}, "type": "uuid"}
_TYPES = {
    "text": "văn bản / text", "integer": "số nguyên / whole number", "number": "số / number", "boolean": "có/không / true or false", "date": "ngày / date",
    "datetime": "thời điểm / moment, +07:00", "list": "một mã / one code", "lists": "nhiều mã / several codes", "reference": "mã đối tượng / identifier",
    "uuid": "UUID",
}  # fmt: skip
Since = Mapping[tuple[str, str], str]


def write_files(catalogue: Catalogue, folder: Path, today: date, before: Optional[Path]) -> None:
    """`before`: the release before, from which a field keeps the day since when it is public."""
    told = public_catalogue(catalogue)
    rows = list(_rows(told, known(before) if before else {}, today.isoformat()))
    lists = [(name, each["code"], each["label"]["vi"], each["label"]["en"], each.get("colour")) for name, values in told["lists"].items() for each in values]
    write(folder / CSV, _table(HEADER, rows))
    write(folder / VALUES, _table(_VALUES_HEADER, lists))
    write(folder / PAGE, _page(told, {(row[0], row[3]): row[-1] for row in rows}).encode())


def known(release: Path) -> dict[tuple[str, str], str]:
    """(layer, field) → since when it is public; empty for a release without a dictionary."""
    try:
        with (release / CSV).open(encoding=ENCODING, newline="") as file:
            return {(row["layer"], row["field"]): row["since"] for row in csv.DictReader(file)}
    except (OSError, ValueError, KeyError):
        return {}


def _rows(told: Mapping[str, Any], since: Since, today: str) -> Iterator[tuple[str, ...]]:
    for layer in told["layers"]:
        for field in [_ID, *layer["fields"]]:
            about = [str(field.get(key) or "") for key in ("unit", "list", "references")]
            names = (layer["name"], layer["title"]["vi"], layer["title"]["en"], field["name"], field["type"], field["label"]["vi"], field["label"]["en"])
            yield (*names, *about, since.get((layer["name"], field["name"]), today))


def _table(header: tuple[str, ...], rows: list[Any]) -> bytes:
    text = io.StringIO(newline="")
    write_table(text, header, rows)
    return text.getvalue().encode(ENCODING)


def _page(told: Mapping[str, Any], since: Since) -> str:
    lines = [
        "# Từ điển dữ liệu / Data dictionary", "",
        "Dữ liệu công khai của bản đồ Covid-19: `data/<lớp>.geojson` và lớp cùng tên trong `tiles/ncovy.pmtiles`; kinh độ, vĩ độ WGS 84 (EPSG:4326).",
        "Public data of the Covid-19 map: `data/<layer>.geojson`, and the layer of the same name in `tiles/ncovy.pmtiles`; WGS 84 (EPSG:4326).", "",
    ]  # fmt: skip
    for layer in told["layers"]:
        lines += [f"## {plain(layer['title']['vi'])} / {plain(layer['title']['en'])}", "", f"`{layer['name']}`, {layer['geometry']}", ""]
        lines += ["| Trường / Field | Nhãn | Label | Kiểu / Type | Từ / Since |", "| --- | --- | --- | --- | --- |"]
        lines += [_line(field, since[layer["name"], field["name"]]) for field in [_ID, *layer["fields"]]]
        lines.append("")
    lines += ["## Danh sách giá trị / Lists of values", ""]
    for name, values in told["lists"].items():
        lines += [f"### {name}", "", "| Mã / Code | Nhãn | Label | Màu / Colour |", "| --- | --- | --- | --- |"]
        lines += [f"| `{each['code']}` | {plain(each['label']['vi'])} | {plain(each['label']['en'])} | {each.get('colour', '')} |" for each in values]
        lines.append("")
    return "\n".join(lines)


def _line(field: Mapping[str, Any], since: str) -> str:
    kind = _TYPES[field["type"]]
    kind += f", {plain(field['unit'])}" if field.get("unit") else ""
    kind += f": [{field['list']}](#{field['list']})" if field.get("list") else f": `{field['references']}`" if field.get("references") else ""
    return f"| `{field['name']}` | {plain(field['label']['vi'])} | {plain(field['label']['en'])} | {kind} | {since} |"
