"""Forms stored for a QGIS without the plugin: an upgrade writes anew what the product wrote, and never what somebody changed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import canonicalize

import pytest
from qgis.core import QgsVectorLayer, QgsWkbTypes

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.db import stored_forms
from ncovy_qgis.db.errors import SetupError
from ncovy_qgis.db.stored_forms import Drawn, State, StoredForm
from ncovy_qgis.gis.layers import LayerError
from ncovy_qgis.gis.source import Source
from ncovy_qgis.gis.stored_styles import renew_forms, store_forms
from ncovy_qgis.paths import forms_dir
from tests.cli.conftest import leave_with
from tests.gis.editors import own_service
from tests.server import ROOT, Database

LABEL, FORMERLY = "vi: Tình trạng", "vi: Mở hay đóng"
ID = re.compile(r"[0-9a-f]{8}([_-][0-9a-f]{4}){3}[_-][0-9a-f]{12}")
BY_SOMEBODY = "UPDATE public.layer_styles SET styleqml = replace(styleqml::text, 'Mở hay đóng', 'Có mở')::xml WHERE f_table_name = 'pharmacy'"
KEPT = "Giữ nguyên biểu mẫu, kiểu lưu sẵn mà có người đã sửa: Hiệu thuốc."
OF_PHARMACY = "FROM public.layer_styles WHERE f_table_name = 'pharmacy'"


def two_of(catalogue: Catalogue) -> Catalogue:
    """Ten take their time, and one is done as the other."""
    return replace(catalogue, layers=(catalogue.layer("testing_site"), catalogue.layer("pharmacy")))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return two_of(load_catalogue())


@pytest.fixture(scope="module")
def formerly(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The forms of an older program, in which one field of pharmacies had another label."""
    forms = Path(shutil.copytree(forms_dir(), tmp_path_factory.mktemp("older") / "forms"))
    text = (forms / "pharmacy.yaml").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.strip().startswith("operating_state:"))
    assert LABEL in line
    (forms / "pharmacy.yaml").write_text(text.replace(line, line.replace(LABEL, FORMERLY)), "utf-8")
    return two_of(load_catalogue(forms))


@pytest.fixture
def old(database: Database, formerly: Catalogue, qgis_app: Any) -> Iterator[Database]:
    """A database whose forms an older program stored."""
    store_forms(own_service(database, "admin"), formerly)
    yield database
    database.run("DROP TABLE public.layer_styles; DELETE FROM ncovy.setting WHERE name = 'stored_forms'")


def seen(database: Database, catalogue: Catalogue, person: str = "admin") -> Mapping[str, StoredForm]:
    with closing(database.connect(person)) as connection:
        return stored_forms.look(connection, catalogue)


def states(database: Database, catalogue: Catalogue, person: str = "admin") -> set[State]:
    return {form.state for form in seen(database, catalogue, person).values()}


def renew(database: Database, catalogue: Catalogue) -> tuple[str, ...]:
    return renew_forms(own_service(database, "admin"), catalogue)


def label(database: Database) -> str:
    """How a plain QGIS, which loads the default style, calls the field."""
    uri = own_service(database, "lan").uri()
    uri.setDataSource("ncovy", "pharmacy", "geom", "", "id")
    uri.setWkbType(QgsWkbTypes.Type.Point)
    layer = QgsVectorLayer(uri.uri(False), "plain", "postgres")
    return str(layer.attributeAlias(layer.fields().indexOf("operating_state")))


def test_old_forms_reach_a_plain_qgis_until_they_are_renewed(old: Database, formerly: Catalogue, catalogue: Catalogue) -> None:
    assert (states(old, formerly), states(old, catalogue), label(old)) == ({State.CURRENT}, {State.OLD}, "Mở hay đóng *")
    assert renew(old, catalogue) == ("testing_site", "pharmacy")
    assert (states(old, catalogue), label(old)) == ({State.CURRENT}, "Tình trạng *")
    assert old.run("SELECT count(*), count(DISTINCT f_table_name) FROM public.layer_styles WHERE useasdefault") == [(2, 2)]
    assert renew(old, catalogue) == ()


