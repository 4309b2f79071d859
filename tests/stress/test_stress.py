"""The short stress: four persons, twelve hot rows, a failing network, killed backends, one killed server; `make stress` is the long one.

Plain QGIS is put through the same: if it lost nothing, the harness would prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from tests.faults import Proxy
from tests.stress.harness import Told, seats, stage
from tests.stress.world import world

PERSONS, ROWS, SEED = 4, 12, 20210822


@pytest.fixture(scope="module")
def told() -> Iterator[Mapping[str, Told]]:
    with world(PERSONS, ROWS) as place, Proxy(place.database.cluster.socket_dir) as proxy, seats(place, proxy) as people:
        yield {
            "with ncovy": stage(place, proxy, people, "with ncovy", 6, SEED, kills=1),
            "plain QGIS": stage(place, proxy, people, "plain QGIS", 3, SEED, kills=0),
        }


def test_what_was_told_saved_is_there_once_and_what_was_told_refused_is_not(told: Mapping[str, Told]) -> None:
    verdict = told["with ncovy"].verdict
    assert verdict.clean, told
    assert verdict.acknowledged >= 5, told


def test_the_harm_was_real(told: Mapping[str, Told]) -> None:
    faults = told["with ncovy"].faults
    assert faults["killed servers"] == 1
    assert sum(faults.get(kind, 0) for kind in ("cut", "lose", "reset", "lose_commit", "drop_commit")) >= 5, faults
    assert told["with ncovy"].verdict.refused + told["with ncovy"].verdict.unknown > 0, told


def test_plain_qgis_loses_what_it_said_was_saved(told: Mapping[str, Told]) -> None:
    verdict = told["plain QGIS"].verdict
    assert verdict.acknowledged >= 5, told
    assert verdict.lost > 0, told
