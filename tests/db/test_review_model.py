"""Anybody does anything in any order, and the database agrees with a page of Python at every step: versions, states, what is public, what was said.

`make test ARGS="tests/db/test_review_model.py"` is a short run; NCOVY_MODEL=long (300 runs of 40 steps) is the proof.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db import review
from ncovy_qgis.db.change import Change
from ncovy_qgis.db.changes import Remove, Update, save
from ncovy_qgis.db.errors import DatabaseError, SaveRefused
from tests.db import desk
from tests.db.review_model import PARTS, ROLES, Content, Desk, Feature
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

PROFILES = {"short": (20, 20), "long": (300, 40)}
RUNS, STEPS = PROFILES[os.environ.get("NCOVY_MODEL", "short")]
MOST = 4
COLUMNS = {"phone": "phone", "address": "address", "place": "geom"}
FORGET = """
    SET session_replication_role = replica;
    DELETE FROM ncovy_public.pharmacy; DELETE FROM ncovy.pharmacy; DELETE FROM ncovy.version; DELETE FROM ncovy.decision;
    DELETE FROM ncovy.authorship; DELETE FROM ncovy.changeset; DELETE FROM ncovy.assignment WHERE person = 'thu';
    RESET session_replication_role;
    SELECT ncovy_app.grant_area('thu', '412', 2021::smallint)
"""
# All there is to know, in one question: each feature, its versions, what is public, what was said.
WORLD = """
    SELECT t.uid::text, t.phone, t.address, ST_X(t.geom), t.removed, t.row_version, t.review_state, coalesce(t.approved_version, 0),
           (SELECT json_agg(json_build_array(v.row ->> 'phone', v.row ->> 'address', ST_X(v.geom), (v.row -> 'removed')::boolean, v.row_version)
                            ORDER BY v.seq)
              FROM ncovy.version AS v WHERE v.uid = t.uid),
           (SELECT json_build_array(p.phone, p.address, ST_X(p.geom), false, p.row_version) FROM ncovy_public.pharmacy AS p WHERE p.uid = t.uid),
           (SELECT coalesce(json_agg(json_build_array(d.row_version, d.verdict, d.by, coalesce(d.reason, '') <> '') ORDER BY d.seq), '[]')
              FROM ncovy.decision AS d WHERE d.uid = t.uid)
      FROM ncovy.pharmacy AS t
"""
# The tables again, from history alone.
REPLAYED = """
    SELECT (SELECT count(*) FROM ncovy.pharmacy AS t JOIN LATERAL (
                SELECT v.row, v.geom FROM ncovy.version AS v WHERE v.uid = t.uid ORDER BY v.seq DESC LIMIT 1) AS v ON true
             WHERE to_jsonb(t) - '{geom,base_version,review_state,approved_version}'::text[] <> v.row - '{review_state,approved_version}'::text[]
                OR ST_AsEWKB(t.geom) <> ST_AsEWKB(v.geom)),
           (SELECT count(*) FROM ((TABLE ncovy_public.pharmacy EXCEPT SELECT * FROM ncovy_app.public_as_of_pharmacy(clock_timestamp()))
                UNION ALL (SELECT * FROM ncovy_app.public_as_of_pharmacy(clock_timestamp()) EXCEPT TABLE ncovy_public.pharmacy)) AS differing)
