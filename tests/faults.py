"""A network that fails on demand: a TCP proxy on 127.0.0.1 in front of the tests' server, whose faults are switched while it runs.

    with Proxy(database.cluster.socket_dir) as proxy:            # a free port; it ends with the block and leaves no thread
        connection = psycopg2.connect(**proxy.dsn(database.name, "lan"))
        proxy.delay(rtt_ms=10, mbit=100)                         # from now on, for old and new connections
        proxy.black_hole()                                       # nothing arrives, nothing is closed; black_hole("to_server") for one way
        proxy.heal()                                             # everything passes again; what was held arrives late, as TCP's retransmissions do
        proxy.reset_all()                                        # every open connection gets an RST (what a hole held is lost)
        proxy.refuse(); proxy.accept()                           # the port is closed; open again
        proxy.down(); proxy.heal()                               # refuse and reset_all; heal opens the port, too
        proxy.lose_commit()                                      # the next COMMIT is done, its answer lost, the connection reset
        proxy.lose_commit(done=False)                            # the next COMMIT does not reach the server
        proxy.chance(0.03, seed=1)                               # each message of a client: 3 % are hit by one of KINDS; chance(0) ends it
        proxy.counts["lose_commit"], proxy.connections           # what was done so far ("messages" of clients, "connections" too); how many are open

Threads may call every method; it has taken effect when the method returns. Write a pg_service file with `proxy.dsn` for QGIS layers.
"""

from __future__ import annotations

import asyncio
import random
import socket
import struct
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any, Optional

HOST = "127.0.0.1"
WAYS = ("to_server", "to_client")
KINDS = ("cut", "lose", "stall")  # reset before the message arrives; it arrives and the answer is lost; it comes late
RESET_AT_ONCE = struct.pack("ii", 1, 0)
SSL_REQUEST, GSS_REQUEST = 80877103, 80877104
CHUNK = 1 << 16
END = b""


class Messages:
    """Cuts one way of PostgreSQL's protocol into messages; what comes before the first typed one included."""

    def __init__(self, way: str) -> None:
        self._way, self._rest, self._greeting = way, b"", True

    def feed(self, data: bytes) -> Iterator[bytes]:
        """All messages that are complete now."""
        known, start = self._rest + data, 0
        while True:
            length = self._length(known[start : start + 8])
            if length == 0 or start + length > len(known):
                break
            message = known[start : start + length]
            self._greeting = self._greeting and self._still_greeting(message)
            yield message
            start += length
        self._rest = known[start:]

    def _length(self, head: bytes) -> int:
        """Bytes of the message that starts so; 0: not known yet."""
        if self._greeting and self._way == "to_client" and head[:1] in (b"N", b"S", b"G"):
            return 1  # "no encryption": the only answer a unix socket gives to an SSLRequest
        if self._greeting and self._way == "to_server":
            if len(head) < 8:
                return 0
            return int(struct.unpack("!i", head[:4])[0])
        return 1 + int(struct.unpack("!i", head[1:5])[0]) if len(head) >= 5 else 0

    def _still_greeting(self, message: bytes) -> bool:
        """True after an SSLRequest and its answer: a start of the usual kind follows."""
        if self._way == "to_client":
            return len(message) == 1
        return len(message) == 8 and struct.unpack("!i", message[4:])[0] in (SSL_REQUEST, GSS_REQUEST)


class Link:
    """One client's connection and the server's end of it."""

    def __init__(self, streams: dict[str, tuple[asyncio.StreamReader, asyncio.StreamWriter]]) -> None:
        self.streams = streams  # way → where its bytes come from, where they go
        self.queues: dict[str, asyncio.Queue[tuple[float, bytes]]] = {way: asyncio.Queue() for way in WAYS}
        self.busy_until = dict.fromkeys(WAYS, 0.0)
        self.task = asyncio.current_task()
        self.losing = False  # the next answer goes nowhere and is the end

    def reset(self) -> None:
        """RST to the client; the server sees the end of the connection."""
        for _, writer in self.streams.values():
            raw = writer.get_extra_info("socket")
            if raw is not None and raw.family == socket.AF_INET:
                with suppress(OSError):
                    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_ONCE)
            writer.transport.abort()
        if self.task is not None:
            self.task.cancel()


