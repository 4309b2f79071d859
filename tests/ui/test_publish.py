"""The publishing window: what would change is seen in a table and on the map, then released, signed where there is a key."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtWidgets import QApplication

from ncovy_qgis.db.findings import Finding
from ncovy_qgis.publish import minisign, pointer
from ncovy_qgis.ui.publish import PublishDialog
from ncovy_qgis.ui.publish_preview import COLOURS, KINDS
from tests.processing.test_signing import kept
from tests.server import Database
from tests.ui.publishing import Open, done

FIRST = "(SELECT min(uid::text)::uuid FROM ncovy_public.{})"
CHANGES = (
    "UPDATE ncovy_public.pharmacy SET name = 'Hiệu thuốc mới' WHERE uid = " + FIRST.format("pharmacy"),
    "DELETE FROM ncovy_public.testing_site WHERE uid = " + FIRST.format("testing_site"),
    "UPDATE ncovy_public.lockdown_zone SET note_public = 'Mở rộng' WHERE uid = " + FIRST.format("lockdown_zone"),
)


def rows(dialog: PublishDialog) -> list[tuple[str, ...]]:
    items = [dialog.changes.topLevelItem(number) for number in range(dialog.changes.topLevelItemCount())]
    return [tuple(item.text(column) for column in range(5)) for item in items]


def previews() -> list[str]:
    return sorted(layer.name() for layer in QgsProject.instance().mapLayers().values())


def test_without_a_folder_nothing_begins(opened: Open) -> None:
    dialog = opened()
    dialog.site.setFilePath(" ")
    for button in (dialog.look, dialog.release):
        dialog.answer.clear()
        button.click()
        assert "Hãy chọn thư mục" in dialog.answer.text()
        assert dialog.bar.isHidden()


def test_a_release_that_fails_says_why(opened: Open, qtbot: Any) -> None:
    dialog = opened()
    assert dialog.bar.isHidden()
    dialog.release.click()
    assert not dialog.bar.isHidden()
    assert "kiểu" in done(qtbot, dialog)


def test_what_would_change_is_seen_in_the_table_and_on_the_map_and_then_released(published: Database, opened: Open, qtbot: Any, tmp_path: Path) -> None:
    dialog = opened()
    dialog.look.click()
    assert "chưa có bản phát hành nào: sẽ có 20 đối tượng" in done(qtbot, dialog)
    assert len(rows(dialog)) == 20 and not (tmp_path / "site").exists()
    dialog.release.click()
    assert "Đã phát hành bản" in done(qtbot, dialog)
    assert rows(dialog) == [] and not dialog.changes.isVisible() and previews() == []
    dialog.look.click()
    assert "Không có gì thay đổi so với bản" in done(qtbot, dialog)
    for statement in CHANGES:
        published.run(statement)
    dialog.look.click()
    assert done(qtbot, dialog).endswith(": 0 mở mới, 2 thay đổi, 0 dỡ bỏ, 1 không còn hiển thị.")
    assert dialog.changes.isVisible()
    assert ("Thay đổi", "Hiệu thuốc", "Hiệu thuốc mới", "Phường Lê Lợi", "Tên") in rows(dialog)
    assert [row[0] for row in rows(dialog)] == ["Thay đổi", "Thay đổi", "Không còn hiển thị"]
    assert previews() == ["Xem trước bản phát hành"] * 2


def found(dialog: PublishDialog) -> list[tuple[str, ...]]:
    table = dialog.gate.table
    items = [table.topLevelItem(number) for number in range(table.topLevelItemCount())]
    return [tuple(item.text(column) for column in range(5)) for item in items]


def test_a_doubt_is_listed_and_taken_with_a_reason(
    published: Database, opened: Open, qtbot: Any, qgis_iface: Any, tmp_path: Path, forms: list[Finding]
) -> None:
    published.run("UPDATE ncovy_public.pharmacy SET note_public = 'BN 1234' WHERE uid = " + FIRST.format("pharmacy"))
    dialog = opened()
    assert not dialog.gate.isVisible()
    dialog.release.click()
    assert "sẽ có 20 đối tượng" in done(qtbot, dialog)
    ((name, commune, field, sentence, advice),) = found(dialog)
    assert name.startswith("Hiệu thuốc số") and (commune, field) == ("Phường Lê Lợi", "Ghi chú công khai")
    assert "dữ liệu cá nhân" in sentence and advice.startswith("Xóa")
    assert dialog.gate.isVisible() and dialog.gate.reason.isVisible() and not (tmp_path / "site").exists()
    item = dialog.gate.table.topLevelItem(0)
    qgis_iface.mapCanvas().setDestinationCrs(QgsProject.instance().crs())
    dialog.gate.table.itemClicked.emit(item, 0)
    assert qgis_iface.mapCanvas().extent().contains(item.data(0, 256).geometry().asPoint())
    dialog.gate.table.itemActivated.emit(item, 0)
    assert [(each.layer, each.field) for each in forms] == [("pharmacy", "note_public")]
    dialog.gate.reason.setText("Mã của khoa")
    dialog.release.click()
    assert "Đã phát hành bản" in done(qtbot, dialog)
    assert not dialog.gate.isVisible() and found(dialog) == []
    assert published.run("SELECT by, reason FROM ncovy.acceptance WHERE code = 'note_public__no_personal_data'") == [("phuc", "Mã của khoa")]


def test_an_error_cannot_be_accepted_and_a_reason_holds_for_no_other_list(published: Database, opened: Open, qtbot: Any, tmp_path: Path) -> None:
    dialog, change = opened(), "UPDATE ncovy_public.pharmacy SET note_public = %s WHERE uid = " + FIRST.format("pharmacy")
    published.run(change, ("BN 1234",))
    dialog.look.click()
    done(qtbot, dialog)
    dialog.gate.reason.setText("Mã của khoa")
    published.run("UPDATE ncovy_public.testing_site SET note_public = 'BN 1235' WHERE uid = " + FIRST.format("testing_site"))
    dialog.release.click()
    done(qtbot, dialog)
    assert len(found(dialog)) == 2 and dialog.gate.reason.text() == ""
    published.run(change, ("040201001234",))
    dialog.release.click()
    done(qtbot, dialog)
    assert "1 lỗi phải sửa, 1 cảnh báo" in dialog.gate.head.text() and not dialog.gate.reason.isVisible()
    assert found(dialog)[0][4].startswith("Xóa khỏi trường này") and not (tmp_path / "site").exists()


def test_a_click_goes_to_the_place_and_closing_takes_the_preview_away(published: Database, opened: Open, qtbot: Any, qgis_iface: Any) -> None:
    dialog = opened()
    dialog.look.click()
    done(qtbot, dialog)
    item = next(dialog.changes.topLevelItem(number) for number in range(20) if dialog.changes.topLevelItem(number).text(1) == "Vùng phong tỏa")
    qgis_iface.mapCanvas().setDestinationCrs(QgsProject.instance().crs())
    dialog.changes.itemClicked.emit(item, 0)
    assert qgis_iface.mapCanvas().extent().contains(item.data(0, 256).center())
    assert len(previews()) == 2
    QgsProject.instance().removeMapLayer(next(iter(QgsProject.instance().mapLayers())))
    dialog.reject()
    assert previews() == []


def test_each_kind_of_change_has_a_colour_and_a_word_of_its_own(published: Database, opened: Open, qtbot: Any) -> None:
    dialog = opened()
    dialog.look.click()
    done(qtbot, dialog)
    for layer in QgsProject.instance().mapLayers().values():
        seen = {each.value(): (each.label(), each.symbol().color().name()) for each in layer.renderer().categories()}
        assert list(seen) == list(KINDS) and {kind: colour for kind, (_, colour) in seen.items()} == COLOURS
        assert len({label for label, _ in seen.values()}) == 4


def test_the_chosen_key_signs(published: Database, opened: Open, qtbot: Any, tmp_path: Path) -> None:
    key, dialog = minisign.generate(), opened()
    dialog.key.setConfigId(kept(key.text().splitlines()[1]))
    dialog.release.click()
    assert "Đã phát hành" in done(qtbot, dialog)
    current = pointer.read(tmp_path / "site")
    assert current is not None and current.signature
    assert minisign.check(key.public, current.unsigned(), current.signature)


def test_a_key_that_cannot_be_read_stops_a_release_at_once(published: Database, opened: Open, qtbot: Any, tmp_path: Path) -> None:
    dialog = opened()
    dialog.key.setConfigId(kept("không phải khóa"))
    dialog.release.click()
    assert "không phải khóa của minisign" in done(qtbot, dialog)
    assert not (tmp_path / "site").exists()


def test_a_window_closed_in_the_middle_leaves_nothing_behind(published: Database, opened: Open, qtbot: Any, tmp_path: Path) -> None:
    for button in ("look", "release"):
        dialog = opened()
        getattr(dialog, button).click()
        dialog.reject()
        dialog.deleteLater()
        del dialog
        gc.collect()
        qtbot.waitUntil(lambda: QgsApplication.taskManager().countActiveTasks() == 0, timeout=30_000)
        QApplication.processEvents()
        assert previews() == []
    assert not (tmp_path / "site" / "release.json").exists()


def test_a_preview_can_be_stopped(published: Database, opened: Open, qtbot: Any) -> None:
    dialog = opened()
    dialog.look.click()
    dialog.stop.click()
    assert done(qtbot, dialog)
    assert dialog.look.isEnabled() and not dialog.stop.isEnabled()
