"""`publish`, `verify`, `rollback` and `serve` as a cron job calls them: one site, from the first release to the way back."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ncovy_qgis.cli import main
from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish.lock import site_lock
from tests.publish.world import AS_OF, features, files
from tests.server import Database, copy_of

Run = Callable[..., tuple[int, Any, str]]
NOBODY = "Không ai ký bản này: chỉ biết các tệp khớp với nhau, không biết ai làm ra chúng."
PROBLEM = {"code", "path", "text", "severity"}


@pytest.fixture(scope="module")
def desk(light_template: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A published world that stands still at one moment of an exercise, with services to log in to it."""
    with copy_of(light_template) as own, pytest.MonkeyPatch.context() as patch:
        own.run("INSERT INTO ncovy.setting VALUES ('exercise', jsonb_build_object('now', %s::text))", (AS_OF.isoformat(),))
        services = tmp_path_factory.mktemp("services") / "pg_service.conf"
        services.write_text(own.services())
        patch.setenv("PGSERVICEFILE", str(services))
        yield own


@pytest.fixture(scope="module")
def site(desk: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases, told apart by a chain's name; tests that change the site take a copy."""
    folder = tmp_path_factory.mktemp("line") / "site"
    for name in ("Một", "Hai"):
        desk.run("UPDATE ncovy_public.pharmacy SET chain = %s", (name,))
        assert main(["publish", str(folder), "--service", "ncovy_phuc"]) == 0
    return folder


@pytest.fixture
def own_site(site: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(site, tmp_path / "site"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Exit code, document (or lines) and complaints of a command."""

    def one(*arguments: object) -> tuple[int, Any, str]:
        capsys.readouterr()
        code = main([str(each) for each in arguments])
        said = capsys.readouterr()
        return code, json.loads(said.out) if "--json" in arguments else said.out.splitlines(), said.err

    return one


def ids(site: Path) -> tuple[str, str]:
    """The current release and the one before."""
    pointer = json.loads((site / "release.json").read_bytes())
    return pointer["id"], pointer["previous"]


def test_publishing_again_says_that_nothing_changed_and_which_release_stands(desk: Database, own_site: Path, run: Run) -> None:
    before = files(own_site)
    assert run("publish", own_site, "--service", "ncovy_phuc") == (0, [f"Không có gì thay đổi; bản {ids(own_site)[0]} vẫn đúng."], "")
    assert files(own_site) == before


def test_a_new_release_is_told_with_its_number_of_features_and_its_folder(desk: Database, catalogue: Catalogue, tmp_path: Path, run: Run) -> None:
    code, lines, _ = run("publish", tmp_path / "site", "--service", "ncovy_phuc", "--expires-hours", "2")
    release, _ = ids(tmp_path / "site")
    assert (code, lines[0]) == (0, f"Đã công bố bản {release}: {12 * len(catalogue.layers)} đối tượng.")
    assert lines[1].endswith(f"/releases/{release}")
    assert json.loads((tmp_path / "site" / "release.json").read_bytes())["expires"] == "2021-09-17T20:00:00+07:00"
    code, document, _ = run("publish", tmp_path / "site", "--service", "ncovy_phuc", "--json")
    assert (code, document["id"], document["made"]) == (0, release, False)
    assert set(document) == {"id", "made", "counts", "folder", "changes", "recorded", "not_shown", "accepted"}
    assert set(document["counts"]) == {layer.name for layer in catalogue.layers}


@pytest.mark.parametrize("person", ["lan", "vy"])
def test_a_reader_who_publishes_for_trial_gets_the_public_bytes_and_leaves_no_note(desk: Database, site: Path, tmp_path: Path, run: Run, person: str) -> None:
    noted = desk.run("SELECT id FROM ncovy.release ORDER BY id")
    code, _, complaint = run("publish", tmp_path / "site", "--service", f"ncovy_{person}")
    assert (code, complaint) == (0, "")
    assert features(tmp_path / "site", "pharmacy") == features(site, "pharmacy")
    assert desk.run("SELECT id FROM ncovy.release ORDER BY id") == noted


def test_a_site_that_somebody_holds_is_left_alone(desk: Database, own_site: Path, run: Run) -> None:
    before = files(own_site)
    with site_lock(own_site):
        for command in (("publish", own_site, "--service", "ncovy_phuc"), ("rollback", own_site)):
            code, lines, complaint = run(*command)
            assert (code, lines) == (1, [])
            assert complaint.startswith("Một người khác đang công bố vào thư mục này")
    assert files(own_site) == before


def test_a_whole_site_is_said_to_be_whole(site: Path, run: Run) -> None:
    assert run("verify", site) == (0, ["Bản công bố nguyên vẹn.", NOBODY], "")
    assert run("verify", site, "--json") == (0, [], "")


def test_each_problem_is_a_line_with_its_weight_and_a_document_with_the_same_keys(own_site: Path, run: Run) -> None:
    (own_site / "dump.sql").write_text("x")
    (own_site / "latest" / "data" / "pharmacy.geojson").unlink()
    code, lines, _ = run("verify", own_site)
    assert (code, sorted(lines)) == (1, [NOBODY, "LỖI: Có tệp lạ dump.sql.", "LỖI: Thiếu tệp latest/data/pharmacy.geojson."])
    code, document, _ = run("verify", own_site, "--json")
    assert code == 1
    assert [(set(each), each["severity"]) for each in document] == [(PROBLEM, "error")] * 2


def test_going_back_shows_the_release_before_and_forward_again_the_last(own_site: Path, run: Run) -> None:
    last, before = ids(own_site)
    code, lines, _ = run("rollback", own_site)
    assert (code, lines) == (0, [f"Bản đang hiện: {before} (120 đối tượng)."])
    assert {each["properties"]["chain"] for each in features(own_site, "pharmacy")} == {"Một"}
    code, document, _ = run("rollback", own_site, last, "--json")
    assert (code, document["id"], document["made"]) == (0, last, True)
    assert {each["properties"]["chain"] for each in features(own_site, "pharmacy")} == {"Hai"}
    assert run("verify", own_site)[0] == 0


@pytest.mark.parametrize("wanted", ["2021-09-17-000000000000", "..", "latest"])
def test_a_release_nobody_made_is_named_in_the_refusal(own_site: Path, run: Run, wanted: str) -> None:
    before = files(own_site)
    assert run("rollback", own_site, wanted) == (1, [], f"Không có bản công bố {wanted} nào trong thư mục để quay lại.\n")
    assert files(own_site) == before


def test_going_back_from_the_first_release_is_refused(own_site: Path, run: Run) -> None:
    run("rollback", own_site)
    code, document, _ = run("rollback", own_site, "--json")
    assert (code, document) == (1, {"error": ["Không có bản công bố nào trong thư mục để quay lại."]})


def test_a_port_that_is_taken_is_told_and_not_fought_for(site: Path, run: Run) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, lines, complaint = run("serve", site, "--port", taken.getsockname()[1])
    assert (code, lines) == (2, []) and complaint.strip()


@pytest.fixture
def doubted(desk: Database) -> Iterator[None]:
    """A public note that seems to name a patient."""
    desk.run("UPDATE ncovy_public.pharmacy SET note_public = 'BN 1234' WHERE name = 'Hiệu thuốc số 3'")
    yield
    desk.run("UPDATE ncovy_public.pharmacy SET note_public = NULL WHERE name = 'Hiệu thuốc số 3'")


def test_what_is_doubtful_is_listed_and_waits_for_a_reason(doubted: None, own_site: Path, run: Run) -> None:
    before, who = files(own_site), ("--service", "ncovy_phuc")
    code, lines, complaint = run("publish", own_site, *who)
    assert code == 1 and complaint.startswith("Chưa công bố được: 0 lỗi phải sửa, 1 cảnh báo") and "--accept-warnings" in complaint
    for word in ("cảnh báo", "Hiệu thuốc", "Hiệu thuốc số 3", "Ghi chú công khai", "dữ liệu cá nhân", "Xóa rồi gửi duyệt lại"):
        assert word in lines[0]
    code, document, _ = run("publish", own_site, *who, "--json")
    assert code == 1 and [each["field"] for each in document["warnings"]] == ["note_public"] and document["errors"] == []
    code, lines, _ = run("publish", own_site, *who, "--dry-run")
    assert code == 1 and any("Ghi chú công khai" in line for line in lines)
    assert run("publish", own_site, *who, "--accept-warnings", " ")[0] == 2
    code, _, complaint = run("publish", own_site, "--service", "ncovy_lan", "--accept-warnings", "Mã khoa")
    assert code == 1 and complaint.startswith("NC006")
    assert files(own_site) == before
    code, lines, _ = run("publish", own_site, *who, "--accept-warnings", "Mã khoa")
    assert (code, lines[0]) == (0, "Đã ghi nhận việc chấp nhận 1 cảnh báo.")
    assert run("publish", own_site, *who)[0] == 0


def test_a_publication_reads_one_moment_though_others_write_all_the_while(desk: Database, catalogue: Catalogue, tmp_path: Path, run: Run) -> None:
    stop = threading.Event()

    def rename() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            desk.run("UPDATE ncovy_public.pharmacy SET chain = %s", (f"Chuỗi {number}",))

    writer = threading.Thread(target=rename)
    writer.start()
    try:
        code, _, complaint = run("publish", tmp_path / "site", "--service", "ncovy_phuc")
    finally:
        stop.set()
        writer.join()
    assert (code, complaint) == (0, "")
    assert len({each["properties"]["chain"] for each in features(tmp_path / "site", "pharmacy")}) == 1
    assert run("verify", tmp_path / "site")[0] == 0