def written(database: Database) -> list[tuple[str, ...]]:
    """Qt writes attributes in an order of chance; a layer opened anew has another id, symbols have numbers and the profile has colours of chance."""
    rows = database.run("SELECT f_table_name, stylename, description, styleqml::text, stylesld::text FROM public.layer_styles ORDER BY 1, 2")
    return [(*names, *map(_comparable, texts)) for *names, qml, sld in rows for texts in [(qml, sld)]]


def _comparable(text: str | None) -> str:
    return "" if text is None else ID.sub("", canonicalize(text, strip_text=True, exclude_tags=["elevation"], exclude_attrs=["id"]))


def test_renewing_writes_what_storing_writes(old: Database, catalogue: Catalogue) -> None:
    renew(old, catalogue)
    renewed = written(old)
    store_forms(own_service(old, "admin"), catalogue)
    stored = written(old)
    assert [row[:-1] for row in stored] == [row[:-1] for row in renewed]
    assert all(sld in ("", ours) for (*_, sld), (*_, ours) in zip(stored, renewed))  # QGIS 3.44 stores no SLD


def test_a_style_somebody_changed_stays_as_it_is_and_is_told(old: Database, catalogue: Catalogue) -> None:
    old.run(BY_SOMEBODY)
    theirs = old.run(f"SELECT * {OF_PHARMACY}")
    before = seen(old, catalogue)
    renewed = renew(old, catalogue)
    assert renewed == ("testing_site",)
    store_forms(own_service(old, "admin"), catalogue)
    assert old.run(f"SELECT * {OF_PHARMACY}") == theirs
    assert stored_forms.outlook(before, catalogue, renewed) == (KEPT,)


def test_another_style_chosen_as_default_stays_the_default(old: Database, catalogue: Catalogue) -> None:
    old.run("UPDATE public.layer_styles SET useasdefault = false WHERE f_table_name = 'pharmacy'")
    assert seen(old, catalogue)["pharmacy"].state is State.CHANGED
    old.run(
        "INSERT INTO public.layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, stylename, styleqml, useasdefault)"
        f" SELECT f_table_catalog, f_table_schema, f_table_name, f_geometry_column, 'của Vinh', styleqml, true {OF_PHARMACY}"
    )
    assert renew(old, catalogue) == ("testing_site",)
    store_forms(own_service(old, "admin"), catalogue)
    assert old.run(f"SELECT stylename {OF_PHARMACY} AND useasdefault") == [("của Vinh",)]


def test_a_style_nobody_knows_the_origin_of_is_left_and_kept_aside_when_replaced(old: Database, catalogue: Catalogue) -> None:
    old.run("DELETE FROM ncovy.setting WHERE name = 'stored_forms'")
    before = seen(old, catalogue)
    assert {form.state for form in before.values()} == {State.UNKNOWN}
    assert (renew(old, catalogue), label(old)) == ((), "Mở hay đóng *")
    assert "không rõ có ai sửa chưa" in stored_forms.outlook(before, catalogue)[0]
    store_forms(own_service(old, "admin"), catalogue)
    assert (states(old, catalogue), label(old)) == ({State.CURRENT}, "Tình trạng *")
    assert old.run(f"SELECT stylename, useasdefault, styleqml::text LIKE '%%Mở hay đóng%%' {OF_PHARMACY} ORDER BY 1") == [
        ("ncovy", True, False), ("ncovy (cũ)", False, True),
    ]  # fmt: skip


def test_what_somebody_changes_while_forms_are_derived_is_not_overwritten(old: Database, catalogue: Catalogue) -> None:
    before = seen(old, catalogue)
    old.run(BY_SOMEBODY)
    with closing(old.admin()) as connection, connection:
        drawn = {name: Drawn("<qgis/>", "<sld/>") for name in ("pharmacy", "testing_site")}
        assert stored_forms.rewrite(connection, catalogue, drawn, before) == ("testing_site",)
    assert old.run(f"SELECT styleqml::text LIKE '%%Có mở%%' {OF_PHARMACY}") == [(True,)]


