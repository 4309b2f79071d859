"""Writes what is derived from the forms for readers: docs/layers.md and forms/layer.schema.json; --check fails when they are stale."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from ..paths import forms_dir
from .catalogue import Catalogue, Field, Layer, Rule, Strength, load_catalogue
from .schema import layer_schema
from .yaml_lines import read_yaml

_STRENGTHS = {Strength.SAVE: "", Strength.SUBMIT: " *(khi gửi duyệt)*", Strength.WARN: " *(cảnh báo)*"}
_VISIBILITY = {"public": "công khai", "internal": "nội bộ", "never": "không bao giờ ra ngoài"}
_OBVIOUS = frozenset({"in_list", "each_in_list", "plain"})
_HEAD = """# Các lớp dữ liệu / Layers

Tệp này được tạo từ `forms/*.yaml` bằng `python -m ncovy_qgis.core.document`; đừng sửa tay.
Made from `forms/*.yaml`; do not edit.

Mọi trường văn bản: không bắt đầu bằng = + - @, không có thẻ HTML hay ký tự điều khiển. Mọi trường chọn: chỉ nhận mã trong danh sách.
Quy tắc không ghi gì thêm chặn ngay khi lưu; *(khi gửi duyệt)*: bản nháp được phép thiếu; *(cảnh báo)*: gửi được khi có lý do.
"""


def layers_markdown(catalogue: Catalogue) -> str:
    """The data dictionary: a table per layer, then the lists."""
    parts = [_HEAD, *(f"- [{layer.title.vi}](#{layer.name}) / {layer.title.en}" for layer in catalogue.layers), ""]
    for layer in catalogue.layers:
        parts += _layer_lines(layer)
    parts += ["## Danh sách giá trị / Lists", ""]
    for values in catalogue.lists.values():
        listed = "; ".join(f"`{value.code}` {value.label.vi}" for value in values.values)
        parts.append(f"- **{values.name}**: {listed}")
    return "\n".join(parts) + "\n"


def _layer_lines(layer: Layer) -> Iterator[str]:
    yield f'<a id="{layer.name}"></a>\n'
    yield f"## {layer.title.vi} / {layer.title.en}\n"
    yield f"Bảng `{layer.name}`, {layer.geometry}, màu `{layer.colour}`, tình trạng `{layer.state_field}`, loại `{layer.kind_field}`.\n"
    yield "| Trường | Nhãn | Kiểu | Ai thấy | Quy tắc |\n| --- | --- | --- | --- | --- |"
    for tab in layer.tabs:
        yield f"| **{tab.title.vi}** | | | | |"
        for group in tab.groups:
            for name in group.fields:
                yield _field_line(layer.field(name))
    yield ""


def _field_line(field: Field) -> str:
    kind = f"{field.pg_type} → `{field.list or field.references}`" if field.list or field.references else field.pg_type
    visibility = _VISIBILITY[field.private] + (f" từ {field.public_if_at_least}" if field.public_if_at_least else "")
    rules = "<br>".join(_rule_text(rule) for rule in field.rules if rule.kind not in _OBVIOUS)
    server = " *(máy chủ điền)*" if field.auto else ""
    cells = (f"`{field.name}`", f"{field.label.vi} / {field.label.en}{server}", kind, visibility, rules)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _rule_text(rule: Rule) -> str:
    return rule.message.vi + _STRENGTHS[rule.strength]


def derived_files(forms: Path) -> dict[Path, str]:
    """Path → content of everything this module writes."""
    catalogue = load_catalogue(forms)
    shared = tuple(read_yaml(forms / "_shared.yaml", "_shared.yaml")["shared"])
    schema = json.dumps(layer_schema(catalogue, shared), ensure_ascii=False, indent=1) + "\n"
    return {forms.parent / "docs" / "layers.md": layers_markdown(catalogue), forms / "layer.schema.json": schema}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m ncovy_qgis.core.document", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when a file is stale")
    check = parser.parse_args(arguments).check
    derived = derived_files(forms_dir())
    stale = [path for path, text in derived.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        print(f"{path}: {'cũ / stale' if check else 'đã viết / written'}")
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(derived[path], encoding="utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
