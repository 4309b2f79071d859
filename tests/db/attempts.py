"""Ways to damage the data, and the code each is refused with: for plain psql here, for plain QGIS in tests/gis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

# Features that are there: what state each is in, and whose it is.
APPROVED = "00000000-0000-4000-8000-00000000000a"  # version 1, by lan, approved by tuan
SUBMITTED = "00000000-0000-4000-8000-00000000000b"  # version 1, by lan
OWN = "00000000-0000-4000-8000-00000000000c"  # version 1, by thu, submitted
MOVED_ON = "00000000-0000-4000-8000-00000000000d"  # version 2, by lan then minh
NORTH = "00000000-0000-4000-8000-00000000000e"  # version 1, by hoa, in Quỳnh Lưu
ZONE = "00000000-0000-4000-8000-00000000000f"  # version 1, by lan
NOBODY = "00000000-0000-4000-8000-0000000000ff"
AT_VINH = "ST_SetSRID(ST_MakePoint(105.68, 18.687), 4326)"
AT_QUYNH_LUU = "ST_SetSRID(ST_MakePoint(105.62806, 19.14167), 4326)"
P = "ncovy.pharmacy"


class Attempt(NamedTuple):
    title: str
    person: str
    code: str
    script: str
    block: bool = True


def update(uid: str, setting: str, base: int | str = 1, table: str = P) -> str:
    return f"UPDATE {table} SET {setting}, base_version = {base} WHERE uid = '{uid}'"


def insert(place: str, columns: str = "name", values: str = "'Quầy thuốc'") -> str:
    """Reported in 2021: the persons' areas are of that era."""
    return f"INSERT INTO {P} ({columns}, reported_at, geom) VALUES ({values}, '2021-09-01', {place})"


