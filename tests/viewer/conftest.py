"""A published site with the product's own style, served, and visited once by a real browser; the tests judge what it saw."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
import sys
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import ReleaseResult, minisign
from ncovy_qgis.publish.serve import make_server
from tests.publish.world import VINH, answer, approved, fill, insert, release, store_style, uid
from tests.server import ROOT, Database, copy_of

ALONE = (105.2, 19.2)
HERE = (105.21234567, 19.21234567)
KINDS = {"pharmacy": "drug_counter", "lockdown_zone": "temporary_isolation", "testing_site": "mobile"}
"""What the scenarios filter by."""
HOSTILE_AT = (105.0, 19.3)
HOSTILE_ID = "00000000-0000-4000-8000-0000000000aa"
HOSTILE_NAME = '<img src=x onerror="globalThis.hacked=1"><script>globalThis.hacked=2</script>'
MAIL = "gop-y@example.org"
FORM = "https://example.org/gop-y?lop={layer}&ma={id}&ten={name}&ban={release}&vi-do={lat}&kinh-do={lon}"
STYLE = """
import sys
from pathlib import Path
from qgis.core import QgsApplication
application = QgsApplication([], False)
application.initQgis()
from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.gis.web_style import build_web_style
from ncovy_qgis.paths import icons_dir, styles_dir
for name, content in build_web_style(styles_dir(), icons_dir(), load_catalogue()).files().items():
    (Path(sys.argv[1]) / name).write_bytes(content)
application.exitQgis()
"""


def label_of(catalogue: Catalogue, layer: str, code: str) -> str:
    field = catalogue.layer(layer).field(catalogue.layer(layer).kind_field)
    return next(value.label.vi for value in catalogue.lists[field.list or ""].values if value.code == code)


@pytest.fixture(scope="session")
def web_style(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Style and sprites as QGIS makes them from the QML."""
    folder = tmp_path_factory.mktemp("style")
    subprocess.run([sys.executable, "-c", STYLE, str(folder)], cwd=ROOT, check=True, timeout=120)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def settle(connection: Connection, catalogue: Catalogue) -> None:
    """Give every feature the commune it lies in."""
    query = sql.SQL(
        """UPDATE {} AS t SET commune_code = u.code, commune_name = u.name FROM ncovy.unit AS u
            WHERE u.level = 3 AND u.era = 2021 AND ST_Contains(u.geom, ST_PointOnSurface(t.geom))"""
    )
    with connection.cursor() as cursor:
        for layer in catalogue.layers:
            cursor.execute(query.format(sql.Identifier("ncovy_public", layer.name)))


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[], str]) -> str:
    """A text made by the first process of a test run that wants it, and read by the others."""
    base = factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    made = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            made.write_text(make())
    return made.read_text()


@pytest.fixture(scope="session")
def public_site(
    template_database: Database, catalogue: Catalogue, web_style: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ReleaseResult]:
    """Twelve features of every layer, one checkpoint far from all others, and one name full of markup."""
    with copy_of(template_database) as own:
        fill(own, catalogue)
        checkpoint = catalogue.layer("control_checkpoint")
        full = approved(catalogue, checkpoint, 1)
        pharmacy = catalogue.layer("pharmacy")
        needed = {name: told for name, told in approved(catalogue, pharmacy, 1).items() if pharmacy.field(name).rules_of("required")}
        evil = {
            **needed, "name": HOSTILE_NAME, "operating_state": "open", "pharmacy_type": "pharmacy", "note_public": HOSTILE_NAME, "phone": "javascript:alert(1)",
        }  # fmt: skip
        with closing(own.admin()) as connection, connection:
            alone = {**full, "name": "Chốt cầu Bến Thủy", "phone": "02383844528; 19009095"}
            insert(connection, checkpoint, uid(checkpoint, 100), alone, f"POINT({ALONE[0]} {ALONE[1]})")
            insert(connection, pharmacy, HOSTILE_ID, evil, f"POINT({HOSTILE_AT[0]} {HOSTILE_AT[1]})")
            settle(connection, catalogue)
            with connection.cursor() as cursor:  # one pharmacy is at sea
                cursor.execute("UPDATE ncovy_public.pharmacy SET commune_code = %s WHERE uid = %s", ("00000", HOSTILE_ID))
        store_style(own, web_style)
        answer(own)
        key = minisign.read_secret(once(tmp_path_factory, "key", lambda: minisign.generate().text()))
        site = replace(catalogue.site, report_mail=MAIL, report_form=FORM, public_key=key.public.line)
        yield release(own, tmp_path_factory.mktemp("public") / "site", replace(catalogue, site=site), key=key)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Whoever comes first waits for the browser's whole visit."""
    if "seen" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.timeout(480))


@pytest.fixture(scope="session")
def seen(public_site: ReleaseResult, catalogue: Catalogue, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Scenario → what the browser saw; one visit serves all processes of a test run."""
    file = tmp_path_factory.mktemp("facts") / "facts.json"
    found: dict[str, Any] = json.loads(once(tmp_path_factory, "seen", lambda: visit(public_site, catalogue, chromium, file)))
    return found


def visit(public_site: ReleaseResult, catalogue: Catalogue, chromium: str, file: Path) -> str:
    """Run every scenario and give what they printed."""
    site = public_site.folder.parent.parent
    facts: dict[str, Any] = {
        "centre": [VINH[0], VINH[1] + 0.01],
        "alone": {"layer": "control_checkpoint", "id": uid(catalogue.layer("control_checkpoint"), 100), "point": ALONE},
        "hostile": {"layer": "pharmacy", "id": HOSTILE_ID, "point": HOSTILE_AT},
        "here": HERE,
        "bounds": json.loads((public_site.folder / "units.json").read_bytes())["units"][0]["bounds"],
        "kinds": {layer: label_of(catalogue, layer, code) for layer, code in KINDS.items()},
        "chosen": KINDS,
        **{name: json.loads((site / "release.json").read_bytes())[name] for name in ("as_of", "expires")},
    }
    pharmacies = (public_site.folder / "data" / "pharmacy.geojson").read_bytes()
    facts["files"] = {name: b64encode(data).decode() for name, data in (("right", pharmacies), ("altered", pharmacies + b" "))}
    facts["codes"] = {
        "release": public_site.id,
        "hash": hashlib.sha256(pharmacies).hexdigest().upper(),
        "other_release": "2021-09-01-0123456789ab",
        "other_hash": "0" * 64,
        "nonsense": "xin chào",
    }
    file.write_text(json.dumps(facts))
    with make_server(site, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        command = ["node", str(Path(__file__).with_name("scenarios.mjs")), chromium, address, str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=400)
        server.shutdown()
    assert done.returncode == 0, done.stderr
    return done.stdout
