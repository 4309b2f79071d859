"""Where the database is: a pg_service name or an authentication id, never a user or password in text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from psycopg2.extensions import parse_dsn
from qgis.core import QgsDataSourceUri, QgsVectorLayer


@dataclass(frozen=True)
class Source:
    """A connection as QGIS stores it; `service`, or `authcfg` with host, port and database name."""

    service: str = ""
    authcfg: str = ""
    host: str = ""
    port: str = "5432"
    dbname: str = ""

    def uri(self) -> QgsDataSourceUri:
        """Connection part of a layer's address."""
        uri = QgsDataSourceUri()
        if self.service:
            uri.setConnection(self.service, "", "", "", _ssl())
        else:
            uri.setConnection(self.host, self.port, self.dbname, "", "", _ssl(), self.authcfg)
        return uri

    def dsn(self) -> Mapping[str, str]:
        """libpq parameters, with what the authentication id stands for: keep them in memory only."""
        return parameters(self.uri())

    def text(self) -> str:
        """One line for a Processing parameter: the service, or keywords without any secret."""
        if self.service:
            return self.service
        return f"authcfg={self.authcfg} host={self.host} port={self.port} dbname={self.dbname}"

    def title(self) -> str:
        """How a person names it."""
        return self.service or f"{self.dbname} ({self.host}:{self.port})"


def read_source(text: str) -> Source:
    """What Source.text wrote."""
    if "=" not in text:
        return Source(service=text.strip())
    return Source(**dict(word.split("=", 1) for word in text.split()))


def _ssl() -> QgsDataSourceUri.SslMode:
    return QgsDataSourceUri.SslMode.SslPrefer


def parameters(uri: QgsDataSourceUri) -> Mapping[str, str]:
    """libpq parameters of a layer's address."""
    found = parse_dsn(uri.connectionInfo(True))
    return {name: value for name, value in found.items() if value}


def parameters_of(layer: QgsVectorLayer) -> Mapping[str, str]:
    """libpq parameters of the connection a layer was opened with."""
    return parameters(QgsDataSourceUri(layer.source()))


def source_of(layer: QgsVectorLayer) -> Source:
    """The connection a layer was opened with."""
    uri = QgsDataSourceUri(layer.source())
    return Source(uri.service(), uri.authConfigId(), uri.host(), uri.port(), uri.database())


def place_of(dsn: Mapping[str, str]) -> str:
    """Names a database in a journal, without secrets."""
    if dsn.get("service"):
        return dsn["service"]
    return f"{dsn.get('host', '')}:{dsn.get('port', '')}/{dsn.get('dbname', '')}"
