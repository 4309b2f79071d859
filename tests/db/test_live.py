"""The live map in the database: everybody is told of every save once, in whatever order it was committed; nobody speaks for another."""

from __future__ import annotations

import json
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any, Optional
from uuid import UUID, uuid4

import psycopg2
import pytest
from psycopg2 import errors, sql

from ncovy_qgis.db.changes import Insert
from ncovy_qgis.db.live import _FRESH, PER_PERSON, Bell, Ended, Line, Silence
from tests.db.desk import PHARMACY, VINH, VINH_2, point, store
from tests.server import Database

QUICK = """
    INSERT INTO ncovy.testing_site (name, geom, active_from) VALUES (%s, 'SRID=4326;POINT(105.68 18.67)', '2021-08-22') RETURNING uid::text
"""
OTHERS_SAVES = """
    INSERT INTO ncovy.changeset (by, at) SELECT 'x', now() - n * interval '1 s' FROM generate_series(1, 5000) AS n;
    INSERT INTO ncovy.version (layer, uid, operation, row_version, "row", geom, changeset)
    SELECT 'pharmacy', gen_random_uuid(), 'insert', 1, '{}', 'SRID=4326;POINT(105.68 18.67)', c.id FROM ncovy.changeset AS c
"""
HERE = "SELECT ncovy_app.here(%s, %s)"
Dial = Callable[..., Line]


@pytest.fixture
def dial(database: Database) -> Iterator[Dial]:
    """Open a line as a person; all are hung up afterwards."""
    opened: list[Line] = []

    def line(person: str = "lan", client: Optional[UUID] = None, since: Optional[str] = None, bell: Optional[Bell] = None) -> Line:
        opened.append(Line(database.dsn(person), client or uuid4(), bell or Bell(), since))
        return opened[-1]

    yield line
    for each in opened:
        each.close()
        each._bell.close()


def test_a_save_is_notified_at_once_and_told_with_who_what_and_where(dial: Dial, database: Database) -> None:
    line = dial("lan")
    began = time.monotonic()
    ((uid,),) = database.run(QUICK, ("Trạm y tế Lê Mao",), person="minh")
    assert line.wait(4)
    assert time.monotonic() - began < 1
    (told,) = line.changes()
    assert (told.layer, told.uid, told.row_version, told.by, told.operation, told.name) == ("testing_site", uid, 1, "minh", "insert", "Trạm y tế Lê Mao")
    assert told.application == "tests" and told.at.tzinfo is not None
    assert told.wkb == point((105.68, 18.67))
    assert line.changes() == ()


def test_the_notification_names_layer_highest_number_and_changeset_once_a_statement(database: Database) -> None:
    with closing(database.connect("vy")) as listener:
        listener.autocommit = True
        with listener.cursor() as cursor:
            cursor.execute("LISTEN ncovy")
        two = [Insert("pharmacy", str(uuid4()), {**PHARMACY, "name": f"Nhà thuốc {number}"}, point(VINH)) for number in (1, 2)]
        store(database, "lan", *two)
        select.select([listener], [], [], 4)
        listener.poll()
        payloads = [json.loads(notice.payload) for notice in listener.notifies]
    ((seq, changeset),) = database.run("SELECT max(seq), max(changeset) FROM ncovy.version")
    assert payloads == [{"kind": "version", "layer": "pharmacy", "seq": seq, "changeset": changeset}]


def test_a_save_of_ones_own_is_known_by_its_id(dial: Dial, database: Database) -> None:
    line = dial("lan")
    store(database, "lan", Insert("pharmacy", str(uuid4()), {**PHARMACY, "name": "Nhà thuốc 1"}, point(VINH)))
    ((client_uid,),) = database.run("SELECT client_uid::text FROM ncovy.changeset")
    assert [told.save for told in line.changes()] == [UUID(client_uid)]


def test_a_decision_is_notified_and_told(dial: Dial, database: Database) -> None:
    complete = {**PHARMACY, "warning_reason": "Đã gọi điện xác minh"}
    uid = store(database, "lan", Insert("pharmacy", str(uuid4()), complete, point(VINH_2)))[0].uid
    line = dial("minh")
    database.run("SELECT ncovy_app.submit('pharmacy', %s, 1)", (uid,), person="lan")
    assert line.wait(4)
    (told,) = line.changes()
    assert (told.layer, told.uid, told.row_version, told.by, told.operation, told.wkb) == ("pharmacy", uid, 1, "lan", "submit", None)


