"""The publishing window brings a release to the public: at once or later, to a folder and over SSH, stopped and refused; and tells what is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication

from ncovy_qgis.core import places
from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import minisign, pointer, record, rollback, verify
from ncovy_qgis.publish.deploy.folder import FolderTarget
from ncovy_qgis.ui.publish import PublishDialog
from tests.processing.test_signing import kept
from tests.publish.deploying import told
from tests.publish.servers import ssh_server
from tests.server import Database
from tests.ui.publishing import Open, done

RENAME = "UPDATE ncovy_public.pharmacy SET name = 'Hiệu thuốc mới' WHERE uid = (SELECT min(uid::text)::uuid FROM ncovy_public.pharmacy)"


def choose(dialog: PublishDialog, kind: str, place: str, at_once: bool = False) -> None:
    dialog.target.kind.setCurrentIndex(dialog.target.kind.findData(kind))
    dialog.target.place.setFilePath(place)
    dialog.target.at_once.setChecked(at_once)


def squeezed(dialog: PublishDialog) -> list[str]:
    """What is smaller than it asks for."""
    fields = (dialog.site, dialog.key, dialog.target.kind, dialog.target.place, dialog.target.at_once, dialog.target.reason)
    buttons = (dialog.look, dialog.release, dialog.deploy, dialog.looks, dialog.stop)
    low = [repr(each) for each in (*fields, *buttons) if each.isVisible() and each.height() < each.minimumSizeHint().height()]
    narrow = [each.text() for each in buttons if each.width() < each.sizeHint().width()]
    words = dialog.answer.heightForWidth(dialog.answer.width()) - dialog.answer.height()
    return [*low, *narrow, *([f"{words} px of the answer"] if words > 0 else [])]


def remembered() -> str:
    """All that this run's windows wrote down."""
    settings = QgsSettings()
    return "\n".join(f"{key}={settings.value(key)}" for key in settings.allKeys() if "ncovy" in key)


@pytest.fixture
def public(tmp_path: Path) -> Path:
    return tmp_path / "public"


