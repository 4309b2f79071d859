"""What the algorithms share: the service parameter, a connection for it, and sentences for errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsProcessingParameterString
from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogue import Text
from ..db.connection import connect
from ..db.errors import DatabaseError, SetupError
from ..gis.layers import LayerError
from ..gis.project import language
from ..gis.refusals import refusal_of_error
from ..gis.source import Source, read_source
from ..publish.errors import PublishError

SERVICE = "SERVICE"


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
        raise QgsProcessingException(error.text.en if language() == "en" else error.text.vi) from error
    except LayerError as error:
        raise QgsProcessingException(str(error)) from error
    except PublishError as error:
        raise QgsProcessingException(error.en if language() == "en" else error.vi) from error
    except (DatabaseError, psycopg2.Error) as error:
        text = refusal_of_error(error).text
        raise QgsProcessingException(text.en if language() == "en" else text.vi) from error


def progress(feedback: QgsProcessingFeedback) -> Callable[[int, int, Text], None]:
    """Tells how far the check is, and ends it when the person does."""

    def tell(done: int, of: int, title: Text) -> None:
        if feedback.isCanceled():
            raise QgsProcessingException(QCoreApplication.translate("Ncovy", "Đã dừng kiểm tra."))
        feedback.setProgress(100 * done / of)

    return tell