def test_without_notifications_looking_is_enough(dial: Dial, database: Database) -> None:
    database.run("ALTER TABLE ncovy.version DISABLE TRIGGER z_tell")
    line = dial("lan")
    database.run(QUICK, ("Trạm y tế Lê Mao",), person="minh")
    assert not line.wait(0.3)
    assert [told.name for told in line.changes()] == ["Trạm y tế Lê Mao"]


def test_an_earlier_number_that_is_committed_later_is_not_missed(dial: Dial, database: Database) -> None:
    line = dial("vy")
    with closing(database.connect("lan")) as slow, slow.cursor() as cursor:
        cursor.execute("SELECT")
        cursor.execute(QUICK, ("Chậm",))
        database.run(QUICK, ("Nhanh",), person="minh")
        assert [told.name for told in line.changes()] == ["Nhanh"]
        assert line.changes() == ()
        slow.commit()
    assert [told.name for told in line.changes()] == ["Chậm"]
    assert database.run("SELECT \"row\" ->> 'name' FROM ncovy.version ORDER BY seq") == [("Chậm",), ("Nhanh",)]
    assert line.changes() == ()


def test_many_writers_at_once_are_told_completely_and_once_each(dial: Dial, database: Database) -> None:
    line, names = dial("vy"), [f"Điểm {number}" for number in range(24)]

    def work(person: str, own: list[str]) -> None:
        for name in own:
            with closing(database.connect(person)) as connection, connection.cursor() as cursor:
                cursor.execute("SELECT")
                cursor.execute(QUICK, (name,))
                time.sleep(hash(name) % 7 / 200)
                connection.commit()

    writers = [threading.Thread(target=work, args=(("lan", "minh")[part % 2], names[part::4])) for part in range(4)]
    for writer in writers:
        writer.start()
    told: list[Any] = []
    while any(writer.is_alive() for writer in writers):
        line.wait(0.05)
        told += line.changes()
    told += line.changes()
    assert sorted(each.name for each in told) == sorted(names)


def test_what_was_rolled_back_is_never_told(dial: Dial, database: Database) -> None:
    line = dial("vy")
    with closing(database.connect("lan")) as given_up, given_up.cursor() as cursor:
        cursor.execute("SELECT")
        cursor.execute(QUICK, ("Bỏ đi",))
        given_up.rollback()
    assert not line.wait(0.2)
    assert line.changes() == ()


def test_a_new_line_tells_what_came_while_there_was_none(dial: Dial, database: Database) -> None:
    first = dial("lan")
    seen = first.snapshot
    first.close()
    database.run(QUICK, ("Giữa hai lần nối",), person="minh")
    assert [told.name for told in dial("lan", since=seen).changes()] == ["Giữa hai lần nối"]
    assert dial("lan").changes() == ()


def test_a_database_put_back_from_another_server_neither_floods_nor_deafens(dial: Dial, database: Database) -> None:
    database.run(QUICK, ("Chuyện cũ",), person="minh")
    database.run("SET session_replication_role = replica; UPDATE ncovy.changeset SET xid = 4000000000; UPDATE ncovy.version SET xid = 4000000000")
    line = dial("lan", since="5000000000:5000000000:")
    assert line.changes() == ()
    database.run(QUICK, ("Chuyện mới",), person="minh")
    assert [told.name for told in line.changes()] == ["Chuyện mới"]


def test_the_line_knows_whether_notifications_arrive(dial: Dial, database: Database) -> None:
    line = dial("lan")
    assert not line.proven
    line.ping()
    assert line.wait(4) and line.proven
    with closing(line._connection.cursor()) as cursor:
        cursor.execute("UNLISTEN *")
        line._settle(2)
    line.ping()
    line.ping()
    assert not line.wait(0.2)
    assert not line.proven


