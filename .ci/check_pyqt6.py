"""Every name the package takes from qgis.PyQt must exist in PyQt6 too, scoped enums included: no Debian has QGIS 4 yet, so its Qt is read, not run.
Reads the interface files (*.pyi) of the PyQt6 in .venv/pyqt6. Prints what is missing; exit 1 if anything is."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STUBS = ROOT / ".venv" / "pyqt6" / "PyQt6"
# what qgis.PyQt itself adds or keeps in its old place under Qt 6
BY_QGIS = {"QtWidgets": {"QAction", "QActionGroup", "QShortcut"}, "QtCore": {"NULL"}, "": {"sip", "uic"}}
GONE_METHODS = {"exec_", "print_"}


def problems_in(source: str, stubs: Path = STUBS) -> Iterator[tuple[int, str]]:
    """(line, sentence) of each name of `source` that PyQt6 lacks."""
    tree = ast.parse(source)
    names: dict[str, tuple[str, ...]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, f"import {alias.name}: use qgis.PyQt") for alias in node.names if alias.name.split(".")[0] in ("PyQt5", "PyQt6"))
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from _problems_of_import(node, names, stubs)
    yield from _problems_of_use(tree, names, stubs)


def _problems_of_import(node: ast.ImportFrom, names: dict[str, tuple[str, ...]], stubs: Path) -> Iterator[tuple[int, str]]:
    module = node.module or ""
    if module.split(".")[0] in ("PyQt5", "PyQt6"):
        yield node.lineno, f"from {module}: use qgis.PyQt"
    if module.split(".")[:2] != ["qgis", "PyQt"]:
        return
    inner = tuple(module.split(".")[2:])
    for alias in node.names:
        path = (*inner, alias.name)
        names[alias.asname or alias.name] = path
        if not exists(path, stubs):
            yield node.lineno, f"{'.'.join(path)} is not in PyQt6"


def _problems_of_use(tree: ast.AST, names: dict[str, tuple[str, ...]], stubs: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        if node.attr in GONE_METHODS:
            yield node.lineno, f".{node.attr}() is not in PyQt6: use .{node.attr[:-1]}()"
        chain = _chain(node)
        if chain and chain[0] in names:
            path = names[chain[0]] + chain[1:]
            if exists(path[:-1], stubs) and not exists(path, stubs):
                yield node.lineno, f"{'.'.join(path)} is not in PyQt6 (enums need their class)"


def _chain(node: ast.expr) -> tuple[str, ...]:
    """`Qt.ItemDataRole.UserRole` → its three names; () when it starts with a call or the like."""
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        before = _chain(node.value)
        return (*before, node.attr) if before else ()
    return ()


def exists(path: tuple[str, ...], stubs: Path = STUBS) -> bool:
    """Whether PyQt6 has module[.Class[.member…]]; a path that goes on into a value is taken as there."""
    if len(path) == 1:
        return path[0] in BY_QGIS[""] or (stubs / f"{path[0]}.pyi").exists()
    module, name, *rest = path
    if path[0] in BY_QGIS[""] or name in BY_QGIS.get(module, set()):
        return True
    found = _top(module, stubs).get(name)
    for step in rest:
        if not isinstance(found, ast.ClassDef):
            return found is not None
        found = _member(found, step, module, stubs)
    return found is not None


def _member(owner: ast.ClassDef, name: str, module: str, stubs: Path) -> ast.AST | None:
    here = _definitions(owner.body).get(name)
    if here is not None:
        return here
    for base in owner.bases:
        parent = _class(base, module, stubs)
        if isinstance(parent, tuple):
            found = _member(parent[0], name, parent[1], stubs)
            if found is not None:
                return found
        elif parent is not None and hasattr(parent, name):
            return base
    return None


def _class(base: ast.expr, module: str, stubs: Path) -> tuple[ast.ClassDef, str] | type | None:
    """The stub of a base class and the module it is in; for Python's own enums, the class itself."""
    import enum

    path = _chain(base)
    if path and path[0] == "enum":
        return getattr(enum, path[-1], None)
    if path and path[0] == "PyQt6":
        path = path[1:]
    for place, name in ((module, path[-1:]), (path[0], path[1:])) if path else ():
        found = _top(place, stubs).get(name[-1]) if name else None
        if isinstance(found, ast.ClassDef):
            return found, place
    return None


@cache
def _top(module: str, stubs: Path) -> dict[str, ast.AST]:
    file = stubs / f"{module}.pyi"
    if not file.exists():
        return {}
    return _definitions(ast.parse(file.read_text().replace(", /)", ")")).body)  # sip writes "*args, /", which is no Python


def _definitions(body: Iterable[ast.stmt]) -> dict[str, ast.AST]:
    found: dict[str, ast.AST] = {}
    for node in body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            found[node.name] = node
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found[node.target.id] = node
        elif isinstance(node, ast.Assign):
            found.update((target.id, node) for target in node.targets if isinstance(target, ast.Name))
    return found


def main() -> int:
    if not (STUBS / "QtCore.pyi").exists():
        print(f"no interface files in {STUBS}; `make setup` brings them")
        return 2
    count = 0
    for file in sorted((ROOT / "ncovy_qgis").rglob("*.py")):
        if "node_modules" in file.parts:
            continue
        for line, sentence in problems_in(file.read_text()):
            print(f"{file.relative_to(ROOT)}:{line}: {sentence}")
            count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