"""
persons = st.sampled_from(sorted(ROLES))
supervisors = st.sampled_from(["tuan", "tuan", "thu", "thu", "lan"])
writers = st.sampled_from(["lan", "lan", "minh", "tuan", "thu", "hoa", "vy"])
places = st.integers(0, 3)
seen = st.sampled_from([0, 0, 0, 0, 0, -1, 1])  # mostly the latest version
reasons = st.sampled_from(["thiếu số nhà", "thiếu số nhà", "thiếu số nhà", "  "])
parts = st.sets(st.sampled_from(PARTS), max_size=len(PARTS))
numbers = st.integers(0, MOST - 1)


class People:
    """A connection each; what was refused, as a code."""

    def __init__(self, database: Database, catalogue: Catalogue, stack: ExitStack) -> None:
        self.catalogue = catalogue
        self.admin = stack.enter_context(closing(database.admin()))
        self.of = {person: stack.enter_context(closing(database.connect(person))) for person in ROLES}

    def code(self, who: str, deed: Callable[[Connection], object]) -> str | None:
        try:
            deed(self.of[who])
        except DatabaseError as error:
            return error.refusal.code
        except SaveRefused as error:
            return error.refusals[0].code
        return None

    def store(self, who: str, change: Change) -> str | None:
        return self.code(who, lambda connection: save(connection, [change], client_uid=uuid4(), comment="thử"))

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with self.admin.cursor() as cursor:
            cursor.execute(query)
            rows = cursor.fetchall() if cursor.description else []
        self.admin.commit()
        return rows


@pytest.fixture
def people(module_database: Database, catalogue: Catalogue) -> Iterator[People]:
    with ExitStack() as stack:
        yield People(module_database, catalogue, stack)


def x(feature: int, place: int) -> float:
    """Features two hundred metres apart, their places forty."""
    return round(desk.VINH[0] + feature * 0.002 + place * 0.0004, 6)


class Review(RuleBasedStateMachine):
    def __init__(self, people: People) -> None:
        super().__init__()
        self.people, self.desk = people, Desk()
        self.features: dict[str, Feature] = {}
        people.ask(FORGET)

    def pick(self, number: int) -> tuple[str, Feature]:
        return list(self.features.items())[number % len(self.features)]

    @property
    def many(self) -> bool:
        return bool(self.features)

    @precondition(lambda self: len(self.features) < MOST)
    @rule(who=st.sampled_from(["lan", "minh", "tuan"]), place=places)
    def add(self, who: str, place: int) -> None:
        content = Content("115", "1 Lê Lợi", place)
        item = desk.pharmacy((x(len(self.features), place), desk.VINH[1]), phone=content.phone, address=content.address)
        assert self.people.store(who, item) is None
        self.features[str(item.uid)] = Feature([content], [frozenset({who})])

    @precondition(lambda self: self.many)
    @rule(who=writers, number=numbers, shift=seen, phone=st.sampled_from(["113", "114", "115"]), street=st.integers(1, 3), place=places)
    def edit(self, who: str, number: int, shift: int, phone: str, street: int, place: int) -> None:
        uid, feature = self.pick(number)
        base = feature.version + shift
        wkb = desk.point((x(list(self.features).index(uid), place), desk.VINH[1]))
        change = Update("pharmacy", uid, base, {"phone": phone, "address": f"{street} Lê Lợi"}, wkb)
        assert self.people.store(who, change) == self.desk.edit(who, feature, base, phone=phone, address=f"{street} Lê Lợi", place=place)

    @precondition(lambda self: self.many)
    @rule(who=writers, number=numbers, shift=seen)
    def remove(self, who: str, number: int, shift: int) -> None:
        uid, feature = self.pick(number)
        base = feature.version + shift
        assert self.people.store(who, Remove("pharmacy", uid, base, "đóng cửa")) == self.desk.edit(who, feature, base, removed=True)

    def both(self, who: str, number: int, shift: int, real: Callable[..., object], model: Callable[..., str | None], *more: object) -> None:
        """One deed on either side; the answers must be the same."""
        uid, feature = self.pick(number)
        version = feature.version + shift
        told = self.people.code(who, lambda connection: real(connection, "pharmacy", uid, version, *more))
        assert told == model(who, feature, version, *more), (who, feature)

    @precondition(lambda self: self.many)
    @rule(who=persons, number=numbers, shift=seen)
    def submit(self, who: str, number: int, shift: int) -> None:
        self.both(who, number, shift, review.submit, self.desk.submit)

    # Chance alone would seldom bring what is worth deciding about: deeds as they follow each other in an office.
    @precondition(lambda self: self.many)
    @rule(number=numbers, approved_by=st.sampled_from(["tuan", "thu"]))
    def make_public(self, number: int, approved_by: str) -> None:
        self.submit("lan", number, 0)
        self.approve(approved_by, number, 0)

    @precondition(lambda self: self.many)
    @rule(who=st.sampled_from(["lan", "thu", "tuan"]), number=numbers, street=st.integers(1, 3), place=places)
    def change_and_hand_over(self, who: str, number: int, street: int, place: int) -> None:
        self.edit(who, number, 0, "114", street, place)
        self.submit(who, number, 0)

    @precondition(lambda self: len(self.features) < MOST)
    @rule(by=st.sampled_from(["tuan", "thu"]), chosen=parts, again=st.booleans())
    def divide(self, by: str, chosen: set[str], again: bool) -> None:
        """A part is approved; perhaps the rest is handed over unchanged, and the same supervisor approves it."""
        self.add("lan", 0)
        number = len(self.features) - 1
        self.make_public(number, by)
        self.change_and_hand_over("minh", number, 2, 1)
        self.approve_part(by, number, 0, chosen, "thiếu số nhà")
        if again:
            self.submit("minh", number, 0)
            self.approve(by, number, 0)

    @precondition(lambda self: len(self.features) < MOST)
    @rule(chosen=parts)
    def divide_a_colleagues(self, chosen: set[str]) -> None:
        """The author is a supervisor, too, and tries to approve the rest of her own work."""
        self.add("lan", 0)
        number = len(self.features) - 1
        self.make_public(number, "tuan")
        self.change_and_hand_over("thu", number, 3, 2)
        self.approve_part("tuan", number, 0, chosen, "thiếu số nhà")
        self.submit("lan", number, 0)
        self.approve("thu", number, 0)

    @precondition(lambda self: self.many)
    @rule(who=supervisors, number=numbers, shift=seen)
    def approve(self, who: str, number: int, shift: int) -> None:
        self.both(who, number, shift, review.approve, self.desk.approve)

    @precondition(lambda self: self.many)
    @rule(who=supervisors, number=numbers, shift=seen, reason=reasons)
    def give_back(self, who: str, number: int, shift: int, reason: str) -> None:
        self.both(who, number, shift, review.return_item, self.desk.give_back, reason)

    @precondition(lambda self: self.many)
    @rule(who=supervisors, number=numbers, shift=seen, chosen=parts, reason=reasons)
    def approve_part(self, who: str, number: int, shift: int, chosen: set[str], reason: str) -> None:
        def real(connection: Connection, layer: str, uid: str, version: int, names: set[str], why: str) -> None:
            review.approve_fields(connection, layer, uid, version, [COLUMNS[name] for name in sorted(names)], why)

        self.both(who, number, shift, real, self.desk.approve_part, chosen, reason)

    @precondition(lambda self: self.many)
    @rule(who=supervisors, shifts=st.lists(seen, min_size=MOST, max_size=MOST))
    def approve_all(self, who: str, shifts: list[int]) -> None:
        items = [("pharmacy", uid, feature.version + shift) for (uid, feature), shift in zip(self.features.items(), shifts)]
        if ROLES[who] != "supervisor":
            assert self.people.code(who, lambda connection: review.approve_many(connection, items)) == "NC006"
            return
        verdicts = review.approve_many(self.people.of[who], items, None, self.people.catalogue)
        expected = [self.desk.approve(who, self.features[uid], version) for _, uid, version in items]
        assert [verdict.refusal.code if verdict.refusal else None for verdict in verdicts] == expected

    @precondition(lambda self: self.many)
    @rule(who=supervisors, shifts=st.lists(seen, min_size=MOST, max_size=MOST))
    def return_all(self, who: str, shifts: list[int]) -> None:
        items = [("pharmacy", uid, feature.version + shift) for (uid, feature), shift in zip(self.features.items(), shifts)]
        if ROLES[who] != "supervisor":
            assert self.people.code(who, lambda connection: review.return_many(connection, items, "x")) == "NC006"
            return
        verdicts = review.return_many(self.people.of[who], items, "thiếu số nhà", self.people.catalogue)
        expected = [self.desk.give_back(who, self.features[uid], version, "thiếu số nhà") for _, uid, version in items]
        assert [verdict.refusal.code if verdict.refusal else None for verdict in verdicts] == expected

    @precondition(lambda self: self.many)
    @rule(who=supervisors, number=numbers, shift=seen)
    def ask(self, who: str, number: int, shift: int) -> None:
        self.both(who, number, shift, lambda *seen_item: review.ask(*seen_item, "Số nhà nào?"), self.desk.ask)

    @precondition(lambda self: self.many)
    @rule(who=persons, number=numbers, shift=seen)
    def answer(self, who: str, number: int, shift: int) -> None:
        self.both(who, number, shift, lambda *seen_item: review.answer(*seen_item, "Số 5"), self.desk.answer)

    @precondition(lambda self: self.many)
    @rule(who=writers, number=numbers, shift=seen, back=st.integers(0, 4))
    def restore(self, who: str, number: int, shift: int, back: int) -> None:
        uid, feature = self.pick(number)
        version, to = feature.version + shift, feature.version - back
        told = self.people.code(who, lambda connection: review.restore(connection, "pharmacy", uid, to, version))
        assert told == self.desk.restore(who, feature, version, to)

    @rule(given=st.booleans())
    def change_area(self, given: bool) -> None:
        """thu's area is taken away, or given again, while she is at her desk."""
        self.people.ask(f"SELECT ncovy_app.{'grant' if given else 'revoke'}_area('thu', '412', 2021::smallint)")
        (self.desk.vinh.add if given else self.desk.vinh.discard)("thu")

    @invariant()
    def the_database_is_as_the_model(self) -> None:
        rows = {row[0]: row[1:] for row in self.people.ask(WORLD)}
        assert rows.keys() == self.features.keys()
        for number, (uid, feature) in enumerate(self.features.items()):
            phone, address, lon, removed, version, state, approved, versions, public, said = rows[uid]
            assert (phone, address, lon, removed) == plain(number, feature.now)
            assert (version, state, approved) == (feature.version, feature.state, feature.approved)
            assert [tuple(each) for each in versions] == [(*plain(number, each), place) for place, each in enumerate(feature.contents, 1)]
            assert public == (None if feature.public is None else [*plain(number, feature.public), feature.approved])
            assert [tuple(each) for each in said] == feature.said
            assert all(words for _, verdict, _, words in said if verdict == "return")

    @invariant()
    def nobody_approved_what_he_wrote(self) -> None:
        """Said of the model, which the database was just found to be equal to; in words of its own, not those that let approve() pass."""
        for feature in self.features.values():
            before = 0
            for version, verdict, by, _ in feature.said:
                if verdict == "approve":
                    assert all(by not in feature.authors[number] for number in range(before, version)), feature
                    before = version

    def teardown(self) -> None:
        assert self.people.ask(REPLAYED) == [(0, 0)]


def plain(number: int, content: Content) -> tuple[object, ...]:
    return content.phone, content.address, x(number, content.place), content.removed


@pytest.mark.timeout(240 if RUNS < 100 else 3600)
def test_whatever_people_do_review_keeps_its_promises(people: People) -> None:
    shrinking = () if RUNS < 100 else (Phase.shrink,)
    how = settings(
        max_examples=RUNS, stateful_step_count=STEPS, deadline=None, database=None, phases=(Phase.explicit, Phase.generate, *shrinking),
        suppress_health_check=list(HealthCheck), derandomize=RUNS < 100,
    )  # fmt: skip
    run_state_machine_as_test(lambda: Review(people), settings=how)


def test_the_model_itself_lets_nobody_approve_his_own() -> None:
    """A proof against a model is worth no more than the model."""
    one = Desk()
    feature = Feature([Content("115", "1 Lê Lợi", 0)], [frozenset({"thu"})])
    assert one.submit("thu", feature, 1) is None
    assert (one.approve("thu", feature, 1), one.approve("lan", feature, 1), one.approve("tuan", feature, 2)) == ("NC008", "NC006", "NC001")
    assert feature.public is None
    assert one.approve("tuan", feature, 1) is None
    assert feature.public == feature.now
