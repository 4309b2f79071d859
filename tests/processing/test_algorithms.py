"""The algorithms: in QGIS, and by qgis_process as a cron job calls them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsProcessingUtils

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis.stored_styles import store_forms
from ncovy_qgis.processing.provider import NcovyProvider
from tests.gis.editors import own_service
from tests.gis.fresh import OLDER_FORMS
from tests.server import ROOT, Database


class Said(QgsProcessingFeedback):
    def __init__(self) -> None:
        super().__init__(False)
        self.lines: list[str] = []

    def pushInfo(self, info: str) -> None:
        self.lines.append(info)


@pytest.fixture
def provider(qgis_app: Any) -> Iterator[NcovyProvider]:
    made = NcovyProvider()
    QgsApplication.processingRegistry().addProvider(made)
    yield made
    QgsApplication.processingRegistry().removeProvider(made)


def run(name: str, parameters: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Run as the toolbox does, but let errors through."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"ncovy:{name}")
    context, said = QgsProcessingContext(), Said()
    results, good = algorithm.run(parameters, context, said, {}, False)
    assert good, said.lines
    if results.get("OUTPUT"):
        results["LAYER"] = QgsProcessingUtils.mapLayerFromString(results["OUTPUT"], context)
        results["CONTEXT"] = context
    return results, said.lines


def test_the_provider_offers_its_algorithms_with_vietnamese_names(provider: NcovyProvider) -> None:
    names = {algorithm.name(): algorithm.displayName() for algorithm in provider.algorithms()}
    assert set(names) >= {"upgrade", "check", "publish", "verify"}
    assert names["check"] == "Kiểm tra dữ liệu"
    assert not provider.icon().isNull()


def test_upgrading_twice_changes_nothing_the_second_time(provider: NcovyProvider, database: Database) -> None:
    service = own_service(database, "admin").service
    results, lines = run("upgrade", {"SERVICE": service})
    assert results["CHANGES"] == 0
    assert "không có gì thay đổi" in lines[-1]


def test_upgrading_an_empty_database_builds_it_and_a_dry_run_does_not(
    provider: NcovyProvider, empty_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    service = own_service(empty_database, "admin").service
    results, _ = run("upgrade", {"SERVICE": service, "DRY_RUN": True})
    assert results["CHANGES"] > 10
    assert empty_database.run("SELECT to_regclass('ncovy.pharmacy')") == [(None,)]
    results, _ = run("upgrade", {"SERVICE": service})
    assert empty_database.run("SELECT to_regclass('ncovy.pharmacy') IS NOT NULL") == [(True,)]


def test_upgrading_brings_the_stored_forms_along(provider: NcovyProvider, database: Database, catalogue: Catalogue) -> None:
    admin = own_service(database, "admin")
    store_forms(admin, replace(catalogue, layers=(catalogue.layer("pharmacy"),)))
    database.run(OLDER_FORMS)
    results, lines = run("upgrade", {"SERVICE": admin.service, "DRY_RUN": True})
    assert (results["CHANGES"], lines) == (1, ["Ghi lại biểu mẫu, kiểu lưu sẵn cho QGIS không có tiện ích: Hiệu thuốc"])
    assert run("upgrade", {"SERVICE": admin.service}) == (results, lines)
    assert run("upgrade", {"SERVICE": admin.service})[0] == {"CHANGES": 0}
    database.run("DROP TABLE public.layer_styles")


def test_findings_are_a_layer_of_points(provider: NcovyProvider, database: Database) -> None:
    insert = (
        "INSERT INTO ncovy.pharmacy (name, geom, reported_at)"
        " VALUES ('Nhà thuốc Hồng Ngọc', 'SRID=4326;POINT(105.68 18.67)', '2021-09-17')"
    )
    database.run(insert, person="lan")
    results, _ = run("check", {"SERVICE": own_service(database, "lan").service, "OUTPUT": "memory:"})
    features = list(results["LAYER"].getFeatures())
    assert len(features) == results["ERRORS"] + results["WARNINGS"] > 0
    assert {item["layer"] for item in features} == {"pharmacy"}
    assert all(item["sentence"].endswith(".") for item in features)
    point = features[0].geometry().asPoint()
    assert (round(point.x(), 2), round(point.y(), 2)) == (105.68, 18.67)


def test_a_check_tells_how_far_it_is_and_stops_when_it_is_cancelled(provider: NcovyProvider, database: Database) -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ncovy:check")
    parameters, said, shares = {"SERVICE": own_service(database, "lan").service}, Said(), []
    said.progressChanged.connect(shares.append)
    algorithm.run(parameters, QgsProcessingContext(), said, {}, False)
    assert len(shares) > 20 and shares == sorted(shares) and shares[-1] < 100
    said.cancel()
    with pytest.raises(QgsProcessingException, match="Đã dừng"):
        algorithm.run(parameters, QgsProcessingContext(), said, {}, False)


def test_a_database_that_is_not_there_is_a_sentence(provider: NcovyProvider, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    services = tmp_path / "services"
    services.write_text(f"[nowhere]\nhost={tmp_path}\ndbname=none\n")
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    with pytest.raises(QgsProcessingException, match=r"[^\x00-\x7f]"):
        run("check", {"SERVICE": "nowhere", "OUTPUT": "memory:"})


def test_a_folder_that_is_no_site_fails_verification(provider: NcovyProvider, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="không đúng như bản kê"):
        run("verify", {"SITE": str(tmp_path)})


def qgis_process() -> str:
    """Debian 12's wrapper is broken; the program itself is beside it."""
    found = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    assert found, "no qgis_process; `make setup` installs it"
    return found


@pytest.fixture
def environment(tmp_path: Path, database: Database) -> dict[str, str]:
    """A profile with the plugin enabled, and the plugin staged as installed."""
    staged = tmp_path / "plugins" / "ncovy_qgis"
    staged.mkdir(parents=True)
    for path in (ROOT / "ncovy_qgis").iterdir():
        (staged / path.name).symlink_to(path)
    for name in ("metadata.txt", "forms", "styles", "icons"):
        (staged / name).symlink_to(ROOT / name)
    config = tmp_path / "config"
    config.mkdir()
    return {
        **os.environ,
        "QGIS_PLUGINPATH": str(staged.parent),
        "QGIS_CUSTOM_CONFIG_PATH": str(config),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SERVICE": own_service(database, "admin").service,
    }


def test_qgis_process_runs_an_algorithm(environment: dict[str, str]) -> None:
    program = qgis_process()
    enabled = subprocess.run([program, "plugins", "enable", "ncovy_qgis"], env=environment, capture_output=True, text=True, check=False)
    assert "ncovy_qgis" in enabled.stdout + enabled.stderr
    service = environment["SERVICE"]
    command = [program, "--json", "run", "ncovy:upgrade", "--", f"SERVICE={service}", "DRY_RUN=true"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = re.search(r"{.*}", done.stdout, re.DOTALL)
    assert found, done.stdout
    assert json.loads(found.group())["results"]["CHANGES"] == 0
