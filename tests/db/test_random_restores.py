"""A thousand restores to versions drawn by chance, of every layer: attributes and geometry are those of then, byte for byte, and history only grew."""

from __future__ import annotations

import random
from contextlib import closing
from typing import Any

from psycopg2 import sql

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.change import Insert
from ncovy_qgis.db.restoring import Step, restore_many
from tests.db.desk import LAYERS, store
from tests.db.random_past import births, next_changes
from tests.server import Database

EACH, VERSIONS, RESTORES = 10, 6, 1000  # features of a layer, versions of a feature, restores
SERVER = "{geom,row_version,edited_by,edited_at,verified_by,verified_at,review_state,approved_version,base_version}"
Contents = dict[str, tuple[str, bytes]]


def contents(database: Database) -> Contents:
    """uid → all attributes as text, geometry as EWKB."""
    part = sql.SQL("SELECT t.uid::text, (to_jsonb(t) - {}::text[])::text, ST_AsEWKB(t.geom) FROM {} AS t")
    query = sql.SQL(" UNION ALL ").join(part.format(sql.Literal(SERVER), sql.Identifier("ncovy", layer)) for layer in LAYERS)
    return {uid: (text, bytes(shape)) for uid, text, shape in database.run(query)}


def history(database: Database) -> list[tuple[Any, ...]]:
    return database.run('SELECT seq, layer, uid::text, row_version, md5("row"::text), md5(ST_AsEWKB(geom)) FROM ncovy.version ORDER BY seq')


def lived(database: Database, catalogue: Catalogue, chance: random.Random) -> tuple[list[Insert], dict[str, dict[int, tuple[str, bytes]]]]:
    """Features with a past, and what each was in each of its versions."""
    items = births(chance, catalogue, EACH)
    values = {item.uid: dict(item.values) for item in items}
    store(database, "tuan", *items)
    seen = {uid: {1: found} for uid, found in contents(database).items()}
    for version in range(1, VERSIONS):
        store(database, "tuan", *next_changes(chance, catalogue, values, items, version))
        for uid, found in contents(database).items():
            seen[uid][version + 1] = found
    return items, seen


def test_a_thousand_random_restores_are_byte_equal(database: Database, catalogue: Catalogue) -> None:
    chance = random.Random(20210917)
    items, seen = lived(database, catalogue, chance)
    assert sum(len(set(each.values())) > 1 for each in seen.values()) == len(items) == EACH * len(LAYERS)
    before, now, done = history(database), VERSIONS, 0
    with closing(database.connect("tuan")) as tuan:
        while done < RESTORES:
            targets = {item.uid: chance.randint(1, now) for item in items}
            steps = [Step(item.layer, item.uid, None, now, targets[item.uid], False, None, None, "changed") for item in items]
            assert not [verdict for verdict in restore_many(tuan, steps, f"lượt {now}", "thử", catalogue) if verdict.refusal]
            stored, now, done = contents(database), now + 1, done + len(items)
            assert stored == {uid: seen[uid][version] for uid, version in targets.items()}
            for uid, found in stored.items():
                seen[uid][now] = found
    after = history(database)
    assert after[: len(before)] == before
    assert sorted(row[1:4] for row in after) == sorted((item.layer, item.uid, number) for item in items for number in range(1, now + 1))
    assert done == RESTORES


def test_the_past_made_up_by_chance_touches_every_layer_and_most_fields(catalogue: Catalogue) -> None:
    chance = random.Random(1)
    for layer in catalogue.layers:
        items = [item for item in births(chance, catalogue, EACH) if item.layer == layer.name]
        touched = {name for item in items for name, value in item.values.items() if value is not None}
        free = {field.name for field in layer.fields if not field.auto and field.references is None}
        assert len(touched) > 0.5 * len(free), layer.name
