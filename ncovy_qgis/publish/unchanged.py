"""Could the public map differ from the last release? Asked of the rows' transactions and of the program, without making a release."""

from __future__ import annotations

import hashlib
from pathlib import Path

from psycopg2 import sql

from .areas import current_units
from .columns import visible
from .describe import public_site
from .files import canonical, read_json, replace
from .manifest import python_tools
from .snapshot import Snapshot, tool_versions

NAME = ".state.json"
"""Beside the releases; never served. It speaks of one database only, and may be deleted at any time."""
# xmin is the transaction that wrote a row's present form: whoever writes it again, by whatever way, changes it
_LAYER = sql.SQL("SELECT {number} AS n, md5(string_agg(t.uid::text || t.xmin::text, ' ' ORDER BY t.uid)) AS state FROM {table} AS t WHERE {visible}")
_STATE = sql.SQL(
    """{layers} UNION ALL SELECT -1, md5(string_agg(md5(u::text), ' ' ORDER BY u.code)) FROM {units}
UNION ALL SELECT -2, md5(string_agg(s.name || md5(s.content), ' ' ORDER BY s.name)) FROM ncovy.web_style AS s
UNION ALL SELECT -3, pg_is_in_recovery()::text ORDER BY n"""
)


def fingerprint(held: Snapshot) -> str:
    """Equal fingerprints of one database mean equal releases; the reverse need not hold."""
    layers = [
        _LAYER.format(number=sql.Literal(number), table=held.table(layer), visible=visible(layer, held.as_of))
        for number, layer in enumerate(held.catalogue.layers)
    ]
    held.cursor.execute(_STATE.format(layers=sql.SQL(" UNION ALL ").join(layers), units=current_units(held, 3)))
    rows = [list(row) for row in held.cursor.fetchall()]
    tools = {**tool_versions(held.cursor), **python_tools()}
    return hashlib.sha256(canonical([rows, held.exercise, held.catalogue.version, public_site(held.catalogue.site), tools, _program()])).hexdigest()


def is_known(site: Path, release: str, state: str) -> bool:
    """Whether this release was made of this state."""
    try:
        return bool(read_json(site / NAME) == {"release": release, "state": state})
    except ValueError:
        return False


def remember(site: Path, release: str, state: str) -> None:
    replace(site / NAME, canonical({"release": release, "state": state}))


def _program() -> str:
    """Whoever changes how a release is made gets a new one."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("**/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