PHONE = "phone = '115'"
LOST_UPDATES = [
    Attempt("an attribute edited from an old version", "lan", "NC001", update(MOVED_ON, PHONE, 1)),
    Attempt("a geometry edited from an old version", "lan", "NC001", update(MOVED_ON, f"geom = {AT_VINH}", 1)),
    Attempt("a removal decided on an old version", "lan", "NC001", update(MOVED_ON, "removed = true", 1)),
    Attempt("a version that is still to come", "minh", "NC001", update(MOVED_ON, PHONE, 3)),
    Attempt("a negative token", "minh", "NC001", update(MOVED_ON, PHONE, -1)),
    Attempt("the supervisor's edit of an old version", "tuan", "NC001", update(MOVED_ON, PHONE, 1)),
    Attempt("the superuser's edit of an old version", "admin", "NC001", update(MOVED_ON, PHONE, 1)),
    Attempt(
        "an upsert over what is there",
        "lan",
        "NC002",
        insert(AT_VINH, "uid, name", f"'{MOVED_ON}', 'Quầy thuốc'") + f" ON CONFLICT (uid) DO UPDATE SET {PHONE}",
    ),
]
BLIND_WRITES = [
    Attempt("an attribute without token", "lan", "NC002", f"UPDATE {P} SET {PHONE} WHERE uid = '{APPROVED}'"),
    Attempt("a geometry without token", "lan", "NC002", f"UPDATE {P} SET geom = {AT_VINH} WHERE uid = '{APPROVED}'"),
    Attempt("a removal without token", "lan", "NC002", f"UPDATE {P} SET removed = true WHERE uid = '{APPROVED}'"),
    Attempt("every row without token", "tuan", "NC002", f"UPDATE {P} SET {PHONE}"),
    Attempt("the superuser without token", "admin", "NC002", f"UPDATE {P} SET {PHONE} WHERE uid = '{APPROVED}'"),
]
ZERO_ROWS = [
    Attempt("a feature that is not there", "lan", "NC003", update(NOBODY, PHONE)),
    Attempt("an id that is not there", "lan", "NC003", f"UPDATE {P} SET {PHONE}, base_version = 1 WHERE id = -1"),
    Attempt("a condition that is false", "admin", "NC003", f"UPDATE {P} SET {PHONE}, base_version = 1 WHERE false"),
]
AUTOCOMMIT = [
    Attempt("an insert outside a transaction", "lan", "NC004", insert(AT_VINH), block=False),
    Attempt("an update outside a transaction", "lan", "NC004", update(APPROVED, PHONE), block=False),
    Attempt("a removal outside a transaction", "lan", "NC004", update(APPROVED, "removed = true"), block=False),
    Attempt("the superuser outside a transaction", "admin", "NC004", update(APPROVED, PHONE), block=False),
]
DELETES = [
    Attempt("an editor deletes", "lan", "42501", f"DELETE FROM {P} WHERE uid = '{APPROVED}'"),
    Attempt("a supervisor deletes", "tuan", "42501", f"DELETE FROM {P}"),
    Attempt("the superuser deletes", "admin", "NC007", f"DELETE FROM {P} WHERE uid = '{APPROVED}'"),
    Attempt("the superuser deletes nothing", "admin", "NC007", f"DELETE FROM {P} WHERE false"),
    Attempt("an editor truncates", "lan", "42501", f"TRUNCATE {P}"),
    Attempt("the superuser truncates", "admin", "NC007", f"TRUNCATE {P}"),
    Attempt("the superuser truncates with all that refers", "admin", "NC007", "TRUNCATE ncovy.control_checkpoint CASCADE"),
    Attempt("the owner of the tables deletes", "admin", "NC007", f"SET ROLE ncovy_owner; DELETE FROM {P}"),
]
HISTORY = [
    Attempt(f"{who} does «{deed}»", who, "NC007" if who == "admin" else "42501", deed)
    for who in ("lan", "tuan", "admin")
    for deed in (
        "UPDATE ncovy.version SET session_user_name = 'hoa'",
        "DELETE FROM ncovy.version",
        "TRUNCATE ncovy.version",
        "UPDATE ncovy.decision SET reason = 'x'",
        "DELETE FROM ncovy.decision",
        "UPDATE ncovy.changeset SET comment = 'x'",
        "DELETE FROM ncovy.changeset",
        "UPDATE ncovy.acceptance SET reason = 'x'",
        "DELETE FROM ncovy.acceptance",
        "UPDATE ncovy.staff_change SET by = 'x'",
        "DELETE FROM ncovy.staff_change",
        "TRUNCATE ncovy.staff_change",
        "UPDATE ncovy.authorship SET person = 'hoa'",
        "DELETE FROM ncovy.authorship",
    )
] + [
    Attempt(
        "an editor invents a version",
        "lan",
        "42501",
        "INSERT INTO ncovy.version (layer, uid, operation, row_version, row, geom, changeset)"
        f" VALUES ('pharmacy', '{APPROVED}', 'update', 9, '{{}}', {AT_VINH}, 1)",
    ),
    Attempt(
        "a supervisor invents an approval",
        "tuan",
        "42501",
        f"INSERT INTO ncovy.decision (layer, uid, row_version, verdict) VALUES ('pharmacy', '{OWN}', 1, 'approve')",
    ),
    Attempt(
        "an editor answers for a warning in somebody else's name",
        "lan",
        "42501",
        "INSERT INTO ncovy.acceptance (layer, uid, code, row_version, facts, reason, by)"
        f" VALUES ('pharmacy', '{OWN}', 'crowded', 1, '[null]', 'x', 'tuan')",
    ),
    Attempt(
        "a supervisor writes himself out of the authors", "thu", "42501", f"INSERT INTO ncovy.authorship VALUES ('pharmacy', '{OWN}', 1, 'lan')"
    ),
    Attempt("an editor writes the public table", "lan", "42501", "UPDATE ncovy_public.pharmacy SET phone = '113'"),
    Attempt("a publisher empties the public table", "phuc", "42501", "DELETE FROM ncovy_public.pharmacy"),
]


