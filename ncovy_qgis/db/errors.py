"""Refusals of the database as sentences: every psycopg2 error that reaches a user goes through here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import psycopg2

from ncovy_qgis.core.catalogue import Catalogue, Text, load_catalogue
from ncovy_qgis.core.messages import Refusal, explain

LOST = "08006"


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
        error.pgcode or LOST,
        diagnosis.constraint_name,
        diagnosis.message_primary or str(error),
        diagnosis.message_detail,
        catalogue or load_catalogue(),
        layer or diagnosis.table_name,
    )
    return replace(refusal, layer=refusal.layer or layer, uid=refusal.uid or uid)


@contextmanager
def explained(catalogue: Catalogue | None = None, layer: str | None = None, uid: str | None = None) -> Iterator[None]:
    """Turn psycopg2 errors into DatabaseError."""
    try:
        yield
    except psycopg2.Error as error:
        raise DatabaseError(refusal_of(error, catalogue, layer, uid)) from error
