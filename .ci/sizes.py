"""Sizes the best of the field reach, so this project does too: prints what is larger, and the figures; exit 1 if anything is."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent
FILE_MAX, FILE_MEDIAN = 300, 100
FUNCTION_MAX, FUNCTION_MEDIAN, FUNCTION_P90 = 50, 8, 25
TEST_RATIO = 0.9
NOT_OURS = {"node_modules", "vendor", "__pycache__"}


@dataclass(frozen=True)
class Function:
    place: str
    lines: int
    annotated: bool


def functions_in(source: str, name: str) -> Iterator[Function]:
    """Every function of a file, nested ones too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            given = [argument for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs] if argument.arg not in ("self", "cls")]
            annotated = node.returns is not None and all(argument.annotation for argument in given)
            yield Function(f"{name}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1, annotated)


def python_files(folder: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob("*.py") if not NOT_OURS.intersection(path.parts))


def too_large(files: dict[str, str]) -> Iterator[str]:
    """Sentences about what breaks a limit; `files` is name → source."""
    lengths = {name: source.count("\n") for name, source in files.items()}
    yield from (f"{name}: {lines} lines, at most {FILE_MAX}" for name, lines in lengths.items() if lines > FILE_MAX)
    if lengths and median(lengths.values()) > FILE_MEDIAN:
        yield f"median file: {median(lengths.values())} lines, at most {FILE_MEDIAN}"
    for name, source in files.items():
        yield from bad_functions(name, source)
    sizes = [function.lines for name, source in files.items() for function in functions_in(source, name)]
    if sizes and median(sizes) > FUNCTION_MEDIAN:
        yield f"median function: {median(sizes)} lines, at most {FUNCTION_MEDIAN}"
    if len(sizes) > 1 and quantiles(sizes, n=10)[-1] > FUNCTION_P90:
        yield f"nine functions of ten: {quantiles(sizes, n=10)[-1]:.0f} lines, at most {FUNCTION_P90}"


def bad_functions(name: str, source: str) -> Iterator[str]:
    """What holds for the tests as well."""
    for function in functions_in(source, name):
        if function.lines > FUNCTION_MAX:
            yield f"{function.place}: {function.lines} lines, at most {FUNCTION_MAX}"
        if not function.annotated:
            yield f"{function.place}: not annotated in full"


def main() -> int:
    product = {str(path.relative_to(ROOT)): path.read_text() for path in python_files("ncovy_qgis")}
    tests = {str(path.relative_to(ROOT)): path.read_text() for path in python_files("tests")}
    found = list(too_large(product))
    found += [sentence for name, source in tests.items() for sentence in bad_functions(name, source)]
    lines, test_lines = (sum(source.count("\n") for source in files.values()) for files in (product, tests))
    if test_lines < TEST_RATIO * lines:
        found.append(f"tests: {test_lines} lines for {lines} of source, at least {TEST_RATIO}")
    print(*found, sep="\n")
    sizes = sorted(function.lines for name, source in product.items() for function in functions_in(source, name))
    print(f"{len(product)} files, {lines} lines, median function {median(sizes)}, longest {sizes[-1]}; tests : source {test_lines / lines:.2f}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