def foreign() -> Iterator[Attempt]:
    """Five roles: insert, update, move in and re-draw where they have no area."""
    here, there = (AT_VINH, AT_QUYNH_LUU)
    targets = {
        "lan": (there, NORTH, APPROVED),
        "thu": (there, NORTH, OWN),
        "hoa": (here, APPROVED, NORTH),
        "phuc": (here, APPROVED, APPROVED),
        "vy": (here, APPROVED, APPROVED),
    }
    for who, (place, other, own) in targets.items():
        hidden = "NC003" if who in ("lan", "thu", "hoa") else "42501"
        yield Attempt(f"{who} inserts in a foreign area", who, "42501", insert(place))
        yield Attempt(f"{who} edits a foreign feature", who, hidden, update(other, PHONE))
        yield Attempt(f"{who} moves a feature into a foreign area", who, "42501", update(own, f"geom = {place}"))
        yield Attempt(f"{who} moves a foreign feature", who, hidden, update(other, f"geom = ST_Translate(geom, 0.0001, 0), {PHONE}"))


FOREIGN = [
    *foreign(),
    Attempt("lan says that Vinh lies in Quỳnh Lưu", "hoa", "23514", insert(AT_VINH, "name, commune_code", "'Quầy thuốc', '17098'")),
    Attempt(
        "half a zone lies in a foreign area",
        "lan",
        "42501",
        update(
            ZONE,
            "geom = (SELECT ST_Multi(ST_Buffer(ST_PointOnSurface(ST_Intersection(a.geom, ST_Buffer(b.geom, 0.001))), 0.02))"
            " FROM ncovy.unit a, ncovy.unit b WHERE a.code = '412' AND b.code = '429' AND a.era = 2021 AND b.era = 2021)",
            1,
            "ncovy.lockdown_zone",
        ),
    ),
    Attempt(
        "a temporary table poses as the list of areas",
        "hoa",
        "42501",
        f"CREATE TEMP TABLE assignment AS SELECT 'hoa'::text AS person, '40'::text AS unit_code; SET search_path = pg_temp, ncovy, public; {insert(AT_VINH)}",
    ),
]
APPROVALS = [
    Attempt("a supervisor approves his own work", "thu", "NC008", f"SELECT ncovy_app.approve('pharmacy', '{OWN}', 1)", block=False),
    Attempt("an editor approves", "lan", "NC006", f"SELECT ncovy_app.approve('pharmacy', '{SUBMITTED}', 1)", block=False),
    Attempt("a viewer approves", "vy", "NC006", f"SELECT ncovy_app.approve('pharmacy', '{SUBMITTED}', 1)", block=False),
    Attempt("a publisher approves", "phuc", "42501", f"SELECT ncovy_app.approve('pharmacy', '{SUBMITTED}', 1)", block=False),
    Attempt("approval of a version that moved on", "tuan", "NC001", f"SELECT ncovy_app.approve('pharmacy', '{MOVED_ON}', 1)", block=False),
    Attempt("approval of a version nobody has seen", "tuan", "NC001", f"SELECT ncovy_app.approve('pharmacy', '{SUBMITTED}', 2)", block=False),
    Attempt("approval without saying which version", "tuan", "NC002", f"SELECT ncovy_app.approve('pharmacy', '{SUBMITTED}', NULL)", block=False),
    Attempt("approval of a draft", "tuan", "NC009", f"SELECT ncovy_app.approve('pharmacy', '{MOVED_ON}', 2)", block=False),
    Attempt("approval twice", "tuan", "NC009", f"SELECT ncovy_app.approve('pharmacy', '{APPROVED}', 1)", block=False),
    Attempt("approval outside one's area", "thu", "42501", f"SELECT ncovy_app.approve('pharmacy', '{NORTH}', 1)", block=False),
    Attempt("return without a reason", "tuan", "NC009", f"SELECT ncovy_app.return_item('pharmacy', '{SUBMITTED}', 1, '  ')", block=False),
    Attempt("a viewer accepts a warning", "vy", "NC006", f"SELECT ncovy_app.accept_finding('pharmacy', '{OWN}', 'crowded', 1, 'x')", block=False),
    Attempt("accepting in a foreign area", "hoa", "42501", f"SELECT ncovy_app.accept_finding('pharmacy', '{OWN}', 'crowded', 1, 'x')", block=False),
    Attempt("accepting an old version", "lan", "NC001", f"SELECT ncovy_app.accept_finding('pharmacy', '{MOVED_ON}', 'crowded', 1, 'x')", block=False),
    Attempt("accepting what nobody warned of", "lan", "NC009", f"SELECT ncovy_app.accept_finding('pharmacy', '{MOVED_ON}', 'crowded', 2, 'x')", block=False),
    Attempt("the deed of many, inside out", "thu", "42501", "SELECT ncovy_app.decide_good('pharmacy', '{}', 'x', 'approve', 'x')", block=False),
    Attempt("a part of a new feature", "tuan", "NC009", f"SELECT ncovy_app.approve_fields('pharmacy', '{SUBMITTED}', 1, '{{phone}}', 'x')", block=False),
    Attempt("a part of one's own", "thu", "NC008", f"SELECT ncovy_app.approve_fields('pharmacy', '{OWN}', 1, '{{phone}}', 'x')", block=False),
    Attempt("a part, inside out", "tuan", "42501", f"SELECT ncovy_app.make_approved('pharmacy', ncovy_app.hold('pharmacy', '{OWN}', 1), 'x')", block=False),
    Attempt("an editor returns many", "lan", "NC006", f"SELECT ncovy_app.return_items('pharmacy', ARRAY['{SUBMITTED}']::uuid[], '{{1}}', 'x')", block=False),
    Attempt("an editor asks", "lan", "NC006", f"SELECT ncovy_app.ask('pharmacy', '{SUBMITTED}', 1, 'x')", block=False),
    Attempt("an answer nobody asked for", "lan", "NC009", f"SELECT ncovy_app.answer('pharmacy', '{SUBMITTED}', 1, 'x')", block=False),
    Attempt("submission twice", "lan", "NC009", f"SELECT ncovy_app.submit('pharmacy', '{SUBMITTED}', 1)", block=False),
    Attempt("submission in a foreign area", "hoa", "42501", f"SELECT ncovy_app.submit('pharmacy', '{MOVED_ON}', 2)", block=False),
    Attempt("restoring from an old version", "lan", "NC001", f"SELECT ncovy_app.restore('pharmacy', '{MOVED_ON}', 1, 1)", block=False),
    Attempt("restoring a version that never was", "lan", "NC003", f"SELECT ncovy_app.restore('pharmacy', '{MOVED_ON}', 7, 2)", block=False),
    Attempt("restoring in a foreign area", "hoa", "42501", f"SELECT ncovy_app.restore('pharmacy', '{MOVED_ON}', 1, 2)", block=False),
    Attempt("a layer that is a table of another kind", "tuan", "NC003", f"SELECT ncovy_app.approve('unit', '{OWN}', 1)", block=False),
    Attempt("a layer name with SQL in it", "tuan", "NC003", f"SELECT ncovy_app.approve('pharmacy; DROP TABLE ncovy.unit', '{OWN}', 1)", block=False),
    Attempt("the state set by hand", "tuan", "42501", update(SUBMITTED, "review_state = 'approved'")),
    Attempt("the state set by the superuser", "admin", "NC005", update(SUBMITTED, "review_state = 'approved'")),
    Attempt("an inner function called directly", "tuan", "42501", f"SELECT ncovy_app.publish_pharmacy(ARRAY['{OWN}']::uuid[])", block=False),
    Attempt(
        "an inner decision called directly",
        "thu",
        "42501",
        f"SELECT ncovy_app.decide('pharmacy', ncovy_app.hold('pharmacy', '{OWN}', 1), 'approve', 'x')",
        block=False,
    ),
]
IDENTITY = [
    Attempt("an editor becomes the owner", "lan", "42501", f"SET ROLE ncovy_owner; UPDATE {P} SET review_state = 'approved'"),
    Attempt("an editor becomes the owner by a setting", "lan", "42501", "SELECT set_config('role', 'ncovy_owner', false)"),
    Attempt("an editor becomes a supervisor", "lan", "42501", "SET ROLE ncovy_supervisor"),
    Attempt("an editor becomes another person", "lan", "42501", "SET SESSION AUTHORIZATION tuan"),
    Attempt("an editor becomes another person by a setting", "lan", "42501", "SELECT set_config('session_authorization', 'tuan', false)"),
    Attempt(
        "a made-up setting is no identity",
        "lan",
        "NC006",
        f"SELECT set_config('ncovy.user', 'tuan', false); SET ncovy.person = 'tuan'; SELECT ncovy_app.approve('pharmacy', '{SUBMITTED}', 1)",
    ),
    Attempt("an application name is no identity", "lan", "NC006", f"SET application_name = 'tuan'; SELECT ncovy_app.approve('pharmacy', '{SUBMITTED}', 1)"),
    Attempt("an editor takes a role", "lan", "42501", "GRANT ncovy_supervisor TO lan"),
    Attempt("an editor writes himself an area", "lan", "42501", "INSERT INTO ncovy.assignment (person, unit_code, era) VALUES ('lan', '40', 2021)"),
    Attempt("an editor grants himself an area", "lan", "NC006", "SELECT ncovy_app.grant_area('lan', '40', 2021::smallint)"),
    Attempt("a district's supervisor grants areas", "thu", "NC006", "SELECT ncovy_app.grant_area('lan', '421', 2021::smallint)"),
    Attempt("a supervisor grants himself an area", "tuan", "NC006", "SELECT ncovy_app.grant_area('tuan', '421', 2021::smallint)"),
    Attempt("the author's name is written", "lan", "42501", update(APPROVED, "edited_by = 'hoa'")),
    Attempt("the superuser writes the author's name", "admin", "NC005", update(APPROVED, "edited_by = 'hoa'")),
    Attempt("triggers are switched off", "lan", "42501", f"ALTER TABLE {P} DISABLE TRIGGER ALL"),
    Attempt("triggers are switched off by a setting", "lan", "42501", "SET session_replication_role = replica"),
    Attempt("row security is switched off", "tuan", "42501", f"ALTER TABLE {P} DISABLE ROW LEVEL SECURITY"),
    Attempt("row security is refused by a setting", "hoa", "42501", f"SET row_security = off; {update(APPROVED, PHONE)}"),
    Attempt("a function is put into the application", "tuan", "42501", "CREATE FUNCTION ncovy_app.x() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
    Attempt("a function is put into public", "tuan", "42501", "CREATE FUNCTION public.x() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
    Attempt("an editor sets the clock of the exercise", "lan", "42501", "INSERT INTO ncovy.setting VALUES ('exercise', '{\"now\": \"2020-01-01\"}')"),
]
SERVER_COLUMNS = [
    Attempt(f"{who} writes {column}", who, "42501" if who == "lan" else "NC005", update(APPROVED, f"{column} = {value}"))
    for who in ("lan", "admin")
    for column, value in (
        ("uid", f"'{NOBODY}'"),
        ("id", "999999"),
        ("row_version", "9"),
        ("approved_version", "9"),
        ("verified_by", "'hoa'"),
        ("verified_at", "now()"),
    )
] + [
    Attempt("a publisher reads what is not public", "phuc", "42501", f"SELECT contact_phone FROM {P}"),
    Attempt("an outline outside the province", "lan", "23514", update(APPROVED, "geom = ST_SetSRID(ST_MakePoint(103, 19), 4326)")),
    Attempt("swapped axes", "lan", "23514", update(APPROVED, "geom = ST_FlipCoordinates(geom)")),
    Attempt("an empty point", "lan", "23514", update(APPROVED, "geom = ST_GeomFromText('POINT EMPTY', 4326)")),
    Attempt("a telephone that is none", "lan", "23514", update(APPROVED, "phone = 'gọi anh Ba'")),
    Attempt("a formula as a name", "lan", "23514", update(APPROVED, "name = '=HYPERLINK(1)'")),
    Attempt("a number that is none", "lan", "23514", update(APPROVED, "location_accuracy_m = 'NaN'")),
]
ATTEMPTS = LOST_UPDATES + BLIND_WRITES + ZERO_ROWS + AUTOCOMMIT + DELETES + HISTORY + FOREIGN + APPROVALS + IDENTITY + SERVER_COLUMNS
