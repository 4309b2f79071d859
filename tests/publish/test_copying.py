"""Rows by COPY: every value as it is, whatever letters it has; a row that came in parts is noticed."""

from __future__ import annotations

from typing import IO, Optional

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import mvt, points
from ncovy_qgis.publish.copying import copy_binary
from ncovy_qgis.publish.points import read_rows
from ncovy_qgis.publish.snapshot import Seen, Snapshot
from tests.publish.world import AS_OF

HARD = ("\\N", "\t", "\\t", "\n\\", "\v\f\b\r")
TEXTS = st.lists(st.none() | st.sampled_from(HARD) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
KINDS = {"text": "text", "whole": "integer", "part": "number", "yes": "boolean"}
_QUERY = sql.SQL("SELECT 105.5::float8, 18.25::float8, t, n, n / 8.0::float8, n % 2 = 1 FROM unnest({}::text[]) WITH ORDINALITY AS u (t, n) ORDER BY n")


def snapshot_of(connection: Connection, catalogue: Catalogue) -> Snapshot:
    return Snapshot(connection.cursor(), catalogue, AS_OF, False, Seen("", AS_OF))


def encoded(value: Optional[mvt.Value]) -> Optional[bytes]:
    return None if value is None else mvt.encode_value(value)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_every_value_arrives_as_it_is(rolled_back: Connection, catalogue: Catalogue, texts: list[Optional[str]]) -> None:
    rows = read_rows(snapshot_of(rolled_back, catalogue), "p", _QUERY.format(sql.Literal(texts)), KINDS)
    found = [[None if code < 0 else rows.values[code] for code in codes] for codes in rows.codes]
    assert found == [[encoded(text), encoded(n), encoded(n / 8), encoded(n % 2 == 1)] for n, text in enumerate(texts, 1)]
    assert np.allclose(rows.x, 105.5 / 360 + 0.5) and len(rows.x) == len(texts)


def test_parts_are_read_like_the_whole(rolled_back: Connection, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    query = sql.SQL("SELECT n / 100.0, 0, n % 7 || '' FROM generate_series(1, 100) AS n")
    held = snapshot_of(rolled_back, catalogue)
    whole = read_rows(held, "p", query, {"t": "text"})
    monkeypatch.setattr(points, "_BATCH", 9)
    parts = read_rows(held, "p", query, {"t": "text"})
    assert [list(each) for each in (parts.x, parts.codes.ravel(), parts.values)] == [list(each) for each in (whole.x, whole.codes.ravel(), whole.values)]


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_binary_copy_gives_each_row_once_and_nothing_else(rolled_back: Connection, number: int) -> None:
    rows: list[bytes] = []
    copy_binary(rolled_back.cursor(), sql.SQL("SELECT 'ệ\\x' || n FROM generate_series(1, {}) AS n").format(sql.Literal(number)), rows.append)
    texts = [f"ệ\\x{n}".encode() for n in range(1, number + 1)]
    assert rows == [b"\0\1" + len(text).to_bytes(4, "big") + text for text in texts]


def test_a_row_that_came_in_two_messages_is_an_error() -> None:
    class Torn:
        rowcount = 1

        def copy_expert(self, _: object, file: IO[bytes]) -> None:
            file.write(b"\0\1\0\0\0\2x")
            file.write(b"y")

    with pytest.raises(ValueError, match="1 rows in 2"):
        copy_binary(Torn(), sql.SQL(""), lambda _: None)  # type: ignore[arg-type]
