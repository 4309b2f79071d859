"""units.json: every visible feature counted once in its commune, the worst level of what is in force, the units of the day."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import ReleaseResult
from ncovy_qgis.publish.files import canonical
from ncovy_qgis.publish.snapshot import VIETNAM, snapshot
from ncovy_qgis.publish.units import units
from tests.publish.test_verify import restated
from tests.publish.world import AS_OF, VINH, insert, polygon, uid
from tests.server import Database

HERE = f"POINT({VINH[0]} {VINH[1]})"
AREA = polygon(VINH, 0.001)


def read(world: Database, catalogue: Catalogue, as_of: datetime = AS_OF) -> dict[str, Any]:
    with closing(world.connect("phuc")) as connection, snapshot(connection, catalogue, as_of) as held:
        return units(held)


def place(admin: Connection, number: int = 0) -> dict[str, str]:
    """Code and name of a commune of 2021."""
    with admin.cursor() as cursor:
        cursor.execute("SELECT code, name FROM ncovy.unit WHERE parent_code = '412' AND level = 3 ORDER BY code OFFSET %s LIMIT 1", (number,))
        code, name = cursor.fetchone() or ("", "")
    return {"commune_code": code, "commune_name": name}


def zone(admin: Connection, catalogue: Catalogue, number: int, **values: Any) -> None:
    layer = catalogue.layer("lockdown_zone")
    insert(admin, layer, uid(layer, 900 + number), {"name": "Vùng", "status": "active", **place(admin), **values}, AREA)


def of(found: Mapping[str, Any], code: str) -> dict[str, Any]:
    unit: dict[str, Any] = next(one for one in found["units"] if one["code"] == code)
    return unit


def test_a_release_holds_it_and_its_counts_add_up(first_release: ReleaseResult) -> None:
    found = json.loads((first_release.folder / "units.json").read_bytes())
    total: Counter[str] = Counter(found["elsewhere"])
    for unit in found["units"]:
        total.update(unit.get("counts", {}))
    assert total == Counter(first_release.counts)


def test_the_units_of_the_day_stand_in_order_with_their_parents(world: Database, catalogue: Catalogue) -> None:
    found = read(world, catalogue)["units"]
    assert Counter(unit["level"] for unit in found) == {1: 1, 2: 21, 3: 460}
    assert [(unit["level"], unit["code"]) for unit in found] == sorted((unit["level"], unit["code"]) for unit in found)
    known = {unit["code"] for unit in found}
    assert all(unit["parent"] in known for unit in found if unit["level"] > 1)


def test_after_the_reform_communes_belong_to_the_province(world: Database, catalogue: Catalogue) -> None:
    found = read(world, catalogue, datetime(2025, 8, 1, tzinfo=VIETNAM))["units"]
    assert {unit["level"] for unit in found} == {1, 3}
    assert {unit.get("parent") for unit in found if unit["level"] == 3} == {"40"}


def test_every_layer_is_counted_in_its_commune_and_what_is_not_visible_nowhere(world: Database, admin: Connection, catalogue: Catalogue) -> None:
    pharmacy, here = catalogue.layer("pharmacy"), place(admin)
    for number in range(3):
        insert(admin, pharmacy, uid(pharmacy, 900 + number), {"name": "A", "operating_state": "open", **here}, HERE)
    insert(admin, pharmacy, uid(pharmacy, 910), {"name": "B", "operating_state": "closed_permanently", **here}, HERE)
    zone(admin, catalogue, 1)
    assert of(read(world, catalogue), here["commune_code"])["counts"] == {"lockdown_zone": 1, "pharmacy": 3}


def test_a_code_of_another_time_is_counted_apart(world: Database, admin: Connection, catalogue: Catalogue) -> None:
    before = read(world, catalogue)["elsewhere"]["pharmacy"]
    pharmacy = catalogue.layer("pharmacy")
    other = {**place(admin), "commune_name": "Xã của thời khác"}
    insert(admin, pharmacy, uid(pharmacy, 900), {"name": "A", "operating_state": "open", **other}, HERE)
    found = read(world, catalogue)
    assert found["elsewhere"]["pharmacy"] == before + 1
    assert "counts" not in of(found, other["commune_code"])


@pytest.mark.parametrize(
    ("levels", "worst"),
    [
        ([("new_normal", "active"), ("high", "active"), ("at_risk", "active")], "high"),
        ([("very_high", "lifted"), ("at_risk", "active")], "at_risk"),
        ([("very_high", "suspended")], None),
        ([("very_high", "planned"), (None, "active")], None),
    ],
)
def test_the_level_of_a_commune_is_the_worst_in_force(
    world: Database, admin: Connection, catalogue: Catalogue, levels: list[tuple[str | None, str]], worst: str | None
) -> None:
    for number, (level, status) in enumerate(levels):
        zone(admin, catalogue, number, risk_level=level, status=status, active_to=AS_OF)
    assert of(read(world, catalogue), place(admin)["commune_code"]).get("risk") == worst


def test_units_have_bounds_where_their_place_is_known(world: Database, admin: Connection, catalogue: Catalogue) -> None:
    west, south, east, north = of(read(world, catalogue), place(admin)["commune_code"])["bounds"]
    assert 105 < west < east < 106
    assert 18 < south < north < 19


def test_counts_that_do_not_add_up_are_found(first_release: ReleaseResult, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(first_release.folder, tmp_path / first_release.id))
    overview = json.loads((folder / "units.json").read_bytes())
    overview["elsewhere"]["pharmacy"] += 1
    (folder / "units.json").write_bytes(canonical(overview))
    assert "count" in restated(folder)
