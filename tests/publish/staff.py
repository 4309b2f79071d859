"""People at work while releases are made: features of the sample written, submitted and approved as the real desk does, and moved from layer to layer."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Layer
from ncovy_qgis.db.changes import Change, Insert, Receipt, Remove, save
from ncovy_qgis.demo.sample import Row, read_sample, start_exercise
from tests.db.desk import QUYNH_LUU, VINH, point
from tests.server import ERA, Database

MOVED = ("pharmacy", "testing_site", "medical_facility", "essential_service")
EDITOR, SUPERVISOR = "minh", "tuan"


def begin(database: Database) -> None:
    """The clock of the sample; one editor may write in the whole province."""
    with closing(database.admin()) as connection:
        start_exercise(connection)
    database.run("SELECT ncovy_app.grant_area(%s, '40', %s::smallint)", (EDITOR, ERA))


def sample(catalogue: Catalogue, layer: Layer, count: int) -> list[Row]:
    """The first rows of a layer's sample, those before that name no other feature."""
    named = {field.name for field in layer.fields if field.type == "reference"}
    return sorted((row for row in read_sample(catalogue) if row.layer == layer.name), key=lambda row: bool(named & set(row.values)))[:count]


def insert(database: Database, row: Row, **changed: Any) -> Insert:
    """A sample row as a change."""
    ((wkb,),) = database.run("SELECT ST_AsBinary(ST_GeomFromText(%s, 4326))", (row.wkt,))
    return Insert(row.layer, str(uuid4()), {**row.values, **changed}, bytes(wkb))


def write(connection: Connection, changes: Sequence[Change], comment: str = "thử") -> tuple[Receipt, ...]:
    """One save, submitted."""
    receipts = save(connection, changes, client_uid=uuid4(), comment=comment)
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT")
        for each in receipts:
            cursor.execute("SELECT ncovy_app.submit(%s, %s, %s)", (each.layer, each.uid, each.row_version))
    return receipts


def approve(connection: Connection, receipts: Sequence[Receipt], note: str | None = None) -> None:
    """All of it in one transaction: the public sees all or nothing."""
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT")
        for each in receipts:
            cursor.execute("SELECT ncovy_app.approve(%s, %s, %s, %s)", (each.layer, each.uid, each.row_version, note))


@dataclass
class Movers:
    """Writers of four threads, each with features of its own, who take them out of one layer and put them into another, and elsewhere."""

    database: Database
    catalogue: Catalogue
    each: int = 3
    moves: int = 0
    failed: list[BaseException] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.templates = {name: sample(self.catalogue, self.catalogue.layer(name), 1)[0] for name in MOVED}
        self.lines = [(self.database.connect(EDITOR), self.database.connect(SUPERVISOR)) for _ in range(4)]
        self.where = [{number: self._put(writer, number, number) for number in range(self.each)} for writer in range(4)]
        self.threads = [threading.Thread(target=self._work, args=(writer,)) for writer in range(4)]

    @property
    def names(self) -> list[str]:
        return sorted(self._name(writer, number) for writer in range(4) for number in range(self.each))

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        """Let everybody finish; whoever failed says so."""
        self.stop.set()
        for thread in self.threads:
            thread.join()
        for line in self.lines:
            for connection in line:
                connection.close()
        if self.failed:
            raise self.failed[0]

    def _name(self, writer: int, number: int) -> str:
        return f"Nơi di chuyển {'ABCD'[writer]}{number}"

    def _new(self, writer: int, number: int, turn: int) -> Insert:
        template = self.templates[MOVED[(writer + turn) % 4]]
        place = (VINH, QUYNH_LUU)[turn % 2]
        spot = (place[0] + 0.002 * writer, place[1] + 0.002 * number)
        return Insert(template.layer, str(uuid4()), {**template.values, "name": self._name(writer, number), "warning_reason": "Thử"}, point(spot))

    def _put(self, writer: int, number: int, turn: int) -> Receipt:
        editor, supervisor = self.lines[writer]
        (receipt,) = write(editor, [self._new(writer, number, turn)])
        approve(supervisor, [receipt])
        return receipt

    def _work(self, writer: int) -> None:
        editor, supervisor = self.lines[writer]
        turn = 0
        try:
            while not self.stop.is_set():
                turn += 1
                number = turn % self.each
                old = self.where[writer][number]
                gone = Remove(old.layer, old.uid, old.row_version, "Chuyển nơi khác")
                receipts = write(editor, [gone, self._new(writer, number, turn + number)])
                approve(supervisor, receipts)
                self.where[writer][number] = next(each for each in receipts if each.uid != old.uid)
                self.moves += 1
        except BaseException as error:  # told by end()
            self.failed.append(error)