def test_forms_stay_in_the_language_they_were_stored_in(database: Database, formerly: Catalogue, catalogue: Catalogue, old: Database, monkeypatch: Any) -> None:
    monkeypatch.setattr("ncovy_qgis.gis.project.language", lambda: "en")  # the QGIS of whoever upgrades
    renew(old, catalogue)
    assert label(old) == "Tình trạng *"


def test_a_new_era_or_an_exercise_makes_forms_old(old: Database, formerly: Catalogue) -> None:
    old.run("INSERT INTO ncovy.setting (name, value) VALUES ('exercise', '{\"now\": \"2021-09-17T18:00:00+07:00\"}')")
    assert states(old, formerly) == {State.OLD}


def test_an_account_that_may_not_write_them_is_told_whose_they_are(old: Database, catalogue: Catalogue) -> None:
    assert states(old, catalogue, "lan") == {State.OLD}
    with pytest.raises(SetupError, match="thuộc tài khoản admin"):
        renew_forms(own_service(old, "lan"), catalogue)


RENEWED = "Ghi lại biểu mẫu, kiểu lưu sẵn cho QGIS không có tiện ích: Điểm xét nghiệm, Hiệu thuốc"


@pytest.fixture
def upgrade(old: Database, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """`ncovy db upgrade`, as people read it."""

    def run(*options: str) -> str:
        assert leave_with(["db", "upgrade", "--service", own_service(old, "admin").service, *options]) == 0
        return capsys.readouterr().out

    return run


def test_the_command_line_renews_them_and_says_so(old: Database, upgrade: Callable[..., str]) -> None:
    assert upgrade("--dry-run").splitlines() == [RENEWED, "1 thay đổi sẽ được làm."]
    assert label(old) == "Mở hay đóng *"
    assert upgrade().splitlines() == [RENEWED, "1 thay đổi."]
    assert label(old) == "Tình trạng *"
    assert json.loads(upgrade("--json")) == {"changes": [], "dry_run": False, "notes": []}


def test_the_command_line_says_what_somebody_changed_and_leaves_it(old: Database, upgrade: Callable[..., str]) -> None:
    old.run(BY_SOMEBODY)
    assert upgrade().splitlines()[-1] == KEPT
    assert upgrade().splitlines() == ["Không có gì thay đổi: cơ sở dữ liệu đã đúng.", KEPT]
    assert label(old) == "Có mở *"


def test_the_command_line_says_why_they_could_not_be_renewed(old: Database, upgrade: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: Source, catalogue: Catalogue) -> None:
        raise LayerError("ncovy.pharmacy", "đang khóa")

    monkeypatch.setattr("ncovy_qgis.gis.stored_styles.renew_forms", refuse)
    said = upgrade().splitlines()
    assert said[1] == "Không mở được «ncovy.pharmacy»: đang khóa"
    assert said[2].startswith("Biểu mẫu, kiểu lưu sẵn đã cũ: Điểm xét nghiệm, Hiệu thuốc;")


def test_a_server_without_qgis_leaves_them_and_says_what_to_do(old: Database) -> None:
    code = "import sys; sys.modules['qgis'] = None; from ncovy_qgis.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "db", "upgrade", "--service", own_service(old, "admin").service]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert "không có QGIS" in told.stdout
    assert "«Sửa» ở «Kiểm tra kết nối» (QGIS) thay bằng mẫu mới" in told.stdout
    assert label(old) == "Mở hay đóng *"


def test_nobody_who_sees_nothing_stored_is_misled(database: Database, catalogue: Catalogue) -> None:
    assert states(database, catalogue, "vy") == {State.MISSING}
    assert stored_forms.outlook(seen(database, catalogue), catalogue) == ()
