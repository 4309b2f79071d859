"""The checks of .ci can fail, and the plugin's zip is what QGIS and plugins.qgis.org expect."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import zipfile
from pathlib import Path

import check_pyqt6
import plugin_zip
import psycopg2
import pytest
import sizes
from server import LONGEST_SOCKET, Cluster

from tests.server import ROOT

needs_stubs = pytest.mark.skipif(not (check_pyqt6.STUBS / "QtCore.pyi").exists(), reason="no PyQt6 interface files; `make setup` brings them")


def pyqt6_lacks(source: str) -> list[str]:
    return [sentence for _, sentence in check_pyqt6.problems_in(source)]


@needs_stubs
@pytest.mark.parametrize(
    "source",
    [
        "from qgis.PyQt.QtCore import QRegExp",
        "from qgis.PyQt.QtWebKit import QWebPage",
        "from qgis.PyQt.QtCore import Qt\nx = Qt.AlignLeft",
        "from qgis.PyQt import QtCore\nx = QtCore.Qt.UserRole",
        "from qgis.PyQt.QtWidgets import QDialogButtonBox as Box\nx = Box.Ok",
        "from qgis.PyQt.QtWidgets import QMessageBox\nx = QMessageBox.StandardButton.Okay",
        "from qgis.PyQt.QtWidgets import QDialog\nQDialog().exec_()",
        "import PyQt5.QtCore",
        "from PyQt6.QtCore import Qt",
    ],
)
def test_a_name_that_qt6_lacks_is_found(source: str) -> None:
    assert len(pyqt6_lacks(source)) == 1


@needs_stubs
@pytest.mark.parametrize(
    "source",
    [
        "from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal, Qt\nx = Qt.ItemDataRole.UserRole\nQCoreApplication.translate('a', 'b')",
        "from qgis.PyQt.QtWidgets import QAction, QDialogButtonBox\nx = QDialogButtonBox.StandardButton.Ok.value",
        "from qgis.PyQt.QtWidgets import QLineEdit\nx = QLineEdit.setFocus",
        "from qgis.PyQt import QtGui\nx = QtGui.QFont.Weight.Bold",
    ],
)
def test_a_name_that_qt6_has_is_left_alone(source: str) -> None:
    assert pyqt6_lacks(source) == []


def test_long_files_long_functions_and_missing_annotations_are_found() -> None:
    body = "    x = 1\n" * 51
    found = list(sizes.too_large({"long.py": "x = 1\n" * 301, "f.py": f"def f() -> None:\n{body}", "bare.py": "def g(x): return x\n"}))
    assert [sentence.split(":")[0] for sentence in found if not sentence.startswith(("median", "nine"))] == ["long.py", "f.py", "bare.py"]


def test_the_zip_has_one_folder_and_no_file_that_the_repository_refuses(tmp_path: Path) -> None:
    plugin_zip.build(tmp_path / "a.zip")
    names = zipfile.ZipFile(tmp_path / "a.zip").namelist()
    assert {name.split("/")[0] for name in names} == {"ncovy_qgis"}
    assert {"metadata.txt", "LICENSE", "__init__.py", "paths.py"} <= {name.split("/", 1)[1] for name in names}
    assert not [name for name in names if "__pycache__" in name or "node_modules" in name or "/tests/" in name or name.endswith((".pyc", ".so"))]
    assert (tmp_path / "a.zip").stat().st_size <= plugin_zip.LARGEST


def test_the_zip_holds_what_each_layer_is_made_of(tmp_path: Path) -> None:
    plugin_zip.build(tmp_path / "a.zip")
    names = set(zipfile.ZipFile(tmp_path / "a.zip").namelist())
    stems = {path.stem for path in (ROOT / "forms").glob("[a-z]*.yaml")}
    assert len(stems) == 10
    assert "ncovy_qgis/forms/_site.yaml" in names
    assert {f"ncovy_qgis/{folder}/{stem}.{suffix}" for stem in stems for folder, suffix in (("forms", "yaml"), ("styles", "qml"), ("icons", "svg"))} <= names


def test_the_same_checkout_gives_the_same_zip(tmp_path: Path) -> None:
    digests = set()
    for name in ("a.zip", "b.zip"):
        plugin_zip.build(tmp_path / name)
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(digests) == 1


def test_an_installed_plugin_finds_its_forms_inside_itself(tmp_path: Path) -> None:
    plugin_zip.build(tmp_path / "a.zip")
    zipfile.ZipFile(tmp_path / "a.zip").extractall(tmp_path)
    spec = importlib.util.spec_from_file_location("installed_paths", tmp_path / "ncovy_qgis" / "paths.py")
    if spec is None or spec.loader is None:
        pytest.fail("paths.py is not in the zip")
    installed = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(installed)
    assert installed.forms_dir() == tmp_path / "ncovy_qgis" / "forms"


def test_a_linked_plugin_is_found_with_the_forms_of_the_checkout(tmp_path: Path) -> None:
    linked = plugin_zip.link(tmp_path)
    assert (linked / "metadata.txt").read_text() == (ROOT / "metadata.txt").read_text()
    assert (linked / "paths.py").resolve() == ROOT / "ncovy_qgis" / "paths.py"


def test_the_embedded_server_starts_twice_stops_twice_and_keeps_its_data(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "cluster", quick=True)
    try:
        assert [cluster.start(), cluster.start()] == [True, False]
        with psycopg2.connect(**cluster.dsn("postgres")) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE kept ()")
        connection.close()
        assert [cluster.stop(), cluster.stop()] == [True, False]
        cluster.start()
        with psycopg2.connect(**cluster.dsn("postgres")) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('kept') IS NOT NULL, inet_server_addr() IS NULL")
            assert cursor.fetchone() == (True, True)
        connection.close()
    finally:
        cluster.stop()


def test_the_embedded_server_does_not_run_as_root(server: Cluster) -> None:
    process = int((server.data / "postmaster.pid").read_text().split()[0])
    assert Path(f"/proc/{process}").stat().st_uid != 0


def test_a_long_path_still_gives_a_socket_that_fits(tmp_path: Path) -> None:
    assert len(str(Cluster(tmp_path / ("a" * 120)).socket_dir)) <= LONGEST_SOCKET


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's folders can be closed to the server's user")
def test_a_checkout_in_a_closed_home_keeps_its_server_elsewhere(tmp_path: Path) -> None:
    closed = tmp_path / "home"
    (closed / "checkout").mkdir(parents=True)
    closed.chmod(0o700)
    assert Cluster(closed / "checkout" / "server").home.parent == Path("/var/tmp")


def test_python_is_debians_own(command: list[str]) -> None:
    assert Path(command[0]).resolve() == Path("/usr/bin/python3").resolve() and sys.prefix != sys.base_prefix
