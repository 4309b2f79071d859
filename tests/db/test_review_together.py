"""Two at the same feature at the same moment: whoever comes second is told what became of it; nothing is decided twice, nothing unseen becomes public."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ncovy_qgis.db import queue, review
from ncovy_qgis.db.changes import Update, save
from ncovy_qgis.db.errors import DatabaseError, SaveRefused
from tests.db.desk import VINH, pharmacy, row, store
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

Deed = Callable[["Connection"], object]
WAITS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = %s AND wait_event_type = 'Lock'"


def waiting(database: Database, count: int = 1) -> list[str]:
    """Pharmacies of lan's, a hundred metres apart, submitted in version 1."""
    items = [pharmacy((VINH[0] + place * 0.001, VINH[1])) for place in range(count)]
    store(database, "lan", *items)
    with closing(database.connect("lan")) as lan:
        for item in items:
            review.submit(lan, "pharmacy", item.uid, 1)
    return [str(item.uid) for item in items]


def code_of(database: Database, person: str, deed: Deed) -> str | None:
    with closing(database.connect(person)) as connection:
        try:
            deed(connection)
        except DatabaseError as error:
            return error.refusal.code
        except SaveRefused as error:
            return error.refusals[0].code
    return None


@contextmanager
def held_back(database: Database, person: str, statement: str, *values: object) -> Iterator[None]:
    """What this person does is done but not committed while the block runs."""
    with closing(database.connect(person)) as first:
        with first.cursor() as cursor:
            cursor.execute("SELECT")
            cursor.execute(statement, values)
        yield
        first.commit()


def while_held(database: Database, first: tuple[str, str, tuple[object, ...]], second: tuple[str, Deed]) -> str | None:
    """The answer of `second`, who came while `first` was at it and had to wait for the commit."""
    with ThreadPoolExecutor(1) as pool:
        with held_back(database, first[0], first[1], *first[2]):
            answer: Future[str | None] = pool.submit(code_of, database, *second)
            until(lambda: database.run(WAITS, (second[0],)) == [(1,)])
            assert not answer.done()
        return answer.result(timeout=20)


