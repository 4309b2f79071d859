"""What the tests of the conflict window share: a feature of Lan's, what Minh made of it, and her own change of the same."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from typing import Any
from uuid import uuid4

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.changes import Change, Insert, Remove, Update
from ncovy_qgis.db.conflicts import Existing, read_moved
from ncovy_qgis.gis.values import VIETNAM
from ncovy_qgis.ui.conflict.case import Case, cases_of
from tests.db.desk import VINH, pharmacy, point, store, zone
from tests.server import Database

Pair = tuple[dict[str, Any], dict[str, Any]]


def change_of(layer: str, uid: str, base: int, wanted: dict[str, Any]) -> Existing:
    """{"reason": …} removes; "at" moves a point; the rest are values."""
    if "reason" in wanted:
        return Remove(layer, uid, base, wanted["reason"])
    values = {name: value for name, value in wanted.items() if name not in ("at", "wkb")}
    return Update(layer, uid, base, values, point(wanted["at"]) if "at" in wanted else wanted.get("wkb"))


def meet(database: Database, catalogue: Catalogue, *pairs: Pair, layer: str = "pharmacy") -> tuple[list[Case], dict[str, str]]:
    """Cases of features made by Lan, changed by Minh (first of a pair) and by her (second)."""
    return meet_at(database, catalogue, [_made(layer, number + 1) for number in range(len(pairs))], *pairs)


def meet_at(database: Database, catalogue: Catalogue, made: Sequence[Insert], *pairs: Pair) -> tuple[list[Case], dict[str, str]]:
    """The same of given features of one layer."""
    layer = made[0].layer
    store(database, "lan", *made)
    theirs: Sequence[Change] = [change_of(layer, each.uid, 1, pair[0]) for each, pair in zip(made, pairs)]
    store(database, "minh", *theirs, comment="gọi điện hỏi lại")
    mine = [change_of(layer, each.uid, 1, pair[1]) for each, pair in zip(made, pairs)]
    with closing(database.connect("lan")) as connection:
        situation = read_moved(connection, catalogue, mine)
    return cases_of(catalogue, mine, situation, {}), dict(situation.names)


def _made(layer: str, number: int) -> Insert:
    if layer == "lockdown_zone":
        return zone((VINH[0] + number / 50 - 0.02, VINH[1]), name=f"Khối {number}")
    if layer == "testing_site":
        values = {"name": f"Trạm y tế số {number}", "active_from": datetime(2021, 8, 22, tzinfo=VIETNAM)}
        return Insert(layer, str(uuid4()), values, point(VINH))
    return pharmacy(name=f"Nhà thuốc số {number}", phone="115")