@pytest.fixture(autouse=True)
def _packed_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Brotli at its best takes seconds for the viewer."""
    monkeypatch.setattr("ncovy_qgis.publish.sidefiles.SLOW_BYTES", 0)


def test_a_release_is_brought_at_once_and_the_window_says_which_is_there_and_when(
    published: Database, opened: Open, qtbot: Any, tmp_path: Path, public: Path
) -> None:
    dialog = opened()
    assert not dialog.deploy.isEnabled() and not dialog.target.place.isVisible() and not dialog.target.at_once.isVisible()
    choose(dialog, places.FOLDER, str(public), at_once=True)
    dialog.release.click()
    first, second, third = done(qtbot, dialog).splitlines()
    assert first.startswith("Đã phát hành bản ")
    found = re.fullmatch(r"Đã đưa lên: nơi đến hiện bản (\S+), số liệu đến 18:00 17/09/2021, kiểm tra tại đó lúc (.+)\.", second)
    assert found and found[1] == told(tmp_path / "site") == told(public)
    assert datetime.strptime(found[2], "%H:%M %d/%m/%Y").year >= 2024
    assert re.fullmatch(r"Gửi \d+ tệp \([\d,]+ MB\), dùng lại \d+ tệp, bỏ 0 bản cũ ở nơi đến\.", third)
    assert verify(public) == () and squeezed(dialog) == []
    dialog.deploy.click()
    assert "Không có gì phải đổi: nơi đến đang hiện bản" in done(qtbot, dialog) and dialog.answer.text().startswith("Đã phát hành bản ")


def test_the_place_is_remembered_for_this_database_alone_and_no_secret_is(published: Database, opened: Open, qtbot: Any, public: Path) -> None:
    dialog = opened()
    choose(dialog, places.FOLDER, str(public), at_once=True)
    dialog.release.click()
    done(qtbot, dialog)
    again = opened()
    assert (again.target.kind.currentData(), again.target.text(), again.target.at_once.isChecked()) == (places.FOLDER, str(public), True)
    assert f"Lần đưa lên gần nhất từ máy này: bản {told(public)}, lúc " in again.answer.text() and "từ máy này" not in dialog.answer.text()
    for kind, place in ((places.SSH, "ssh://lan:hunter2@web.example/srv"), (places.SSH, "lan:hunter2@web.example:/srv"),
                        (places.WEBDAV, "https://lan:hunter2@web.example/map"), (places.RCLONE, "lan:hunter2@web.example:/srv"),
                        (places.FOLDER, "lan:hunter2@web.example:/srv")):  # fmt: skip
        choose(again, kind, place)
        again.deploy.click()
        assert "hunter2" not in again.answer.text() and re.search("Mật khẩu không được|hãy ghi đường dẫn", again.answer.text())
        again.release.click()
        done(qtbot, again)
    assert "hunter2" not in remembered() and str(public) in remembered()
    again._memory = type(again._memory)(replace(again._source, service="ncovy_real"))
    assert again._memory.read("target_folder") == ""


@pytest.mark.parametrize(
    ("kind", "wrong", "right", "meant"),
    [
        (places.FOLDER, "map", "/srv/map", "/srv/map"), (places.FOLDER, "", "/srv/a:b", "/srv/a:b"),
        (places.SSH, "/srv/map", "lan@web:/srv/map", "lan@web:/srv/map"), (places.SSH, "web:/srv", "ssh://lan@web:2222/srv", "ssh://lan@web:2222/srv"),
        (places.WEBDAV, "web.example/map", "https://web.example:8443/map", "webdavs://web.example:8443/map"),
        (places.WEBDAV, "ftp://web/map", "http://web/map", "webdav://web/map"), (places.RCLONE, "/srv/map", "kho:ban-do/map", "kho:ban-do/map"),
    ],
)  # fmt: skip
def test_what_is_no_place_of_its_kind_is_told_with_an_example(opened: Open, kind: str, wrong: str, right: str, meant: str) -> None:
    dialog = opened()
    choose(dialog, kind, wrong)
    dialog.deploy.click()
    assert dialog.answer.text().startswith("Nơi đưa lên: hãy ghi ") and "ví dụ" in dialog.answer.text() and dialog.deploy.isEnabled()
    choose(dialog, kind, right)
    assert (dialog.target.fault(), dialog.target.text()) == ("", meant)


def test_a_wrong_place_is_told_before_a_release_that_would_go_there(published: Database, opened: Open, tmp_path: Path) -> None:
    dialog = opened()
    choose(dialog, places.SSH, "chưa biết", at_once=True)
    dialog.release.click()
    assert "hãy ghi tên@máy:thư_mục" in dialog.answer.text() and dialog.release.isEnabled() and not (tmp_path / "site").exists()


def test_without_a_release_it_says_what_to_do_first(opened: Open, qtbot: Any, public: Path) -> None:
    dialog = opened()
    choose(dialog, places.FOLDER, str(public))
    assert squeezed(dialog) == []
    dialog.deploy.click()
    assert "hãy phát hành trước" in done(qtbot, dialog) and not public.exists() and dialog.bar.isHidden()


def test_after_going_back_the_earlier_release_is_brought_there(published: Database, opened: Open, qtbot: Any, tmp_path: Path, public: Path) -> None:
    dialog = opened()
    choose(dialog, places.FOLDER, str(public), at_once=True)
    dialog.release.click()
    done(qtbot, dialog)
    first = told(public)
    published.run(RENAME)
    dialog.release.click()
    done(qtbot, dialog)
    assert told(public) != first
    rollback(tmp_path / "site")
    dialog.deploy.click()
    assert f"nơi đến hiện bản {first}" in done(qtbot, dialog) and told(public) == first


def test_a_newer_map_there_is_replaced_only_with_a_reason(published: Database, opened: Open, qtbot: Any, tmp_path: Path, public: Path) -> None:
    dialog = opened()
    choose(dialog, places.FOLDER, str(public), at_once=True)
    dialog.release.click()
    done(qtbot, dialog)
    there = pointer.read(public)
    assert there and not dialog.target.reason.isVisible()
    (public / "release.json").write_bytes(pointer.Pointer(**{**vars(there), "serial": 9}).text())
    dialog.deploy.click()
    assert "không cũ hơn (số 9" in done(qtbot, dialog) and dialog.target.reason.isVisible()
    assert squeezed(dialog) == [] and dialog.height() < 400
    dialog.target.reason.setText("máy kia hỏng")
    dialog.deploy.click()
    assert "Đã đưa lên" in done(qtbot, dialog) and not dialog.target.reason.isVisible() and dialog.target.reason.text() == ""
    assert "máy kia hỏng" in (tmp_path / "site" / ".deploy" / "log.jsonl").read_text()


def test_a_failing_place_is_one_sentence_below_the_release_that_was_made(published: Database, opened: Open, qtbot: Any, tmp_path: Path, public: Path) -> None:
    public.write_text("một tệp, không phải thư mục")
    dialog = opened()
    choose(dialog, places.FOLDER, str(public), at_once=True)
    dialog.release.click()
    first, second = done(qtbot, dialog).splitlines()
    assert first.startswith("Đã phát hành bản ") and re.search(r"hãy kiểm tra|thử lại", second) and "Traceback" not in second
    choose(dialog, places.SSH, "lan@127.0.0.1:/srv/map")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        dialog.deploy.click()
        assert "chưa có chương trình “rsync”" in done(qtbot, dialog)


def slow(patch: pytest.MonkeyPatch, held: Callable[[], bool]) -> None:
    """A share that answers when it likes."""
    send = FolderTarget.send

    def late(self: FolderTarget, *arguments: Any, **options: Any) -> None:
        while held():
            self.tool.stop_if_asked()
        send(self, *arguments, **options)

    patch.setattr(FolderTarget, "send", late)


def test_the_windows_go_on_while_a_slow_place_is_waited_for_and_it_can_be_stopped(
    published: Database, opened: Open, qtbot: Any, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog, beats = opened(), list[int]()
    choose(dialog, places.FOLDER, str(public))
    dialog.release.click()
    done(qtbot, dialog)
    slow(monkeypatch, lambda: True)
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(1))
    dialog.deploy.click()
    timer.start(10)
    qtbot.waitUntil(lambda: dialog.bar.format().startswith("Tải lên"), timeout=20_000)
    qtbot.wait(300)
    assert len(beats) > 10 and dialog.stop.isEnabled() and not dialog.deploy.isEnabled() and not dialog.release.isEnabled()
    assert squeezed(dialog) == []
    dialog.stop.click()
    assert "Đã dừng theo yêu cầu" in done(qtbot, dialog) and not (public / "release.json").exists()
    monkeypatch.undo()
    dialog.deploy.click()
    assert "Đã đưa lên" in done(qtbot, dialog)


def test_a_window_closed_meanwhile_stops_it(published: Database, opened: Open, qtbot: Any, public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = opened()
    choose(dialog, places.FOLDER, str(public))
    dialog.release.click()
    done(qtbot, dialog)
    slow(monkeypatch, lambda: True)
    dialog.deploy.click()
    qtbot.waitUntil(lambda: dialog.bar.format().startswith("Tải lên"), timeout=20_000)
    dialog.reject()
    qtbot.waitUntil(lambda: QgsApplication.taskManager().countActiveTasks() == 0, timeout=30_000)
    QApplication.processEvents()
    assert not (public / "release.json").exists()


def test_it_is_brought_over_ssh(published: Database, opened: Open, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = opened()
    with ssh_server() as reached:
        monkeypatch.setenv("RSYNC_RSH", reached.env["RSYNC_RSH"])
        choose(dialog, places.SSH, f"{reached.place}/map", at_once=True)
        dialog.release.click()
        assert "Đã đưa lên: nơi đến hiện bản" in done(qtbot, dialog), dialog.answer.text()
        assert told(reached.folder / "map") == told(tmp_path / "site")


def test_a_key_the_page_does_not_know_stops_a_release(
    published: Database, opened: Open, qtbot: Any, tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    right, wrong = minisign.generate(), minisign.generate()
    known = replace(catalogue, site=replace(catalogue.site, public_key=right.public.line))
    monkeypatch.setattr("ncovy_qgis.processing.publish.load_catalogue", lambda: known)
    dialog = opened()
    for key, told_why in ((wrong.text(), "sẽ báo sai chữ ký"), ("", "sẽ báo bản này thiếu chữ ký")):
        dialog.key.setConfigId(kept(key.splitlines()[1]) if key else "")
        dialog.release.click()
        assert told_why in done(qtbot, dialog) and right.public.line in dialog.answer.text() and not (tmp_path / "site").exists()
    dialog.key.setConfigId(kept(right.text().splitlines()[1]))
    dialog.release.click()
    assert "Đã phát hành bản" in done(qtbot, dialog)


def test_a_release_the_database_could_not_record_says_so(published: Database, opened: Open, qtbot: Any) -> None:
    published.run("REVOKE INSERT ON ncovy.release FROM ncovy_publisher")
    dialog = opened()
    dialog.release.click()
    assert done(qtbot, dialog).splitlines()[1] == record.NOT_RECORDED.vi
