"""One save on its way: stored, refused, or unknown; never taken for one of the others."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from qgis.core import QgsGeometry

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.changes import Insert, Update
from ncovy_qgis.gis.refusals import refusal_of_error
from ncovy_qgis.gis.sending import Outcome, Parcel, Sending
from ncovy_qgis.gis.values import VIETNAM, to_wkb
from tests.gis.editors import VINH
from tests.server import Database

POINT = to_wkb(QgsGeometry.fromWkt(VINH), False)
VALUES = {"name": "Trạm y tế Lê Mao", "active_from": datetime(2021, 8, 22, tzinfo=VIETNAM)}
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE application_name = 'ncovy qgis' AND state = 'active' AND datname = current_database()"


def parcel(**values: Any) -> Parcel:
    return Parcel(uuid4(), (Insert("testing_site", str(uuid4()), {**VALUES, **values}, POINT),))


def send(database: Database, catalogue: Catalogue, what: Parcel, *unsettled: UUID) -> Outcome:
    sending = Sending(database.dsn("lan"), what, catalogue, unsettled)
    sending.start()
    sending.join()
    return sending.outcome


def count(database: Database) -> int:
    return int(database.run("SELECT count(*) FROM ncovy.testing_site")[0][0])


@contextmanager
def slow_table(database: Database) -> Iterator[None]:
    """Every write takes long enough to be cut off."""
    database.run("ALTER TABLE ncovy.testing_site ADD CONSTRAINT slow CHECK (pg_sleep(20)::text = '' AND name <> '') NOT VALID")
    try:
        yield
    finally:
        database.run("ALTER TABLE ncovy.testing_site DROP CONSTRAINT slow")


def writing(database: Database) -> int:
    """The process that writes now."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        found = database.run(BACKENDS)
        if found:
            return int(found[0][0])
        time.sleep(0.02)
    raise AssertionError("nobody writes")


def test_stored_is_told_by_a_receipt_for_every_change(database: Database, catalogue: Catalogue) -> None:
    what = parcel()
    outcome = send(database, catalogue, what)
    assert [(item.uid, item.row_version, item.operation) for item in outcome.receipts] == [(what.changes[0].uid, 1, "insert")]
    assert (outcome.refusals, outcome.error) == ((), None)


def test_refused_is_told_with_the_field_and_nothing_is_stored(database: Database, catalogue: Catalogue) -> None:
    outcome = send(database, catalogue, parcel(phone="gọi chị Lan"))
    assert [(item.code, item.field) for item in outcome.refusals] == [("23514", "phone")]
    assert (outcome.receipts, outcome.error, count(database)) == ((), None, 0)


def test_a_version_nobody_has_is_a_refusal_not_an_error(database: Database, catalogue: Catalogue) -> None:
    gone = Parcel(uuid4(), (Update("testing_site", str(uuid4()), 3, {"name": "Không còn"}),))
    outcome = send(database, catalogue, gone)
    assert len(outcome.refusals) == 1
    assert outcome.error is None


def test_a_server_that_is_not_there_leaves_the_end_unknown(catalogue: Catalogue, tmp_path: Path) -> None:
    sending = Sending({"host": str(tmp_path), "dbname": "none", "user": "lan"}, parcel(), catalogue)
    sending.run()
    assert (sending.outcome.receipts, sending.outcome.refusals) == ((), ())
    assert sending.outcome.error is not None
    assert "máy chủ" in refusal_of_error(sending.outcome.error).text.vi.lower()


def test_an_earlier_save_that_was_stored_is_told_before_anything_new_is_sent(database: Database, catalogue: Catalogue) -> None:
    earlier, later = parcel(), parcel(name="Trạm y tế Hưng Dũng")
    send(database, catalogue, earlier)
    outcome = send(database, catalogue, later, earlier.client_uid)
    assert [item.uid for item in outcome.settled[earlier.client_uid]] == [earlier.changes[0].uid]
    assert (outcome.receipts, count(database)) == ((), 1)


def test_an_earlier_save_that_was_not_stored_does_not_hold_the_next_one_up(database: Database, catalogue: Catalogue) -> None:
    lost = uuid4()
    outcome = send(database, catalogue, parcel(), lost)
    assert outcome.settled == {lost: ()}
    assert (len(outcome.receipts), count(database)) == (1, 1)


def test_the_same_parcel_twice_is_stored_once(database: Database, catalogue: Catalogue) -> None:
    what = parcel()
    assert send(database, catalogue, what).receipts == send(database, catalogue, what).receipts
    assert count(database) == 1


def test_giving_up_stops_the_server_and_nothing_is_stored(database: Database, catalogue: Catalogue) -> None:
    with slow_table(database):
        sending = Sending(database.dsn("lan"), parcel(), catalogue)
        sending.start()
        writing(database)
        sending.give_up()
        sending.join(10)
        assert not sending.is_alive()
    assert (sending.outcome.receipts, count(database)) == ((), 0)


def test_a_connection_cut_in_the_middle_is_no_refusal(database: Database, catalogue: Catalogue) -> None:
    with slow_table(database):
        sending = Sending(database.dsn("lan"), parcel(), catalogue)
        sending.start()
        database.run("SELECT pg_terminate_backend(%s)", (writing(database),))
        sending.join(10)
    assert (sending.outcome.receipts, sending.outcome.refusals) == ((), ())
    assert sending.outcome.error is not None
    assert count(database) == 0


def test_giving_up_what_has_ended_does_no_harm(database: Database, catalogue: Catalogue) -> None:
    sending = Sending(database.dsn("lan"), parcel(), catalogue)
    sending.run()
    sending.give_up()
    assert sending.outcome.receipts


@pytest.mark.parametrize("error", [None, ValueError("geheim=1"), RuntimeError("row dump")])
def test_every_error_is_a_vietnamese_sentence_without_its_inside(error: Any) -> None:
    text = refusal_of_error(error).text
    assert text.vi.endswith(".")
    assert "geheim" not in text.vi + text.en
    assert "dump" not in text.vi + text.en


def test_a_change_nobody_can_send_is_told_as_an_error_not_as_silence(database: Database, catalogue: Catalogue) -> None:
    what = parcel()
    outcome = send(database, catalogue, Parcel(what.client_uid, what.changes * 2))
    assert isinstance(outcome.error, ValueError)
    assert "ngoài dự kiến" in refusal_of_error(outcome.error).text.vi


def test_nothing_is_stored_before_the_journal_has_it(database: Database, catalogue: Catalogue) -> None:
    stored: list[int] = []
    sending = Sending(database.dsn("lan"), parcel(), catalogue, noted=lambda: stored.append(count(database)))
    sending.run()
    assert (stored, len(sending.outcome.receipts), count(database)) == ([0], 1, 1)


def test_a_disk_that_breaks_down_leaves_nothing_stored(database: Database, catalogue: Catalogue) -> None:
    def broken() -> None:
        raise OSError("no space left")

    sending = Sending(database.dsn("lan"), parcel(), catalogue, noted=broken)
    sending.run()
    assert (sending.outcome.receipts, count(database)) == ((), 0)
    assert sending.outcome.error is not None
