"""One database a file, and the command line in this process, as one of the persons."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol

import pytest

from ncovy_qgis.cli import main
from tests.server import Database


@dataclass(frozen=True)
class Told:
    """What one command said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


class Console(Protocol):
    """Runs a command as a person; a usage error is its exit code too."""

    def __call__(self, person: str, *arguments: str) -> Told: ...


def leave_with(arguments: list[str]) -> int:
    """The exit code of a command, however it ends."""
    try:
        return main(arguments)
    except SystemExit as leaving:
        return int(leaving.code or 0)


@pytest.fixture
def ncovy(module_database: Database, capsys: pytest.CaptureFixture[str]) -> Console:
    def run(person: str, *arguments: str) -> Told:
        code = leave_with([*arguments, "--service", f"ncovy_{person}"])
        said = capsys.readouterr()
        return Told(code, said.out, said.err)

    return run
