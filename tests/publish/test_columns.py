"""Which rows and columns may leave: decided by the catalogue and the moment, by nothing else."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any, Optional

import pytest
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish.columns import public_columns, visible
from ncovy_qgis.publish.geojson import feature_query
from ncovy_qgis.publish.snapshot import snapshot
from tests.publish.world import AS_OF, insert
from tests.server import Database

DAY = timedelta(days=1)
KEY = "00000000-0000-4000-8000-000000000001"


def shown(world: Database, catalogue: Catalogue, layer: str) -> dict[str, dict[str, Any]]:
    """Properties by identifier, as publishing would write them."""
    with closing(world.connect("phuc")) as connection, snapshot(connection, catalogue, AS_OF) as held:
        held.cursor.execute(feature_query(catalogue.layer(layer), held))
        return {feature["id"]: feature["properties"] for feature in (json.loads(row[0].rstrip(",\n")) for row in held.cursor.fetchall())}


@pytest.mark.parametrize(
    ("status", "ended_days_ago", "decision", "expected"),
    [
        ("active", None, None, True),
        ("suspended", None, None, True),
        ("planned", None, None, False),
        ("planned", None, "3088/QĐ-UBND", True),
        ("lifted", 13, None, True),
        ("lifted", 15, None, False),
        ("lifted", None, None, False),
        ("cancelled", None, "3088/QĐ-UBND", False),
    ],
)
def test_a_measure_is_visible_by_its_status(
    world: Database, admin: Connection, catalogue: Catalogue, status: str, ended_days_ago: Optional[int], decision: Optional[str], expected: bool
) -> None:
    ended = None if ended_days_ago is None else AS_OF - ended_days_ago * DAY
    values = {"name": "Chốt", "status": status, "active_to": ended, "decision_no": decision}
    insert(admin, catalogue.layer("control_checkpoint"), KEY, values, "POINT(105.68 18.68)")
    assert (KEY in shown(world, catalogue, "control_checkpoint")) is expected


@pytest.mark.parametrize(("state", "expected"), [("open", True), ("limited", True), ("closed_temporarily", True), ("closed_permanently", False)])
def test_a_place_is_visible_until_it_closes_for_good(world: Database, admin: Connection, catalogue: Catalogue, state: str, expected: bool) -> None:
    insert(admin, catalogue.layer("pharmacy"), KEY, {"name": "Hiệu", "operating_state": state}, "POINT(105.68 18.68)")
    assert (KEY in shown(world, catalogue, "pharmacy")) is expected


@pytest.mark.parametrize(("households", "population", "expected"), [(4, 19, (None, None)), (5, 20, (5, 20)), (300, 19, (300, None))])
def test_small_numbers_of_people_are_withheld_even_if_the_table_holds_them(
    world: Database, admin: Connection, catalogue: Catalogue, households: int, population: int, expected: tuple[Optional[int], Optional[int]]
) -> None:
    values = {"name": "Điểm", "status": "active", "households": households, "population": population}
    insert(admin, catalogue.layer("lockdown_point"), KEY, values, "POINT(105.68 18.68)")
    found = shown(world, catalogue, "lockdown_point")[KEY]
    assert (found["households"], found["population"]) == expected


def test_only_public_fields_have_a_column(catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        names = {column.name for column in public_columns(layer)}
        private = {field.name for field in layer.fields if not field.public}
        assert private
        assert not names & private


def test_a_field_made_private_disappears_though_the_table_still_has_it(world: Database, catalogue: Catalogue) -> None:
    layer = catalogue.layer("pharmacy")
    hidden = replace(layer, fields=tuple(replace(field, public=False) if field.name == "phone" else field for field in layer.fields))
    changed = replace(catalogue, layers=tuple(hidden if one.name == "pharmacy" else one for one in catalogue.layers))
    assert all("phone" in row for row in shown(world, catalogue, "pharmacy").values())
    assert not any("phone" in row for row in shown(world, changed, "pharmacy").values())


def test_a_layer_without_known_state_shows_all_it_published(connection: Connection, catalogue: Catalogue) -> None:
    other = replace(catalogue.layer("pharmacy"), state_field="pharmacy_type")
    assert visible(other, AS_OF).as_string(connection) == "TRUE"
