"""The people of the training database: logins without passwords, for a server that only this machine reaches."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from psycopg2.extensions import connection as Connection

from ncovy_qgis.db import staff
from ncovy_qgis.db.connection import connect

ERA = 2021
PROVINCE, VINH, QUYNH_LUU = "40", "412", "421"


@dataclass(frozen=True)
class Person:
    """A login, its group role and the unit it may write in."""

    name: str
    role: str
    unit: str | None
    title: str


PERSONS = (
    Person("lan", "editor", VINH, "Lan, nhập liệu TP Vinh"),
    Person("minh", "editor", VINH, "Minh, nhập liệu TP Vinh"),
    Person("hoa", "editor", QUYNH_LUU, "Hoa, nhập liệu Quỳnh Lưu"),
    Person("ngoc", "editor", PROVINCE, "Ngọc, nhập liệu CDC tỉnh"),
    Person("tuan", "supervisor", PROVINCE, "Tuấn, kiểm duyệt CDC tỉnh"),
    Person("thu", "supervisor", VINH, "Thu, kiểm duyệt TP Vinh"),
    Person("phuc", "publisher", None, "Phúc, phát hành"),
    Person("vy", "viewer", None, "Vy, chỉ xem"),
)


def make_persons(admin: Connection, persons: Sequence[Person] = PERSONS) -> int:
    """Give every person login, role and area that are missing; how many persons something was missing for."""
    known = {person.name: person for person in staff.people(admin)}
    changed = 0
    for person in persons:
        found = known.get(person.name)
        has_area = found is not None and any(area.code == person.unit for area in found.areas)
        areas = [staff.Area(person.unit, ERA)] if person.unit and not has_area else []
        if found is None or person.role not in found.roles or areas:
            staff.grant(admin, person.name, person.role, areas, create=True)
            changed += 1
    return changed


@dataclass(frozen=True)
class Desk:
    """How each person reaches the database."""

    place: dict[str, str]

    def service(self, person: str) -> str:
        """Names the database too: QGIS keeps connections by service name, whatever database the name meant before."""
        return f"ncovy_{self.place.get('dbname', '')}_{person}"

    @contextmanager
    def connect(self, person: str) -> Iterator[Connection]:
        with closing(connect(dsn={**self.place, "user": person}, application="ncovy demo")) as connection:
            yield connection


@contextmanager
def desk(admin: Connection) -> Iterator[Desk]:
    """Everybody's connection to the admin's database; QGIS finds them as services for as long as this lasts."""
    given = admin.info.dsn_parameters
    found = Desk({name: given[name] for name in ("host", "port", "dbname") if given.get(name)})
    before = os.environ.get("PGSERVICEFILE")
    with TemporaryDirectory(prefix="ncovy-demo-") as folder:
        file = Path(folder) / "pg_service.conf"
        file.write_text("\n".join(_service(found, person) for person in PERSONS), encoding="utf-8")
        os.environ["PGSERVICEFILE"] = str(file)
        try:
            yield found
        finally:
            if before is None:
                del os.environ["PGSERVICEFILE"]
            else:
                os.environ["PGSERVICEFILE"] = before


def _service(found: Desk, person: Person) -> str:
    lines = [f"[{found.service(person.name)}]", *(f"{key}={value}" for key, value in found.place.items()), f"user={person.name}", ""]
    return "\n".join(lines)
