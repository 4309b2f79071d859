"""The failing network itself: what passes through it is whole, each fault does what it says, and nothing is left of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from tests.faults import Messages, Proxy
from tests.server import Database


@pytest.fixture
def proxy(module_database: Database) -> Iterator[Proxy]:
    with Proxy(module_database.cluster.socket_dir) as running:
        yield running


@pytest.fixture
def link(proxy: Proxy, module_database: Database) -> Iterator[Connection]:
    with closing(open_link(proxy, module_database)) as connection:
        yield connection


def open_link(proxy: Proxy, database: Database, **options: str) -> Connection:
    return psycopg2.connect(**proxy.dsn(database.name, "admin"), connect_timeout=2, **options)


def ask(connection: Connection, statement: str = "SELECT 1") -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def write(connection: Connection, text: str) -> None:
    ask(connection, "CREATE TABLE IF NOT EXISTS public.kept (text text)")
    ask(connection, f"INSERT INTO public.kept VALUES ('{text}')")


def kept(database: Database, text: str) -> bool:
    ask_admin = "SELECT to_regclass('public.kept') IS NOT NULL"
    return bool(database.run(ask_admin)[0][0] and database.run("SELECT text FROM public.kept WHERE text = %s", (text,)))


def seconds_of(connection: Connection) -> float:
    start = time.monotonic()
    ask(connection)
    return time.monotonic() - start


@pytest.mark.parametrize("sslmode", ["disable", "prefer"])
def test_what_passes_is_whole(proxy: Proxy, module_database: Database, sslmode: str) -> None:
    with closing(open_link(proxy, module_database, sslmode=sslmode)) as connection:
        assert ask(connection, "SELECT repeat('Nghệ An ', 200000)") == "Nghệ An " * 200_000


def test_any_cut_of_the_stream_gives_the_same_messages() -> None:
    stream = b"\x00\x00\x00\x08\x04\xd2\x16\x2f" + b"\x00\x00\x00\x09\x00\x03\x00\x00\x00" + b"Q\x00\x00\x00\x08abc\x00" + b"X\x00\x00\x00\x04"
    whole = list(Messages("to_server").feed(stream))
    assert [message[:1] for message in whole] == [b"\x00", b"\x00", b"Q", b"X"]
    single = Messages("to_server")
    assert [message for byte in stream for message in single.feed(bytes([byte]))] == whole


def test_a_longer_way_takes_its_time_and_not_much_more(proxy: Proxy, link: Connection) -> None:
    proxy.delay(rtt_ms=40)
    took = [seconds_of(link) for _ in range(5)][1:]
    assert 0.04 <= min(took) < 0.08


def test_a_narrow_way_carries_so_many_bits_a_second(proxy: Proxy, link: Connection) -> None:
    proxy.delay(rtt_ms=0, mbit=8)
    start = time.monotonic()
    ask(link, "SELECT repeat('x', 500000)")
    assert 0.45 < time.monotonic() - start < 1.5


def test_a_black_hole_is_silent_and_what_it_held_arrives_late(proxy: Proxy, link: Connection) -> None:
    proxy.black_hole()
    answers: list[object] = []
    asking = threading.Thread(target=lambda: answers.append(ask(link, "SELECT 42")))
    asking.start()
    asking.join(0.3)
    assert asking.is_alive()
    proxy.heal()
    asking.join(5)
    assert answers == [42]


def test_nobody_gets_through_a_black_hole(proxy: Proxy, module_database: Database) -> None:
    proxy.black_hole("to_client")
    with pytest.raises(psycopg2.OperationalError, match="timeout"):
        open_link(proxy, module_database)


def test_a_closed_port_refuses_until_it_is_healed(proxy: Proxy, link: Connection, module_database: Database) -> None:
    proxy.refuse()
    with pytest.raises(psycopg2.OperationalError, match="refused"):
        open_link(proxy, module_database)
    assert ask(link) == 1
    proxy.heal()
    open_link(proxy, module_database).close()


def test_a_reset_is_seen_at_once_even_from_inside_a_hole(proxy: Proxy, link: Connection) -> None:
    proxy.black_hole()
    proxy.reset_all()
    start = time.monotonic()
    with pytest.raises(psycopg2.OperationalError):
        ask(link)
    assert time.monotonic() - start < 1
    while proxy.connections and time.monotonic() < start + 5:  # the threads that carried it take note
        time.sleep(0.02)
    assert proxy.connections == 0


@pytest.mark.parametrize("done", [True, False])
def test_a_lost_commit_is_done_or_not_and_the_client_cannot_tell(proxy: Proxy, link: Connection, module_database: Database, done: bool) -> None:
    write(link, f"commit {done}")
    proxy.lose_commit(done=done)
    with pytest.raises(psycopg2.OperationalError):
        link.commit()
    end = time.monotonic() + 2
    while kept(module_database, f"commit {done}") is not done and time.monotonic() < end:
        time.sleep(0.05)
    assert kept(module_database, f"commit {done}") is done
    with closing(open_link(proxy, module_database)) as again:
        write(again, "later")
        again.commit()


def test_the_same_seed_hits_the_same_messages(proxy: Proxy, module_database: Database) -> None:
    def hits() -> list[bool]:
        proxy.chance(0.1, seed=7, kinds=("cut", "lose"))
        done = []
        for _ in range(20):
            try:
                with closing(open_link(proxy, module_database)) as connection:
                    ask(connection)
                    done.append(True)
            except psycopg2.OperationalError:
                done.append(False)
        return done

    first = hits()
    assert first == hits()
    assert 0 < first.count(False) < 15


def test_a_lost_answer_was_an_order_carried_out(proxy: Proxy, link: Connection, module_database: Database) -> None:
    link.autocommit = True
    proxy.chance(1, kinds=("lose",))
    with pytest.raises(psycopg2.OperationalError):
        ask(link, "CREATE TABLE public.carried_out ()")
    assert module_database.run("SELECT to_regclass('public.carried_out') IS NOT NULL") == [(True,)]
    assert proxy.counts["lose"] >= 1


def test_a_stalled_message_comes_late_and_whole(proxy: Proxy, link: Connection) -> None:
    proxy.chance(1, kinds=("stall",), stall_s=0.2)
    assert seconds_of(link) >= 0.2


def test_a_server_that_is_down_looks_like_a_closed_door(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Proxy(tmp_path_factory.mktemp("nobody")) as proxy, pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(**proxy.dsn("none", "admin"), connect_timeout=2)


def test_nothing_is_left_running(module_database: Database) -> None:
    before = set(threading.enumerate())
    with Proxy(module_database.cluster.socket_dir) as proxy:
        connection = open_link(proxy, module_database)
        proxy.black_hole()
    assert set(threading.enumerate()) == before
    with pytest.raises(psycopg2.OperationalError):
        ask(connection)
