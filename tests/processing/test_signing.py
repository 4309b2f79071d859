"""A release made in QGIS is signed by the key kept in its authentication manager, or in a file; and verified there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsProcessingContext, QgsProcessingException

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.processing.provider import NcovyProvider
from ncovy_qgis.publish import keys, minisign, pointer
from tests.gis.editors import own_service
from tests.processing.test_algorithms import Said, run
from tests.publish.world import AS_OF, answer, fill, inside, plain_style, store_style
from tests.server import Database


@pytest.fixture
def provider(qgis_app: Any) -> Any:
    made = NcovyProvider()
    QgsApplication.processingRegistry().addProvider(made)
    yield made
    QgsApplication.processingRegistry().removeProvider(made)


@pytest.fixture
def publication(database: Database, catalogue: Catalogue, provider: NcovyProvider, tmp_path: Path) -> dict[str, Any]:
    """What every publication of these tests asks for."""
    fill(database, catalogue, each=2)
    store_style(database, plain_style(catalogue))
    inside(database)
    database.run("INSERT INTO ncovy.setting VALUES ('exercise', jsonb_build_object('now', %s::text))", (AS_OF.isoformat(),))
    answer(database)
    return {"SERVICE": own_service(database, "phuc").service, "SITE": str(tmp_path / "site")}


def kept(password: str) -> str:
    """The id of a configuration of the authentication manager with this password."""
    manager = QgsApplication.authManager()
    assert manager.masterPasswordIsSet() or manager.setMasterPassword("mật khẩu của kho", True)
    config = QgsAuthMethodConfig("Basic")
    config.setName("Khóa ký")
    config.setConfig("username", "ncovy")
    config.setConfig("password", password)
    stored = manager.storeAuthenticationConfig(config)
    assert stored[0] if isinstance(stored, tuple) else stored
    return str(config.id())


def refusal(name: str, parameters: dict[str, Any]) -> str:
    """Why the algorithm did not even begin, or stopped."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"ncovy:{name}")
    said = Said()
    said.reportError = lambda error, fatal=False: said.lines.append(error)  # type: ignore[method-assign]
    try:
        _, good = algorithm.run(parameters, QgsProcessingContext(), said, {}, False)
    except QgsProcessingException as error:
        return str(error)
    assert not good
    return "\n".join(said.lines)


def test_the_key_of_the_authentication_manager_signs(publication: dict[str, Any]) -> None:
    key = minisign.generate()
    secret = kept(key.text().splitlines()[1])
    run("publish", {**publication, "KEY": secret})
    current = pointer.read(Path(publication["SITE"]))
    assert current is not None and current.signature
    assert minisign.check(key.public, current.unsigned(), current.signature)
    assert secret not in str(current) and "password" not in str(current)


def test_the_key_of_a_file_signs_and_the_public_one_verifies(publication: dict[str, Any], tmp_path: Path) -> None:
    key = keys.make(tmp_path / "key")
    run("publish", {**publication, "KEY_FILE": str(tmp_path / "key")})
    site = publication["SITE"]
    for given in (key.public.line, str(tmp_path / "key.pub")):
        assert run("verify", {"SITE": site, "PUBLIC_KEY": given})[0]["PROBLEMS"] == 0
    assert "1 sai lệch" in refusal("verify", {"SITE": site, "PUBLIC_KEY": minisign.generate().public.line})


def test_a_release_is_brought_to_the_public_and_a_second_time_nothing_is_sent(publication: dict[str, Any], tmp_path: Path) -> None:
    site, public = publication["SITE"], tmp_path / "public"
    assert "chưa có bản công bố nào" in refusal("deploy", {"SITE": site, "TARGET": str(public)})
    release = run("publish", publication)[0]["RELEASE"]
    done, _ = run("deploy", {"SITE": site, "TARGET": str(public)})
    assert (done["RELEASE"], done["SWITCHED"]) == (release, True) and done["SENT"] > 20
    done, lines = run("deploy", {"SITE": site, "TARGET": str(public), "KEEP": 2})
    assert (done["SENT"], lines) == (0, [f"Nơi đến đang hiện đúng bản {release}."])
    assert run("verify", {"SITE": str(public)})[0]["PROBLEMS"] == 0


def test_a_key_the_page_does_not_know_is_refused_before_anything_is_written(
    publication: dict[str, Any], catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, other = keys.make(tmp_path / "key"), keys.make(tmp_path / "other")
    known = replace(catalogue, site=replace(catalogue.site, public_key=key.public.line))
    monkeypatch.setattr("ncovy_qgis.processing.publish.load_catalogue", lambda: known)
    told = refusal("publish", {**publication, "KEY_FILE": str(tmp_path / "other")})
    assert other.public.line in told and key.public.line in told
    assert "thiếu chữ ký" in refusal("publish", publication)
    assert not Path(publication["SITE"]).exists()
    done, lines = run("publish", {**publication, "KEY_FILE": str(tmp_path / "key")})
    assert done["MADE"] and not done["NOT_RECORDED"] and not lines


def test_a_map_there_that_is_no_older_is_replaced_only_with_a_reason(publication: dict[str, Any], tmp_path: Path) -> None:
    site, public = publication["SITE"], tmp_path / "public"
    run("publish", publication)
    run("deploy", {"SITE": site, "TARGET": str(public)})
    there = pointer.read(public)
    assert there
    (public / "release.json").write_bytes(pointer.Pointer(**{**vars(there), "serial": 9}).text())
    assert "không cũ hơn (số 9" in refusal("deploy", {"SITE": site, "TARGET": str(public)})
    assert run("deploy", {"SITE": site, "TARGET": str(public), "REASON": "máy kia hỏng"})[0]["SWITCHED"]


def test_what_is_no_key_is_refused_before_anything_is_written(publication: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "key").write_text("khóa")
    (tmp_path / "key").chmod(0o600)
    assert "không phải khóa của minisign" in refusal("publish", {**publication, "KEY_FILE": str(tmp_path / "key")})
    assert "không đọc được" in refusal("publish", {**publication, "KEY_FILE": str(tmp_path / "none")})
    assert "không phải khóa của minisign" in refusal("publish", {**publication, "KEY": kept("mật khẩu khác")})
    assert "Không đọc được khóa ký" in refusal("publish", {**publication, "KEY": "0000000"})
    assert not Path(publication["SITE"]).exists()