class Proxy:
    """The proxy; see the top of the file. `target` is the server's socket folder (or the socket itself)."""

    def __init__(self, target: Path, port: int = 0) -> None:
        self._target = target if target.is_socket() else target / ".s.PGSQL.5432"
        self.port = port
        self.counts: Counter[str] = Counter()
        self._links: set[Link] = set()
        self._listener: Optional[asyncio.AbstractServer] = None
        self._half_rtt, self._bytes_a_second = 0.0, float("inf")
        self._lost_commits = {True: 0, False: 0}  # done or not → how many of the next ones
        self._chance, self._dice, self._kinds, self._stall_s = 0.0, random.Random(0), KINDS, 0.3
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="fault proxy", daemon=True)

    def __enter__(self) -> Proxy:
        self._thread.start()
        self._do(self._open())
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def dsn(self, dbname: str, user: str) -> dict[str, str]:
        """Connection parameters in libpq's words."""
        return {"host": HOST, "port": str(self.port), "dbname": dbname, "user": user}

    @property
    def connections(self) -> int:
        return len(self._links)

    # --- faults -----------------------------------------------------------------------------------------------------

    def delay(self, rtt_ms: float, mbit: float = 0) -> None:
        """A longer way: `rtt_ms` there and back, `mbit` Mbit/s (0: no limit)."""
        self._half_rtt, self._bytes_a_second = rtt_ms / 2000, mbit * 125_000 if mbit else float("inf")

    def black_hole(self, *ways: str) -> None:
        """Hold everything back, without a word; both ways unless one is named."""
        self._do(self._flow(dict.fromkeys(ways or WAYS, False)))

    def fill_hole(self) -> None:
        """What the hole held arrives now; other faults stay."""
        self._do(self._flow(dict.fromkeys(WAYS, True)))

    def heal(self) -> None:
        """No fault, no delay; the port open. What was held arrives now."""
        self.delay(0)
        self.chance(0)
        self._lost_commits = {True: 0, False: 0}
        self.fill_hole()
        self.accept()

    def refuse(self) -> None:
        """Close the port; open connections stay."""
        self._do(self._close())

    def accept(self) -> None:
        """Open the port again."""
        self._do(self._open())

    def reset_all(self) -> None:
        """An RST for every open connection."""
        self._do(self._reset())

    def down(self) -> None:
        """As if the server had gone: nothing open, nothing to be opened."""
        self.refuse()
        self.reset_all()

    def lose_commit(self, count: int = 1, *, done: bool = True) -> None:
        """Of the next `count` COMMITs the answer (not `done`: the order itself) is lost and the connection reset."""
        self._lost_commits[done] = count

    def chance(self, probability: float, seed: int = 0, kinds: tuple[str, ...] = KINDS, stall_s: float = 0.3) -> None:
        """Each message of a client is hit with this probability by one of `kinds`; the same seed throws the same dice."""
        self._dice, self._kinds, self._stall_s = random.Random(seed), kinds, stall_s
        self._chance = probability

    # --- in the loop's thread ---------------------------------------------------------------------------------------

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _open(self) -> None:
        if not hasattr(self, "_flowing"):
            self._flowing = {way: asyncio.Event() for way in WAYS}
            await self._flow(dict.fromkeys(WAYS, True))
        if self._listener is None:
            self._listener = await asyncio.start_server(self._accepted, HOST, self.port, reuse_address=True)
            self.port = self._listener.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    async def _flow(self, ways: dict[str, bool]) -> None:
        for way, flows in ways.items():
            if flows:
                self._flowing[way].set()
            else:
                self._flowing[way].clear()

    async def _reset(self) -> None:
        for link in list(self._links):
            link.reset()
            self.counts["reset"] += 1

    async def _end(self) -> None:
        await self._close()
        await self._reset()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.wait(others, timeout=5) if others else None

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            server = await asyncio.open_unix_connection(str(self._target))
        except OSError:  # the server is down: as if the port were closed
            Link({"to_client": (reader, writer)}).reset()
            return
        link = Link({"to_server": (reader, server[1]), "to_client": (server[0], writer)})
        self._links.add(link)
        self.counts["connections"] += 1
        try:
            with suppress(asyncio.CancelledError):  # reset
                await asyncio.gather(*(job(link, way) for way in WAYS for job in (self._read, self._deliver)))
        finally:
            self._links.discard(link)
            for end in (writer, server[1]):
                end.transport.abort()

    async def _read(self, link: Link, way: str) -> None:
        """What comes in is judged, then waits in the queue for its time."""
        messages, reader = Messages(way), link.streams[way][0]
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                passing = b""
                for message in messages.feed(data):
                    hit = self._hit(link, way, message)
                    if hit == "stall":
                        self._put(link, way, passing)
                        link.busy_until[way] = max(link.busy_until[way], self._loop.time()) + self._stall_s
                        passing = b""
                    elif hit == "cut":
                        link.reset()
                        return
                    passing += message
                self._put(link, way, passing)
        link.queues[way].put_nowait((link.busy_until[way], END))

    def _put(self, link: Link, way: str, data: bytes) -> None:
        if data:
            sent = max(self._loop.time(), link.busy_until[way]) + len(data) / self._bytes_a_second
            link.busy_until[way] = sent
            link.queues[way].put_nowait((sent + self._half_rtt, data))

    def _hit(self, link: Link, way: str, message: bytes) -> str:
        """"cut", "stall", or "" when the message may pass."""
        if way == "to_client":
            if link.losing or (self._lost_commits[True] and message.startswith(b"C\x00\x00\x00\x0bCOMMIT\x00")):
                if not link.losing:
                    self._lost_commits[True] -= 1
                    self.counts["lose_commit"] += 1
                return "cut"
            return ""
        self.counts["messages"] += 1
        if self._lost_commits[False] and message[:1] == b"Q" and message[5:11].upper() == b"COMMIT":
            self._lost_commits[False] -= 1
            self.counts["drop_commit"] += 1
            return "cut"
        if not self._chance or self._dice.random() >= self._chance:
            return ""
        kind = self._dice.choice(self._kinds)
        self.counts[kind] += 1
        if kind == "lose":
            link.losing = True
            return ""
        return kind

    async def _deliver(self, link: Link, way: str) -> None:
        writer = link.streams[way][1]
        with suppress(OSError):
            while True:
                due, data = await link.queues[way].get()
                wait = due - self._loop.time()
                if wait > 0:
                    await asyncio.sleep(wait)
                await self._flowing[way].wait()
                if data == END:
                    writer.write_eof()
                    return
                writer.write(data)
                await writer.drain()
