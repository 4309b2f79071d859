"""Small parts of the public page on their own: opening hours in words, distances to points and areas, filters as text."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from tests.server import ROOT

PROGRAM = """
import { hours } from './hours.js';
import { distance } from './distance.js';
import { Filters } from './filters.js';
const square = { type: 'MultiPolygon', coordinates: [[[[105, 19], [105.1, 19], [105.1, 19.1], [105, 19.1], [105, 19]],
  [[105.04, 19.04], [105.04, 19.06], [105.06, 19.06], [105.06, 19.04], [105.04, 19.04]]]] };
const layer = { name: 'pharmacy', state_field: 'operating_state', kind_field: 'pharmacy_type' };
const catalogue = { layers: [layer], layer: (name) => (name === 'pharmacy' ? layer : undefined),
  field: (_, name) => ({ name, list: name }), value: (_, code) => (code === 'x' ? undefined : { code }) };
const filters = new Filters(catalogue);
filters.fromText('pharmacy.state.open.x~nothing.kind.a~pharmacy.colour.red');
console.log(JSON.stringify({
  hours: JSON.parse(process.argv[1]).map(hours),
  distances: [[105.02, 19.02], [105.05, 19.05], [105.05, 18.99], [105.2, 19.05]].map((at) => Math.round(distance(at, square))),
  point: Math.round(distance([105, 19], { type: 'Point', coordinates: [105.01, 19] })),
  text: filters.toText(),
  passes: [{ operating_state: 'open' }, { operating_state: 'limited' }, {}].map((one) => filters.passes(layer, one)),
}));
"""
HOURS = {
    "24/7": ["24/24, cả tuần"],
    "Mo-Fr 07:30-17:00; Sa 08:00-11:00": ["Thứ Hai – Thứ Sáu: 07:30 – 17:00", "Thứ Bảy: 08:00 – 11:00"],
    "Mo-Su 07:00-11:30,13:30-17:00": ["Hằng ngày: 07:00 – 11:30, 13:30 – 17:00"],
    "Mo,We,Fr 08:00-10:00; Su off": ["Thứ Hai, Thứ Tư, Thứ Sáu: 08:00 – 10:00", "Chủ nhật: nghỉ"],
    "07:30-17:00": ["07:30 – 17:00"],
    "theo thông báo": ["theo thông báo"],
}


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    folder = ROOT / "ncovy_qgis" / "publish" / "site" / "src"
    command = ["node", "--input-type=module", "-e", PROGRAM, json.dumps(list(HOURS))]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder, timeout=60)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_opening_hours_are_written_as_people_say_them(found: dict[str, Any]) -> None:
    assert dict(zip(HOURS, found["hours"])) == HOURS


def test_a_distance_goes_to_the_nearest_side_and_is_none_inside(found: dict[str, Any]) -> None:
    inside, hole, south, east = found["distances"]
    assert inside == 0
    assert hole == pytest.approx(1051, abs=3)  # 0.01° of longitude at 19.05°
    assert south == pytest.approx(1112, abs=2)
    assert east == pytest.approx(10511, abs=20)
    assert found["point"] == pytest.approx(1051, abs=3)


def test_a_filter_in_a_link_keeps_only_what_the_release_knows(found: dict[str, Any]) -> None:
    assert found["text"] == "pharmacy.state.open"
    assert found["passes"] == [True, False, False]
