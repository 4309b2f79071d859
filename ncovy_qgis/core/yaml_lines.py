"""Reads YAML into mappings that remember file and line of every key, so that an error can be found. Pure: stdlib and yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import yaml

from .model import CatalogueError

Place = tuple[str, int]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Map(dict[str, Any]):
    """A YAML mapping; `place(key)` is the file and line of a key, `place()` of the mapping."""

    def __init__(self, at: Place) -> None:
        super().__init__()
        self.at = at
        self.places: dict[str, Place] = {}

    def put(self, key: str, value: Any, at: Place) -> None:
        self[key] = value
        self.places[key] = at

    def place(self, key: str | None = None) -> Place:
        return self.places.get(key, self.at) if key is not None else self.at

    def changed_by(self, other: Map) -> Map:
        """A copy in which the keys of `other` replace ours and its empty keys are gone."""
        merged = Map(self.at)
        for source in (self, other):
            for key, value in source.items():
                merged.put(key, value, source.place(key))
        for key in [key for key, value in other.items() if value is None]:
            del merged[key]
        return merged


class _LineLoader(_Loader):  # type: ignore[misc]
    """SafeLoader whose only booleans are true and false: «en: Yes» and «code: on» stay text."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
        letter: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:bool" or letter in "tfTF"] for letter, pairs in _Loader.yaml_implicit_resolvers.items()
    }
    file = ""


def _construct_map(loader: Any, node: yaml.MappingNode) -> Map:
    result = Map((loader.file, node.start_mark.line + 1))
    for key_node, value_node in node.value:
        at = (loader.file, key_node.start_mark.line + 1)
        key = str(loader.construct_object(key_node, deep=True)) if isinstance(key_node, yaml.ScalarNode) else ""
        if not key:
            raise CatalogueError(*at, "khóa phải là một từ", "a key must be a word")
        if key in result:
            raise CatalogueError(*at, f"khóa «{key}» có hai lần", f"key «{key}» appears twice")
        result.put(key, loader.construct_object(value_node, deep=True), at)
    return result


_LineLoader.add_constructor("tag:yaml.org,2002:map", _construct_map)


def read_yaml(path: Path, name: str) -> Map:
    """The mapping in a file; `name` is how errors call the file."""
    try:
        loader = _LineLoader(path.read_text(encoding="utf-8"))
        loader.file = name
        try:
            data = loader.get_single_data()
        finally:
            loader.dispose()
    except (yaml.MarkedYAMLError, yaml.reader.ReaderError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "invalid YAML"
        raise CatalogueError(name, mark.line + 1 if mark else 1, f"YAML sai cú pháp: {problem}", f"invalid YAML: {problem}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(name, 1, "không đọc được tệp UTF-8 này", "this UTF-8 file cannot be read") from error
    if not isinstance(data, Map):
        raise CatalogueError(name, 1, "tệp phải là một bảng «khóa: giá trị»", "the file must be a mapping")
    return data


def as_list(value: Any) -> list[Any]:
    """The value itself when it is a list, else a list of it."""
    return value if isinstance(value, list) else [value]
