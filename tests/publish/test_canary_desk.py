"""The same search after real work: every layer, every way a text comes to be stored and not public, written, decided and taken back through the desk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any
from uuid import uuid4

import pytest
from psycopg2 import sql

from ncovy_qgis.core.catalogue import Catalogue, Layer
from ncovy_qgis.db.change import Change
from ncovy_qgis.db.changes import Insert, Remove, Update, save
from ncovy_qgis.publish import ReleaseResult
from tests.publish.staff import SUPERVISOR, approve, begin, insert, sample, write
from tests.publish.test_canary import hits
from tests.publish.world import CANARY, plain_style, release, store_style
from tests.server import ERA, Database, copy_of

CLEAN = "Nơi sạch"
PHONE = "0987 654 321"
FATES = ("reworked", "edited", "removed", "returned", "waiting", "drafted")


@pytest.fixture(scope="module")
def desk(template_database: Database, catalogue: Catalogue) -> Iterator[Database]:
    with copy_of(template_database) as own:
        own.run("UPDATE ncovy.unit SET geom = NULL WHERE level = 3 AND era <> 2021")
        store_style(own, plain_style(catalogue))
        begin(own)
        yield own


@pytest.fixture(scope="module")
def person(desk: Database) -> Iterator[str]:
    """An editor whose very name must not leave."""
    name = f"{CANARY}_{uuid4().hex[:8]}"
    with closing(desk.admin()) as connection, connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE ROLE {0} LOGIN; GRANT ncovy_editor TO {0}").format(sql.Identifier(name)))
        cursor.execute("SELECT ncovy_app.grant_area(%s, '40', %s::smallint)", (name, ERA))
    yield name
    desk.run(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(sql.Identifier(name)))


def private(layer: Layer) -> dict[str, Any]:
    """The canary in every text that is not public and takes any words."""
    named = [field.name for field in layer.fields if field.type == "text" and not field.public and not field.auto and not field.list]
    phones = {name: PHONE for name in named if layer.field(name).normalise == "phone"}
    return {**{name: CANARY for name in named if not any(rule.kind in ("matches", "only_when") for rule in layer.field(name).rules)}, **phones}


def features(database: Database, layer: Layer, catalogue: Catalogue, checkpoint: str) -> dict[str, Insert]:
    """One for each fate, all with private canaries; public ones too where the text must not stay. Whoever needs another feature names the checkpoint."""
    rows = sample(catalogue, layer, len(FATES))
    made = {}
    for fate, row in zip(FATES, rows):
        shown = f"{CLEAN} {layer.name}" if fate == "edited" else f"Nơi {CANARY} {fate} {layer.name}"
        open_texts = {"note_public": None if fate == "edited" else CANARY} if layer.has("note_public") else {}
        named = {field.name: checkpoint for field in layer.fields if field.type == "reference" and field.name in row.values}
        made[fate] = insert(database, row, **{**private(layer), **open_texts, **named, "name": shown})
    return made


@pytest.fixture(scope="module")
def worked(desk: Database, person: str, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> ReleaseResult:
    """Two features of each layer end up public, with nothing but clean words in what is public."""
    by_fate: dict[str, list[Insert]] = {fate: [] for fate in FATES}
    checkpoint = ""
    for layer in catalogue.layers:
        made = features(desk, layer, catalogue, checkpoint)
        checkpoint = made["reworked"].uid if layer.name == "control_checkpoint" else checkpoint
        for fate, change in made.items():
            by_fate[fate].append(change)
    with closing(desk.connect(person)) as editor, closing(desk.connect(SUPERVISOR)) as supervisor:
        seen = {fate: write(editor, changes, CANARY) for fate, changes in by_fate.items() if fate != "drafted"}
        save(editor, by_fate["drafted"], client_uid=uuid4(), comment=CANARY)
        for fate in ("reworked", "edited", "removed"):
            approve(supervisor, seen[fate], CANARY)
        _return(supervisor, seen["returned"])
        approve(supervisor, write(editor, [_clean(each) for each in seen["reworked"]], CANARY), CANARY)
        save(editor, [Update(each.layer, each.uid, each.row_version, {"name": CANARY}) for each in seen["edited"]], client_uid=uuid4(), comment=CANARY)
        approve(supervisor, write(editor, [Remove(each.layer, each.uid, each.row_version, CANARY) for each in seen["removed"]], CANARY), CANARY)
    return release(desk, tmp_path_factory.mktemp("worked") / "site", catalogue, as_of=None)


def _clean(each: Any) -> Change:
    """Words that were approved once and are no longer."""
    return Update(each.layer, each.uid, each.row_version, {"name": f"{CLEAN} lần hai {each.layer}", "note_public": None})


def _return(supervisor: Any, receipts: Sequence[Any]) -> None:
    with supervisor, supervisor.cursor() as cursor:
        cursor.execute("SELECT")
        for each in receipts:
            cursor.execute("SELECT ncovy_app.return_item(%s, %s, %s, %s)", (each.layer, each.uid, each.row_version, CANARY))


def test_every_layer_shows_what_was_approved_last_and_no_byte_anything_else(worked: ReleaseResult, desk: Database, catalogue: Catalogue) -> None:
    assert dict(worked.counts) == {layer.name: 2 for layer in catalogue.layers}
    ((stored,),) = desk.run("SELECT count(*) FROM ncovy.version WHERE \"row\"::text LIKE %s", (f"%{CANARY}%",))
    assert stored > 50
    for layer in catalogue.layers:
        assert private(layer), layer.name
        assert hits(worked, f"{CLEAN} {layer.name}"), layer.name
    assert hits(worked, CANARY) == []
    ((stored,),) = desk.run("SELECT count(*) FROM ncovy.version WHERE \"row\" ->> 'contact_phone' LIKE '%%987%%654%%321'")
    assert stored > 50
    assert [hits(worked, number) for number in (PHONE, "0987654321", "987654321")] == [[], [], []]


def test_the_next_release_tells_of_changes_without_their_private_words(worked: ReleaseResult, desk: Database, catalogue: Catalogue) -> None:
    """changes.geojson, summaries and the feed speak about what changed: of what is public alone."""
    with closing(desk.connect("minh")) as editor, closing(desk.connect(SUPERVISOR)) as supervisor:
        rows = desk.run("SELECT layer, uid::text, row_version FROM ncovy_app.feature WHERE name LIKE %s", (f"{CLEAN} lần hai%",))
        changes = [Update(layer, uid, version, {"name": f"{CLEAN} lần ba {layer}", "note_internal": f"{CANARY} 3"}) for layer, uid, version in rows]
        approve(supervisor, write(editor, changes, CANARY), CANARY)
    result = release(desk, worked.folder.parent.parent, catalogue, as_of=None)
    assert result.changes["changed"] == len(catalogue.layers)
    assert hits(result, CANARY) == []
