"""The talk about a feature: questions, answers, and what of it waits in an author's inbox."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from ncovy_qgis.db import queue, review
from ncovy_qgis.db.changes import Remove, Update
from ncovy_qgis.db.errors import DatabaseError
from ncovy_qgis.db.threads import inbox, thread
from tests.db.desk import VINH, pharmacy, row, store
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection


@pytest.fixture
def uid(database: Database, lan: Connection) -> str:
    """A pharmacy of lan's that waits in version 1."""
    item = pharmacy(VINH)
    store(database, "lan", item)
    review.submit(lan, "pharmacy", item.uid, 1)
    return str(item.uid)


def refused(act: Any) -> str:
    with pytest.raises(DatabaseError) as refusal:
        act()
    return refusal.value.refusal.code


def test_a_question_leaves_the_version_waiting_and_reaches_its_author(database: Database, lan: Connection, tuan: Connection, uid: str) -> None:
    review.ask(tuan, "pharmacy", uid, 1, "  Số nhà\u200b nào? ")
    assert row(database, "pharmacy", uid, "review_state", "row_version") == ("submitted", 1)
    (item,) = queue.waiting(tuan)
    assert item.asked
    (asked,) = inbox(lan)
    assert (asked.uid, asked.asked, asked.reason, asked.by, asked.returned_version, asked.review_state) == (uid, True, "Số nhà nào?", "tuan", None, "submitted")
    assert (round(asked.lon, 6), round(asked.lat, 6), asked.commune_name) == (*VINH, "Phường Hà Huy Tập")


def test_an_answer_closes_the_question(lan: Connection, tuan: Connection, uid: str) -> None:
    review.ask(tuan, "pharmacy", uid, 1, "Số nhà nào?")
    review.answer(lan, "pharmacy", uid, 1, "Số 5")
    assert inbox(lan) == ()
    assert not queue.waiting(tuan)[0].asked
    assert [(word.by, word.verdict, word.reason, word.row_version) for word in thread(tuan, "pharmacy", uid)] == [
        ("lan", "submit", None, 1),
        ("tuan", "ask", "Số nhà nào?", 1),
        ("lan", "answer", "Số 5", 1),
    ]
    assert [word.at for word in thread(tuan, "pharmacy", uid)] == sorted(word.at for word in thread(tuan, "pharmacy", uid))
    review.approve(tuan, "pharmacy", uid, 1)


def test_a_returned_item_stays_in_the_inbox_until_it_is_handed_over_again(database: Database, lan: Connection, tuan: Connection, uid: str) -> None:
    review.return_item(tuan, "pharmacy", uid, 1, "thiếu số nhà")
    (back,) = inbox(lan)
    assert (back.review_state, back.returned_version, back.row_version, back.reason, back.asked) == ("returned", 1, 1, "thiếu số nhà", False)
    store(database, "lan", Update("pharmacy", uid, 1, {"address": "5 Lê Lợi"}))
    (back,) = inbox(lan)
    assert (back.review_state, back.returned_version, back.row_version) == ("draft", 1, 2)
    review.submit(lan, "pharmacy", uid, 2)
    assert inbox(lan) == ()
    assert queue.waiting(tuan)[0].returned_before == 1


def test_a_word_after_a_return_does_not_take_it_out_of_the_inbox(lan: Connection, tuan: Connection, uid: str) -> None:
    review.return_item(tuan, "pharmacy", uid, 1, "thiếu số nhà")
    review.answer(lan, "pharmacy", uid, 1, "Phố này không có số nhà.")
    (back,) = inbox(lan)
    assert (back.returned_version, back.reason) == (1, "thiếu số nhà")


def test_who_took_part_since_the_approval_is_told_and_nobody_else(
    database: Database, lan: Connection, minh: Connection, tuan: Connection, uid: str
) -> None:
    review.approve(tuan, "pharmacy", uid, 1)
    store(database, "minh", Update("pharmacy", uid, 1, {"phone": "113"}))
    review.submit(minh, "pharmacy", uid, 2)
    review.return_item(tuan, "pharmacy", uid, 2, "số sai")
    assert [each.uid for each in inbox(minh)] == [uid]
    assert inbox(lan) == ()  # her version was approved
    assert inbox(tuan) == ()


def test_a_removal_that_came_back_is_told_too(database: Database, lan: Connection, tuan: Connection, uid: str) -> None:
    review.approve(tuan, "pharmacy", uid, 1)
    store(database, "lan", Remove("pharmacy", uid, 1, "đóng cửa"))
    review.submit(lan, "pharmacy", uid, 2)
    review.return_item(tuan, "pharmacy", uid, 2, "vẫn mở cửa")
    assert [(each.uid, each.row_version) for each in inbox(lan)] == [(uid, 2)]


def test_asking_is_a_supervisors_of_the_area_about_what_waits_in_the_version_seen(database: Database, lan: Connection, tuan: Connection, uid: str) -> None:
    assert refused(lambda: review.ask(lan, "pharmacy", uid, 1, "?")) == "NC006"
    assert refused(lambda: review.ask(tuan, "pharmacy", uid, 2, "?")) == "NC001"
    assert refused(lambda: review.ask(tuan, "pharmacy", uid, 1, "  ")) == "NC009"
    review.approve(tuan, "pharmacy", uid, 1)
    assert refused(lambda: review.ask(tuan, "pharmacy", uid, 1, "?")) == "NC009"
    database.run("SELECT ncovy_app.revoke_area('thu', '412', 2021::smallint)")
    with closing(database.connect("thu")) as thu:
        assert refused(lambda: review.ask(thu, "pharmacy", uid, 1, "?")) in ("NC006", "42501")


def test_answering_needs_something_to_answer_and_is_the_authors_or_a_supervisors(lan: Connection, minh: Connection, tuan: Connection, uid: str) -> None:
    assert refused(lambda: review.answer(lan, "pharmacy", uid, 1, "Số 5")) == "NC009"
    review.ask(tuan, "pharmacy", uid, 1, "Số nhà nào?")
    assert refused(lambda: review.answer(minh, "pharmacy", uid, 1, "Số 5")) == "NC006"
    assert refused(lambda: review.answer(lan, "pharmacy", uid, 1, "\n")) == "NC009"
    review.answer(tuan, "pharmacy", uid, 1, "Đã gọi điện: số 5")
    review.approve(tuan, "pharmacy", uid, 1)
    assert refused(lambda: review.answer(lan, "pharmacy", uid, 1, "Số 5")) == "NC009"


def test_talking_makes_nobody_an_author(lan: Connection, tuan: Connection, uid: str) -> None:
    review.ask(tuan, "pharmacy", uid, 1, "Số nhà nào?")
    review.answer(lan, "pharmacy", uid, 1, "Số 5")
    assert queue.waiting(tuan)[0].authors == ("lan",)


def test_a_viewer_reads_the_thread(database: Database, tuan: Connection, uid: str) -> None:
    review.ask(tuan, "pharmacy", uid, 1, "Số nhà nào?")
    with closing(database.connect("vy")) as vy:
        assert [word.verdict for word in thread(vy, "pharmacy", uid)] == ["submit", "ask"]
        assert inbox(vy) == ()