def test_forged_notifications_tell_nothing(dial: Dial, database: Database) -> None:
    line = dial("lan")
    for payload in ("", "{", '{"kind": "version", "layer": "x\'; DROP TABLE ncovy.version", "seq": 99}'):
        database.run("SELECT pg_notify('ncovy', %s)", (payload,), person="phuc")
    assert line.wait(4)
    assert line.changes() == ()


def test_who_edits_what_is_seen_by_the_others_with_name_and_time(dial: Dial, database: Database) -> None:
    ((uid,),) = database.run(QUICK, ("Trạm y tế Lê Mao",), person="minh")
    lan, minh = dial("lan"), dial("minh")
    minh.announce([("testing_site", uid)])
    assert lan.wait(4)
    (seen,) = lan.present()
    assert (seen.person, seen.layer, seen.uid, seen.name, seen.wkb) == ("minh", "testing_site", uid, "Trạm y tế Lê Mao", point((105.68, 18.67)))
    ((now,),) = database.run("SELECT now()")
    assert abs(now - seen.since) < timedelta(seconds=30)
    minh.announce([("testing_site", uid)])
    assert not lan.wait(0.2), "a heartbeat is no news"
    assert [each.since for each in lan.present()] == [seen.since]
    minh.announce([])
    assert lan.wait(4)
    assert lan.present() == ()


def test_hanging_up_withdraws_at_once(dial: Dial, database: Database) -> None:
    ((uid,),) = database.run(QUICK, ("Trạm y tế Lê Mao",), person="minh")
    lan, minh = dial("lan"), dial("minh")
    minh.announce([("testing_site", uid)])
    assert len(lan.present()) == 1
    minh.close()
    assert lan.present() == ()


def test_presence_expires_after_a_minute_and_is_swept_by_the_next_call(dial: Dial, database: Database) -> None:
    ((uid,),) = database.run(QUICK, ("Trạm y tế Lê Mao",), person="minh")
    ghost, lan = uuid4(), dial("lan")
    database.run(HERE, (str(ghost), json.dumps([{"layer": "testing_site", "uid": uid}])), person="minh")
    database.run("UPDATE ncovy.presence SET since = since - interval '59 s', seen_at = seen_at - interval '59 s'")
    assert [each.client for each in lan.present()] == [ghost]
    database.run("UPDATE ncovy.presence SET since = since - interval '2 s', seen_at = seen_at - interval '2 s'")
    assert lan.present() == ()
    lan.announce([])
    assert database.run("SELECT count(*) FROM ncovy.presence") == [(0,)]


def test_coming_back_after_it_expired_begins_anew(dial: Dial, database: Database) -> None:
    ((uid,),) = database.run(QUICK, ("Trạm y tế Lê Mao",), person="minh")
    minh, lan = dial("minh"), dial("lan")
    minh.announce([("testing_site", uid)])
    ((first,),) = database.run("UPDATE ncovy.presence SET since = since - interval '9 min', seen_at = seen_at - interval '2 min' RETURNING since")
    minh.announce([("testing_site", uid)])
    (seen,) = lan.present()
    assert seen.since > first + timedelta(minutes=8)


def test_two_qgis_of_one_person_do_not_end_each_others_presence(dial: Dial, database: Database) -> None:
    ((uid,),) = database.run(QUICK, ("Trạm y tế Lê Mao",), person="minh")
    desk, laptop, lan = dial("minh"), dial("minh"), dial("lan")
    desk.announce([("testing_site", uid)])
    laptop.announce([("testing_site", uid)])
    assert len(lan.present()) == 2
    laptop.announce([])
    assert [each.client for each in lan.present()] == [desk._client]


