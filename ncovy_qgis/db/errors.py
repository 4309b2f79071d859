"""Refusals of the database as sentences: every psycopg2 error that reaches a user goes through here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import psycopg2

from ncovy_qgis.core.catalogue import Catalogue, Text, load_catalogue
from ncovy_qgis.core.messages import Refusal, explain

LOST = "08006"
# A connection that could not be made has no SQLSTATE in libpq: what the server said of it, in its own English, tells.
_NOT_CONNECTED = (
    (re.compile(r"no password supplied|password authentication failed|authentication failed for user"), "28P01"),
    (re.compile(r"role .* does not exist|not permitted to log in|no pg_hba\.conf entry|pg_hba\.conf rejects"), "28000"),
    (re.compile(r"database .* does not exist"), "3D000"),
    (re.compile(r"too many (?:clients|connections)|remaining connection slots"), "53300"),
    (re.compile(r"the database system is"), "57P03"),
)


class DatabaseError(Exception):
    """One refusal, in words."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(f"{refusal.code}: {refusal.text.vi}")


class SaveRefused(Exception):
    """Nothing was stored; every row that stood in the way is named."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("; ".join(f"{each.code}: {each.text.vi}" for each in self.refusals))


class SetupError(Exception):
    """The database cannot be brought to its form; says what a person must do first."""

    def __init__(self, vi: str, en: str) -> None:
        self.text = Text(vi, en)
        super().__init__(vi)


class DestructiveChange(SetupError):
    """The catalogue takes something away that may hold data: only a numbered migration may do that."""

    def __init__(self, losses: Sequence[str], file: str) -> None:
        self.losses, self.file = tuple(losses), file
        listed = "; ".join(losses)
        super().__init__(
            f"Từ chối thay đổi có thể mất dữ liệu: {listed}. Hãy viết bước nâng cấp {file}.",
            f"Refused, data could be lost: {listed}. Write the migration {file}.",
        )


def refusal_of(error: psycopg2.Error, catalogue: Catalogue | None = None, layer: str | None = None, uid: str | None = None) -> Refusal:
    """The sentence for a psycopg2 error; `layer` and `uid` are told when the error does not know them."""
    diagnosis = error.diag
    refusal = explain(
        error.pgcode or _not_connected(error),
        diagnosis.constraint_name,
        diagnosis.message_primary or str(error),
        diagnosis.message_detail,
        catalogue or load_catalogue(),
        layer or diagnosis.table_name,
    )
    return replace(refusal, layer=refusal.layer or layer, uid=refusal.uid or uid)


def reachable(error: Exception) -> bool:
    """Whether the server itself answered."""
    return isinstance(error, psycopg2.Error) and (error.pgcode or _not_connected(error)) != LOST


def _not_connected(error: psycopg2.Error) -> str:
    return next((state for pattern, state in _NOT_CONNECTED if pattern.search(str(error))), LOST)


@contextmanager
def explained(catalogue: Catalogue | None = None, layer: str | None = None, uid: str | None = None) -> Iterator[None]:
    """Turn psycopg2 errors into DatabaseError."""
    try:
        yield
    except psycopg2.Error as error:
        raise DatabaseError(refusal_of(error, catalogue, layer, uid)) from error
