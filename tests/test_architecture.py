"""The house keeps its floors apart: who may import whom, what lies at the top of the repository, what the plugin's files are."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import ROOT

PACKAGE = ROOT / "ncovy_qgis"
# part → parts it may import, besides itself and paths.py
MAY_IMPORT: dict[str, set[str]] = {
    "core": set(),
    "db": {"core"},
    "sheets": {"core", "db"},
    "publish": {"core", "db"},
    "gis": {"core", "db"},
    "ui": {"core", "db", "gis"},
    "processing": {"core", "db", "sheets", "publish", "gis"},
    "cli": {"core", "db", "sheets", "publish", "demo", "gis"},
    "demo": {"core", "db", "sheets", "publish", "gis", "processing"},
    "__main__": {"core", "db", "cli"},
    "plugin": {"core", "db", "sheets", "publish", "gis", "ui", "processing"},
    "__init__": {"plugin"},
    "paths": set(),
}
WITHOUT_QGIS = {"core", "db", "sheets", "publish", "cli", "__main__", "paths"}
PURE = {"yaml"} | set(sys.stdlib_module_names)
TOP_LEVEL = {
    "metadata.txt", "README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml", "Makefile", ".ci", ".gitignore",
    "forms", "styles", "icons", "ncovy_qgis", "tests", "docs",
}  # fmt: skip
NOT_OURS = {"node_modules", "vendor", "__pycache__"}


def python_files() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if not NOT_OURS.intersection(path.parts))


def part_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first[: -len(".py")] if first.endswith(".py") else first


def imports_of(source: str, module: str, is_package: bool = False) -> Iterator[str]:
    """Full dotted names of all that a file imports, wherever in it, relative ones resolved."""
    here = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: len(here) - node.level + 1]) if node.level else ""
            name = ".".join(filter(None, [base, node.module]))
            yield from (f"{name}.{alias.name}" for alias in node.names)


def imports_of_file(path: Path) -> list[str]:
    dotted = path.relative_to(ROOT).with_suffix("").parts
    is_package = dotted[-1] == "__init__"
    return list(imports_of(path.read_text(), ".".join(dotted[:-1] if is_package else dotted), is_package))


def forbidden(part: str, imported: str) -> bool:
    """Whether a file of `part` breaks the floors by importing `imported`."""
    words = imported.split(".")
    if words[0] == "ncovy_qgis":
        return len(words) > 1 and words[1] not in MAY_IMPORT[part] | {part, "paths"}
    if words[0] in ("PyQt5", "PyQt6"):
        return True
    if part == "core":
        return words[0] not in PURE
    if part == "gis" and imported.startswith(("qgis.gui", "qgis.PyQt.QtWidgets")):
        return True
    return part in WITHOUT_QGIS and words[0] == "qgis"


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_file_imports_from_a_floor_it_may_not_know(path: Path) -> None:
    broken = [name for name in imports_of_file(path) if forbidden(part_of(path), name)]
    assert not broken


@pytest.mark.parametrize(
    ("part", "imported"),
    [
        ("core", "psycopg2"), ("core", "ncovy_qgis.db.changes"), ("db", "qgis.core.QgsProject"), ("db", "ncovy_qgis.gis.form"),
        ("gis", "ncovy_qgis.ui.connect"), ("gis", "qgis.gui.QgsMapCanvas"), ("publish", "ncovy_qgis.sheets.read"),
        ("processing", "ncovy_qgis.ui.dock"), ("ui", "ncovy_qgis.plugin.Plugin"), ("ui", "PyQt5.QtCore.Qt"), ("demo", "ncovy_qgis.ui.connect"),
    ],
)  # fmt: skip
def test_the_guard_sees_a_broken_floor(part: str, imported: str) -> None:
    assert forbidden(part, imported)


def test_the_guard_resolves_relative_imports() -> None:
    source = "from ..ui import connect\nfrom . import form\nfrom .values import as_text\n"
    assert list(imports_of(source, "ncovy_qgis.gis.edits")) == ["ncovy_qgis.ui.connect", "ncovy_qgis.gis.form", "ncovy_qgis.gis.values.as_text"]


def test_every_part_of_the_package_has_its_rule() -> None:
    assert {part_of(path) for path in python_files()} <= set(MAY_IMPORT)


def test_the_command_line_starts_without_qgis() -> None:
    code = "import sys; sys.modules['qgis'] = None; import ncovy_qgis.__main__, ncovy_qgis.publish, ncovy_qgis.db"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_importing_the_package_does_not_import_qgis() -> None:
    code = "import ncovy_qgis, sys; sys.exit(any(name.split('.')[0] == 'qgis' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_plugin_file_is_wiring_only() -> None:
    assert (PACKAGE / "plugin.py").read_text().count("\n") <= 120


def test_the_top_of_the_repository_holds_nothing_else() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert {name.split("/")[0] for name in listed} - TOP_LEVEL == set()


def test_every_source_file_says_in_its_first_line_what_it_is_for() -> None:
    silent = [str(path.relative_to(ROOT)) for path in python_files() if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text()))]
    assert not silent


def test_no_file_names_a_path_of_its_author() -> None:
    told = [str(path.relative_to(ROOT)) for path in PACKAGE.rglob("*.*") if _names_a_home(path)]
    assert not told


def _names_a_home(path: Path) -> bool:
    ours = path.is_file() and path.suffix in {".py", ".sql", ".yaml", ".ts"} and not NOT_OURS.intersection(path.parts)
    return ours and any(word in path.read_text() for word in ("/home/", "/root/", "/work/", "C:\\Users"))