def test_nobody_speaks_for_another(database: Database) -> None:
    ((uid,),) = database.run(QUICK, ("Trạm y tế Lê Mao",), person="minh")
    client, feature = str(uuid4()), json.dumps([{"layer": "testing_site", "uid": uid, "person": "tuan", "since": "2020-01-01"}])
    database.run(HERE, (client, feature), person="minh")
    database.run("SET ncovy.person = 'minh'; SELECT ncovy_app.here(%s, '[]')", (client,), person="lan")
    assert database.run("SELECT person, client::text FROM ncovy_app.presence") == [("minh", client)], "the id of another's QGIS gives no power over it"
    for deed in (
        "INSERT INTO ncovy.presence VALUES ('minh', gen_random_uuid(), 'testing_site', gen_random_uuid(), 'x', now(), now())",
        "UPDATE ncovy.presence SET person = 'tuan'",
        "DELETE FROM ncovy.presence",
        "INSERT INTO ncovy_app.presence (person) VALUES ('minh')",
        "SET SESSION AUTHORIZATION minh",
        "SET ROLE minh",
    ):
        with pytest.raises((errors.InsufficientPrivilege, errors.ObjectNotInPrerequisiteState)):
            database.run(deed, person="lan")


def test_a_viewer_sees_but_does_not_announce_and_a_publisher_does_not_see(dial: Dial, database: Database) -> None:
    ((uid,),) = database.run(QUICK, ("Trạm y tế Lê Mao",), person="minh")
    dial("minh").announce([("testing_site", uid)])
    viewer = dial("vy")
    assert not viewer.may_announce
    assert [each.person for each in viewer.present()] == ["minh"]
    with pytest.raises(errors.InsufficientPrivilege):
        viewer.announce([("testing_site", uid)])
    for source in ("ncovy.presence", "ncovy_app.presence"):
        with pytest.raises(errors.InsufficientPrivilege):
            database.run(f"SELECT * FROM {source}", person="phuc")
    assert not database.run("SELECT FROM pg_views WHERE schemaname = 'ncovy_public' AND definition LIKE '%presence%'")


def test_strange_features_are_left_out_and_there_is_an_end_to_many(database: Database) -> None:
    strange = [{"layer": "pg_class", "uid": str(uuid4())}, {"layer": "pharmacy"}, {}, {"layer": "pharmacy", "uid": str(uuid4())}]
    database.run(HERE, (str(uuid4()), json.dumps(strange)), person="lan")
    assert database.run("SELECT layer, name FROM ncovy_app.presence") == [("pharmacy", None)]
    many = [{"layer": "pharmacy", "uid": str(uuid4())} for _ in range(PER_PERSON + 200)]
    database.run(HERE, (str(uuid4()), json.dumps(many)), person="minh")
    assert database.run("SELECT count(*) FROM ncovy_app.presence WHERE person = 'minh'") == [(PER_PERSON,)]


def test_a_cut_line_is_noticed_while_waiting(dial: Dial, database: Database) -> None:
    line = dial("lan")
    database.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ncovy live'")
    with pytest.raises(psycopg2.Error):
        line.wait(5)


def test_a_bell_wakes_and_ends_whoever_waits(dial: Dial) -> None:
    bell = Bell()
    line = dial("lan", bell=bell)
    threading.Timer(0.2, bell.ring).start()
    began = time.monotonic()
    assert not line.wait(5)
    assert time.monotonic() - began < 2
    threading.Timer(0.2, bell.end).start()
    with pytest.raises(Ended):
        line.wait(5)
    with pytest.raises(Ended):
        bell.wait(5)


def test_a_server_that_never_answers_is_given_up_and_can_be_left_at_any_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as mute, closing(Bell()) as bell, closing(Bell()) as other:
        dsn = {"host": "127.0.0.1", "port": str(mute.getsockname()[1]), "dbname": "x", "user": "x"}
        threading.Timer(0.3, bell.end).start()
        began = time.monotonic()
        with pytest.raises(Ended):
            Line(dsn, uuid4(), bell)
        assert time.monotonic() - began < 2
        monkeypatch.setattr("ncovy_qgis.db.live.ANSWER_S", 0.3)
        with pytest.raises(Silence):
            Line(dsn, uuid4(), other)


def test_looking_reads_by_index_whatever_is_known_of_the_tables(dial: Dial, database: Database) -> None:
    line = dial("vy")
    database.run(OTHERS_SAVES)
    database.run("ANALYZE ncovy.changeset, ncovy.version")
    plan = "\n".join(row[0] for row in database.run(sql.SQL("EXPLAIN ") + _FRESH, {"since": line.snapshot}))
    assert "version_changeset" in plan and "Seq Scan on version" not in plan
    assert len(line.changes()) == 5000