def until(true: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "nobody waited for the lock"
        time.sleep(0.02)


APPROVE = "SELECT ncovy_app.approve('pharmacy', %s, 1)"
APPROVE_ALL = "SELECT count(*) FROM ncovy_app.approve_items('pharmacy', ARRAY[%s]::uuid[], '{1}')"
RETURN = "SELECT ncovy_app.return_item('pharmacy', %s, 1, 'thiếu số nhà')"
SECOND: dict[str, Callable[[str], Deed]] = {
    "approve": lambda uid: lambda connection: review.approve(connection, "pharmacy", uid, 1),
    "approve many": lambda uid: lambda connection: one(review.approve_many(connection, [("pharmacy", uid, 1)])),
    "return many": lambda uid: lambda connection: one(review.return_many(connection, [("pharmacy", uid, 1)], "x")),
    "by field": lambda uid: lambda connection: review.approve_fields(connection, "pharmacy", uid, 1, ["phone"], "x"),
    "ask": lambda uid: lambda connection: review.ask(connection, "pharmacy", uid, 1, "Số nhà nào?"),
}


def one(verdicts: tuple[review.Verdict, ...]) -> None:
    """The refusal of the only one, raised as that of a single deed."""
    ((refusal),) = [each.refusal for each in verdicts]
    if refusal:
        raise DatabaseError(refusal)


@pytest.mark.parametrize("second", SECOND)
@pytest.mark.parametrize("first", [APPROVE, APPROVE_ALL, RETURN])
def test_of_two_supervisors_the_second_is_told_the_new_state(database: Database, first: str, second: str) -> None:
    (uid,) = waiting(database)
    assert while_held(database, ("tuan", first, (uid,)), ("thu", SECOND[second](uid))) == "NC009"
    decided = database.run("SELECT by, verdict FROM ncovy.decision WHERE verdict <> 'submit'")
    assert decided == [("tuan", "return" if first == RETURN else "approve")]
    assert len(database.run("SELECT uid FROM ncovy_public.pharmacy")) == (first != RETURN)


EDIT = "UPDATE ncovy.pharmacy SET phone = '113', base_version = 1 WHERE uid = %s"


@pytest.mark.parametrize("second", SECOND)
def test_an_edit_under_way_stops_the_decision_about_the_old_version(database: Database, second: str) -> None:
    (uid,) = waiting(database)
    assert while_held(database, ("minh", EDIT, (uid,)), ("tuan", SECOND[second](uid))) == "NC001"
    assert row(database, "pharmacy", uid, "review_state", "row_version", "approved_version") == ("draft", 2, None)
    assert database.run("SELECT uid FROM ncovy_public.pharmacy") == []


def test_an_edit_that_comes_during_the_approval_is_stored_as_a_draft_and_the_approved_version_stays_public(database: Database) -> None:
    (uid,) = waiting(database)

    def edit(connection: Connection) -> None:
        save(connection, [Update("pharmacy", uid, 1, {"phone": "113"})], client_uid=uuid4(), comment="thử")

    assert while_held(database, ("tuan", APPROVE, (uid,)), ("minh", edit)) is None
    assert row(database, "pharmacy", uid, "review_state", "row_version", "approved_version", "phone") == ("draft", 2, 1, "113")
    assert database.run("SELECT phone, row_version FROM ncovy_public.pharmacy") == [("0238 3844 528", 1)]


def test_an_edit_that_comes_during_an_approval_by_field_is_told_who_wrote_meanwhile(database: Database) -> None:
    (uid,) = waiting(database)
    with closing(database.connect("tuan")) as tuan, closing(database.connect("lan")) as lan:
        review.approve(tuan, "pharmacy", uid, 1)
        store(database, "lan", Update("pharmacy", uid, 1, {"phone": "113", "address": "5 Lê Lợi"}))
        review.submit(lan, "pharmacy", uid, 2)

    def edit(connection: Connection) -> None:
        save(connection, [Update("pharmacy", uid, 2, {"phone": "114"})], client_uid=uuid4(), comment="thử")

    part = "SELECT ncovy_app.approve_fields('pharmacy', %s, 2, '{phone}', 'địa chỉ sai')"
    assert while_held(database, ("tuan", part, (uid,)), ("minh", edit)) == "NC001"
    assert row(database, "pharmacy", uid, "row_version", "review_state") == (4, "returned")


@pytest.mark.parametrize("second", SECOND)
def test_an_area_taken_away_while_the_decision_waits_for_the_row_ends_the_right(database: Database, second: str) -> None:
    (uid,) = waiting(database)
    with ThreadPoolExecutor(1) as pool:
        with held_back(database, "minh", "SELECT FROM ncovy.pharmacy WHERE uid = %s FOR NO KEY UPDATE", uid):
            answer = pool.submit(code_of, database, "thu", SECOND[second](uid))
            until(lambda: database.run(WAITS, ("thu",)) == [(1,)])
            database.run("SELECT ncovy_app.revoke_area('thu', '412', 2021::smallint)")
        assert answer.result(timeout=20) == "NC006"
    assert row(database, "pharmacy", uid, "review_state") == ("submitted",)


def test_an_area_taken_away_ends_the_right_within_a_transaction_begun_before(database: Database) -> None:
    first, second = waiting(database, 2)
    with closing(database.connect("thu")) as thu, thu.cursor() as cursor:
        cursor.execute(APPROVE, (first,))
        database.run("SELECT ncovy_app.revoke_area('thu', '412', 2021::smallint)")
        with pytest.raises(Exception, match="NC006"):
            cursor.execute(APPROVE, (second,))
        thu.rollback()
    assert database.run("SELECT uid FROM ncovy_public.pharmacy") == []
    with closing(database.connect("thu")) as thu:
        assert [item.mine for item in queue.waiting(thu)] == [False, False]


def test_two_supervisors_with_the_same_queue_in_opposite_orders_approve_everything_once(database: Database) -> None:
    uids = waiting(database, 40)
    start = threading.Barrier(2)

    def approve(person: str, order: list[str]) -> list[str | None]:
        with closing(database.connect(person)) as connection:
            start.wait(timeout=20)
            found = [review.approve_many(connection, [("pharmacy", uid, 1) for uid in order[first : first + 8]]) for first in range(0, 40, 8)]
        return [verdict.refusal.code if verdict.refusal else None for verdicts in found for verdict in verdicts]

    with ThreadPoolExecutor(2) as pool:
        one_by_one = [pool.submit(approve, "tuan", uids), pool.submit(approve, "thu", uids[::-1])]
        answers = [each.result(timeout=60) for each in one_by_one]
    assert {code for answer in answers for code in answer} <= {None, "NC009"}
    assert sum(code is None for answer in answers for code in answer) == 40
    assert database.run("SELECT count(*), count(DISTINCT uid) FROM ncovy.decision WHERE verdict = 'approve'") == [(40, 40)]
    assert database.run("SELECT count(*) FROM ncovy_public.pharmacy") == [(40,)]


def test_editors_who_save_while_a_supervisor_decides_lose_nothing_and_nothing_unseen_is_public(database: Database) -> None:
    uids = waiting(database, 12)
    start = threading.Barrier(3)

    def edit(person: str, phone: str) -> int:
        start.wait(timeout=20)
        answers = [code_of(database, person, lambda connection, uid=uid: save(
            connection, [Update("pharmacy", uid, 1, {"phone": phone})], client_uid=uuid4(), comment="thử")) for uid in uids]  # fmt: skip
        assert set(answers) <= {None, "NC001"}
        return answers.count(None)

    def decide() -> int:
        start.wait(timeout=20)
        answers = [code_of(database, "tuan", SECOND["approve"](uid)) for uid in reversed(uids)]
        assert set(answers) <= {None, "NC001"}
        return answers.count(None)

    with ThreadPoolExecutor(3) as pool:
        edits = [pool.submit(edit, "minh", "113"), pool.submit(edit, "thu", "114")]
        approved = pool.submit(decide).result(timeout=60)
        stored = sum(each.result(timeout=60) for each in edits)
    assert stored == 12 == len(database.run("SELECT uid FROM ncovy.version WHERE row_version = 2"))
    assert database.run("SELECT phone, row_version FROM ncovy_public.pharmacy") == [("0238 3844 528", 1)] * approved
    assert database.run("SELECT count(*) FROM ncovy.pharmacy WHERE row_version = 2 AND review_state = 'draft'") == [(12,)]
