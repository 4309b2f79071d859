"""What the toolbox and models see of each algorithm: parameters, outputs, names; and how each says no."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from qgis.core import QgsApplication, QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from ncovy_qgis.db.errors import SetupError
from ncovy_qgis.processing.common import explained
from ncovy_qgis.processing.provider import ALGORITHMS, NcovyProvider
from ncovy_qgis.publish.errors import Cancelled, SiteBusy

PARAMETERS = {
    "upgrade": {"SERVICE": "string", "DRY_RUN": "boolean"},
    "check": {"SERVICE": "string", "OUTPUT": "sink"},
    "review_list": {"SERVICE": "string", "MINE": "boolean", "OUTPUT": "sink"},
    "as_of": {"SERVICE": "string", "LAYER": "enum", "MOMENT": "datetime", "PUBLIC": "boolean", "OUTPUT": "sink"},
    "audit": {"SERVICE": "string", "REPORT": "enum", "SINCE": "datetime", "UNTIL": "datetime", "OUTPUT": "fileDestination"},
    "restore": {"SERVICE": "string", "CHANGESET": "number", "REASON": "string", "LATER": "boolean", "DRY_RUN": "boolean"},
    "preview": {"SERVICE": "string", "SITE": "file", "OUTPUT": "sink", "ZONES": "sink", "FINDINGS": "sink"},
    "publish": {"SERVICE": "string", "SITE": "file", "KEY": "authcfg", "KEY_FILE": "file", "ACCEPT": "string", "SEEN": "string"},
    "raster_tiles": {"SERVICE": "string", "SITE": "file", "EXTENT": "extent", "ZOOM_MIN": "number", "ZOOM_MAX": "number", "FOLDER": "folderDestination"},
    "verify": {"SITE": "file", "PUBLIC_KEY": "string"},
    "deploy": {"SITE": "file", "TARGET": "string", "KEEP": "number", "REASON": "string"},
    "open_data_project": {"SITE": "string", "OUTPUT": "fileDestination"},
}
OUTPUTS = {
    "upgrade": {"CHANGES"},
    "check": {"OUTPUT", "ERRORS", "WARNINGS"},
    "review_list": {"OUTPUT", "COUNT"},
    "as_of": {"OUTPUT", "COUNT"},
    "audit": {"OUTPUT", "ROWS"},
    "restore": {"STEPS", "CONFLICTS", "DONE"},
    "preview": {"OUTPUT", "ZONES", "FINDINGS", "TOTAL", "ERRORS", "WARNINGS", "DIGEST"},
    "publish": {"RELEASE", "FEATURES"},
    "raster_tiles": {"FOLDER"},
    "verify": {"PROBLEMS"},
    "deploy": {"RELEASE", "SENT"},
    "open_data_project": {"OUTPUT", "LAYERS"},
}


@pytest.fixture(scope="module")
def algorithms(qgis_app: Any) -> Iterator[dict[str, QgsProcessingAlgorithm]]:
    """The algorithms by name, as the registry makes them."""
    provider = NcovyProvider()
    registry = QgsApplication.processingRegistry()
    registry.addProvider(provider)
    yield {name: registry.createAlgorithmById(f"ncovy:{name}") for name in PARAMETERS}
    registry.removeProvider(provider)


@pytest.mark.parametrize("name", PARAMETERS)
def test_parameters_keep_their_names_and_kinds_because_models_store_them(algorithms: dict[str, QgsProcessingAlgorithm], name: str) -> None:
    algorithm = algorithms[name]
    assert {each.name(): each.type() for each in algorithm.parameterDefinitions()} == PARAMETERS[name]
    assert {each.name() for each in algorithm.outputDefinitions()} == OUTPUTS[name]


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_parameter_and_output_is_described_in_words(algorithms: dict[str, QgsProcessingAlgorithm], name: str) -> None:
    algorithm = algorithms[name]
    for each in (*algorithm.parameterDefinitions(), *algorithm.outputDefinitions()):
        assert each.description() and each.description() != each.name()
    assert algorithm.displayName() != name


def test_the_provider_has_these_algorithms_and_no_others(algorithms: dict[str, QgsProcessingAlgorithm]) -> None:
    assert {made().name() for made in ALGORITHMS} == set(PARAMETERS)
    assert all(type(one.createInstance()) is type(made()) for one, made in zip((made() for made in ALGORITHMS), ALGORITHMS))


@pytest.mark.parametrize(("name", "needed"), [("publish", "SITE"), ("verify", "SITE"), ("as_of", "MOMENT"), ("restore", "CHANGESET")])
def test_without_what_it_needs_an_algorithm_does_not_start(algorithms: dict[str, QgsProcessingAlgorithm], name: str, needed: str) -> None:
    good, why = algorithms[name].checkParameterValues({}, QgsProcessingContext())
    assert not good
    assert needed in why


def test_the_service_is_ncovy_and_a_trial_is_not_the_rule(algorithms: dict[str, QgsProcessingAlgorithm]) -> None:
    for name in ("upgrade", "check", "review_list", "as_of", "audit", "restore", "publish"):
        assert algorithms[name].parameterDefinition("SERVICE").defaultValue() == "ncovy"
    assert algorithms["upgrade"].parameterDefinition("DRY_RUN").defaultValue() is False
    assert algorithms["restore"].parameterDefinition("DRY_RUN").defaultValue() is True  # what is undone is looked at first


REFUSALS: dict[str, tuple[Exception, str]] = {
    "somebody else publishes": (SiteBusy(), "Một người khác đang công bố"),
    "cancelled": (Cancelled(), "Đã dừng công bố theo yêu cầu"),
    "not set up": (SetupError("Chưa cài PostGIS.", "PostGIS is missing."), "Chưa cài PostGIS."),
    "a driver's error": (psycopg2.OperationalError("FATAL: no pg_hba.conf entry for host"), ""),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_a_person_can_mend_is_a_sentence_of_processing(qgis_app: Any, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    error, words = REFUSALS[name]
    monkeypatch.setattr("ncovy_qgis.processing.common.language", lambda: "vi")
    with pytest.raises(QgsProcessingException) as refused, explained():
        raise error
    assert words in str(refused.value)
    assert any(ord(letter) > 127 for letter in str(refused.value))
    assert refused.value.__cause__ is error


def test_in_an_english_qgis_the_sentence_is_english(qgis_app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ncovy_qgis.processing.common.language", lambda: "en")
    with pytest.raises(QgsProcessingException, match="PostGIS is missing"), explained():
        raise SetupError("Chưa cài PostGIS.", "PostGIS is missing.")


def test_a_mistake_of_the_program_is_not_dressed_up_as_a_refusal() -> None:
    with pytest.raises(ZeroDivisionError), explained():
        raise ZeroDivisionError


def test_verifying_names_each_problem_before_it_fails(algorithms: dict[str, QgsProcessingAlgorithm], tmp_path: Path) -> None:
    (tmp_path / "release.json").write_text("{")
    said = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException, match=r"^1 "):
        algorithms["verify"].run({"SITE": str(tmp_path)}, QgsProcessingContext(), said, {}, False)
    assert "release.json" in said.textLog()


def test_both_languages_of_every_publishing_refusal_say_something() -> None:
    for error in (SiteBusy(), Cancelled()):
        assert error.vi.endswith(".") and error.en.endswith(".") and error.vi != error.en
