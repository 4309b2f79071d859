"""Words are stored and searched in one form, and it is the same form here and in Python."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ncovy_qgis.core import text
from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.units.table import read_table

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

VIETNAMESE = "Trạm Y tế xã Nghĩa Đàn – đường số 5, Phường Hà Huy Tập; ẤẦẨẪẬẮẰẲẴẶỚỜỞỠỢỨỪỬỮỰỲÝỶỸỴĐ ấầẩẫậắằẳẵặớờởỡợứừửữựỳýỷỹỵđ"
CORPUS = [
    VIETNAMESE,
    unicodedata.normalize("NFD", VIETNAMESE),
    "A  B",
    "  Hiệu thuốc\u00a0Ðức\u200b   Minh ",
    "\ufeffQuầy\u2003thuốc\u202fsố\t\t7\u3000",
    "Kho\r\nhàng\n\n 3",
    "Chợ\u00adVinh\u2060 \u200eĐông",
    "Ðình Ɖặng ɖường",
    "   ",
    "\u200b \u00a0",
    "115 / 0238 3844 528",
    unicodedata.normalize("NFD", "hoà hòa  thuỷ thủy"),
]


def told(connection: Connection, function: str, words: list[str]) -> list[str | None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ncovy.{function}(w) FROM unnest(%s::text[]) WITH ORDINALITY AS u (w, n) ORDER BY n", (words,))
        return [row[0] for row in cursor.fetchall()]


def test_a_line_is_cleaned_as_in_python(connection: Connection) -> None:
    assert told(connection, "clean", CORPUS) == [text.clean(each) or None for each in CORPUS]


def test_several_lines_are_cleaned_as_in_python_and_stay_several(connection: Connection) -> None:
    corpus = [*CORPUS, "một  \r\n hai\rba\n\n\n\n bốn \u2028năm\r\u2028sáu", "\n\n đầu \n cuối \n"]
    assert told(connection, "clean_lines", corpus) == [text.clean_lines(each) or None for each in corpus]
    assert told(connection, "clean_lines", ["một \n  hai"]) == ["một\nhai"]


def test_the_search_key_is_that_of_python(connection: Connection, catalogue: Catalogue) -> None:
    labels = [value.label.vi for each in catalogue.lists.values() for value in each.values] + [layer.title.vi for layer in catalogue.layers]
    corpus = [*CORPUS, *labels, *(unit.name for unit in read_table())]
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(ncovy.fold(ncovy.clean(w)), '') FROM unnest(%s::text[]) WITH ORDINALITY AS u (w, n) ORDER BY n", (corpus,))
        assert [row[0] for row in cursor.fetchall()] == [text.fold(text.clean(each)) for each in corpus]


LETTERS = st.text(alphabet=VIETNAMESE + "  \t\n\r\u00a0\u2003\u2028\u2029\u0301\u0323\u0302ÐƉɖ", max_size=40)


@pytest.mark.parametrize(("function", "python"), [("clean", text.clean), ("clean_lines", text.clean_lines)])
def test_any_words_are_cleaned_as_in_python_and_cleaning_twice_changes_nothing(connection: Connection, function: str, python: object) -> None:
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(LETTERS)
    def same(words: str) -> None:
        (cleaned,) = told(connection, function, [words])
        assert cleaned == (python(words) or None)  # type: ignore[operator]
        assert told(connection, function, [cleaned or ""]) == [cleaned]

    same()


def test_a_row_is_stored_cleaned_and_only_long_texts_keep_their_lines(connection: Connection, catalogue: Catalogue) -> None:
    widgets = {field.name: field.widget for field in catalogue.layer("pharmacy").fields}
    assert (widgets["note_internal"], widgets["name"]) == ("multiline", None)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ncovy.pharmacy (name, address, note_internal, reported_at, geom) VALUES ('Quầy  A \u200bB', %(two)s, %(two)s, '2021-09-01',"
            " public.ST_SetSRID(public.ST_MakePoint(105.68, 18.687), 4326)) RETURNING name, name_search, address, note_internal",
            {"two": "tầng  1 \n tầng 2"},
        )
        assert cursor.fetchone() == ("Quầy A B", "quay a b", "tầng 1 tầng 2", "tầng 1\ntầng 2")
