"""What the algorithms share: parameters, a connection, sentences for errors, and rows of the database as fields and features."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from qgis.core import (
    QgsFields,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterString,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QDateTime

from ..core.catalogue import Text
from ..db.connection import connect
from ..db.errors import DatabaseError, SetupError
from ..gis.layers import LayerError
from ..gis.project import language
from ..gis.refusals import refusal_of_error
from ..gis.source import Source, read_source
from ..gis.values import to_python, to_qgis
from ..publish.errors import PublishError

SERVICE = "SERVICE"
# OIDs of PostgreSQL's types → types of the memory provider; every other is text
_TYPES = {16: "bool", 20: "int8", 21: "integer", 23: "integer", 700: "double", 701: "double", 1082: "date", 1184: "datetime", 1700: "double"}


def service_parameter() -> QgsProcessingParameterString:
    """Name of an entry of pg_service.conf."""
    text = QCoreApplication.translate("Ncovy", "Dịch vụ kết nối (pg_service)")
    return QgsProcessingParameterString(SERVICE, text, "ncovy")


def source_in(parameters: Mapping[str, Any]) -> Source:
    """The database asked for."""
    return read_source(str(parameters.get(SERVICE) or "ncovy"))


@contextmanager
def connected(parameters: Mapping[str, Any]) -> Iterator[Connection]:
    """A connection to the service asked for; errors become sentences of Processing."""
    with explained():
        connection = connect(dsn=source_in(parameters).dsn(), application="ncovy processing")
        try:
            yield connection
        finally:
            connection.close()


@contextmanager
def explained() -> Iterator[None]:
    """Errors a person can do something about, in the language of QGIS."""
    try:
        yield
    except SetupError as error:
        raise QgsProcessingException(error.text.said(language())) from error
    except LayerError as error:
        raise QgsProcessingException(str(error)) from error
    except PublishError as error:
        raise QgsProcessingException(Text(error.vi, error.en).said(language())) from error
    except (DatabaseError, psycopg2.Error) as error:
        raise QgsProcessingException(refusal_of_error(error).text.said(language())) from error


def steps(feedback: QgsProcessingFeedback) -> Callable[[float, Text], None]:
    """Tells how far a release or its deployment is, from 0 to 1, and with what."""

    def step(share: float, name: Text) -> None:
        feedback.setProgress(share * 100)
        feedback.setProgressText(name.said(language()))

    return step


def progress(feedback: QgsProcessingFeedback) -> Callable[[int, int, Text], None]:
    """Tells how far the check is, and ends it when the person does."""

    def tell(done: int, of: int, title: Text) -> None:
        if feedback.isCanceled():
            raise QgsProcessingException(QCoreApplication.translate("Ncovy", "Đã dừng kiểm tra."))
        feedback.setProgress(100 * done / of)

    return tell


def moment_parameter(name: str, text: str, *, optional: bool = True) -> QgsProcessingParameterDateTime:
    """A date and time, Vietnamese unless it names a zone."""
    return QgsProcessingParameterDateTime(name, text, QgsProcessingParameterDateTime.Type.DateTime, None, optional)


def moment_of(given: QDateTime) -> datetime:
    """What was chosen, with its zone."""
    moment = to_python(given)
    if moment is None:
        raise QgsProcessingException(QCoreApplication.translate("Ncovy", "Hãy nêu thời điểm."))
    return moment


def text_fields(names: Iterable[str]) -> QgsFields:
    """Text columns, typed by the memory provider: type constants differ between Qt 5 and 6."""
    return typed_fields([(name, "string") for name in names])


def typed_fields(columns: Sequence[tuple[str, str]]) -> QgsFields:
    """(name, type of the memory provider) as fields."""
    return QgsVectorLayer("Point?" + "&".join(f"field={name}:{kind}" for name, kind in columns), "", "memory").fields()


def read_table(connection: Connection, query: sql.Composable) -> tuple[list[tuple[str, str]], list[tuple[bytes, list[Any]]]]:
    """Columns for typed_fields and, row by row, WKB and attributes of a query with a column `geom`."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT public.st_asbinary(t.geom), t.* FROM ({}) AS t").format(query))
        told = [(place, each.name, _TYPES.get(each.type_code, "string")) for place, each in enumerate(cursor.description) if place and each.name != "geom"]
        rows = [(bytes(row[0]), [_attribute(row[place]) for place, _, _ in told]) for row in cursor]
    return [(name, kind) for _, name, kind in told], rows


def _attribute(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else to_qgis(value)
