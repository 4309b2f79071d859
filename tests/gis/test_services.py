"""Connections: names from the service file, no secret in any address."""

from __future__ import annotations

from pathlib import Path

from ncovy_qgis.gis.services import service_files, services
from ncovy_qgis.gis.source import Source, read_source


def test_services_are_listed_in_the_order_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "pg_service.conf"
    file.write_text("# ghi chú\n[ncovy]\nhost=db.example.org\npassword=a%b\n\n[ncovy_thu]\nhost=/tmp\n", encoding="utf-8")
    assert services({"PGSERVICEFILE": str(file), "PGSYSCONFDIR": str(tmp_path / "none")}) == ("ncovy", "ncovy_thu")


def test_a_file_that_is_no_service_file_gives_none(tmp_path: Path) -> None:
    file = tmp_path / "pg_service.conf"
    file.write_bytes(b"host=x\n\xff\xfe[broken")
    assert services({"PGSERVICEFILE": str(file), "PGSYSCONFDIR": str(tmp_path)}) == ()


def test_the_persons_file_comes_before_the_machines(tmp_path: Path) -> None:
    own, machine = tmp_path / "own.conf", tmp_path / "pg_service.conf"
    own.write_text("[a]\n")
    machine.write_text("[b]\n[a]\n")
    environment = {"PGSERVICEFILE": str(own), "PGSYSCONFDIR": str(tmp_path)}
    assert service_files(environment) == (own, machine)
    assert services(environment) == ("a", "b")


def test_a_service_is_all_an_address_holds(qgis_app: object) -> None:
    uri = Source(service="ncovy").uri()
    assert uri.uri(False).strip().startswith("service='ncovy'")
    assert (uri.username(), uri.password()) == ("", "")


def test_an_account_is_its_id_and_nothing_secret(qgis_app: object) -> None:
    source = Source(authcfg="abc1234", host="db.example.org", port="5433", dbname="ncovy")
    address = source.uri().uri(False)
    assert "authcfg=abc1234" in address
    assert "user=" not in address
    assert "password" not in address


def test_a_source_survives_as_one_line() -> None:
    for source in (Source(service="ncovy"), Source(authcfg="abc1234", host="db.example.org", port="5433", dbname="ncovy")):
        assert read_source(source.text()) == source
