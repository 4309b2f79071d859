"""Releasing the public map into a folder, seeing before what it changes, and bringing it to where the public reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Callable

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsAuthConfigSelect, QgsFileWidget, QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from ..core.catalogue import Catalogue
from ..core.numbers import show_number
from ..db.findings import Finding
from ..gis.compat import the_project
from ..gis.layers import find_layers
from ..gis.source import Source
from ..gis.values import VIETNAM
from .publish_gate import GateList
from .publish_preview import KINDS, ChangeTable, PreviewLayers, around, kind_word
from .publish_run import Runner, Then
from .publish_target import Memory, TargetField
from .restyle import RestyleDialog, not_shown
from .shape_map import WGS84

SITE, SIGNING = "ncovy/site", "ncovy/signing_key"
PUBLISH, PREVIEW, DEPLOY = "ncovy:publish", "ncovy:preview", "ncovy:deploy"
PREVIEWED = {"OUTPUT": "memory:", "ZONES": "memory:", "FINDINGS": "memory:"}
WIDTH, LARGE = 680, (960, 560)  # without and with a table; fits 1366×768


class PublishDialog(QDialog):
    """Choose the folder, see what would change and what stands against it, release, bring it to the public, read what came of it. `canvas` goes to
    what is clicked, `open_form` shows the form of the feature a finding is about."""

    def __init__(self, parent: QWidget, source: Source, catalogue: Catalogue, canvas: QgsMapCanvas, open_form: Callable[[Finding], None]) -> None:
        super().__init__(parent)
        self._source, self._catalogue, self._canvas = source, catalogue, canvas
        self._layers, self._memory, self._told = PreviewLayers(), Memory(source), ""
        self._large = True  # shrinks to its least when it opens
        self.run = Runner(self)
        self.setObjectName("ncovyPublish")
        self.setWindowTitle(QCoreApplication.translate("Ncovy", "Phát hành bản đồ công khai"))
        self.setMinimumWidth(WIDTH)
        self.site = QgsFileWidget(self)
        self.site.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.site.setFilePath(self._memory.read("site", SITE))
        self.key = QgsAuthConfigSelect(self)
        self.key.setObjectName("ncovyPublishKey")
        self.key.setToolTip(QCoreApplication.translate("Ncovy", "Cấu hình “Basic” có khóa bí mật (tạo bằng “ncovy key”) làm mật khẩu; để trống thì không ký"))
        self.key.setConfigId(self._memory.read("signing_key", SIGNING))
        self.target = TargetField(self, self._memory)
        self.bar = QProgressBar(self)
        self.bar.hide()  # until something is under way: an empty bar looks like a field
        self.answer = QLabel(self)
        self.answer.setWordWrap(True)
        self.changes = ChangeTable(self)
        self.changes.hide()
        self.changes.place_wanted.connect(self._go)
        self.gate = GateList(self)
        self.gate.place_wanted.connect(self._go)
        self._lay_out(open_form)

    def _lay_out(self, open_form: Callable[[Finding], None]) -> None:
        form = QFormLayout()
        form.addRow(QCoreApplication.translate("Ncovy", "Thư mục trang công khai"), self.site)
        form.addRow(QCoreApplication.translate("Ncovy", "Khóa ký"), self.key)
        form.addRow(QCoreApplication.translate("Ncovy", "Nơi đưa lên"), self.target)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        for widget, share in ((self.bar, 0), (self.answer, 0), (self.gate, 0), (self.changes, 1), (self._buttons(), 0)):
            layout.addWidget(widget, share)
        self.gate.form_wanted.connect(open_form)
        self.target.changed.connect(self._can)
        self.target.changed.connect(self._fit)
        self.run.started.connect(lambda: self._running(True))
        self.run.ended.connect(lambda: self._running(False))
        self.run.progressed.connect(self.bar.setValue)
        self.run.stepped.connect(lambda text: self.bar.setFormat(f"{text} – %p %"))
        self.run.failed.connect(self._failed)
        self.finished.connect(lambda _: self._layers.clear())
        self._can()

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(QCoreApplication.translate("Ncovy", "Đóng"))
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.look = buttons.addButton(QCoreApplication.translate("Ncovy", "Xem trước"), role)
        self.look.setToolTip(QCoreApplication.translate("Ncovy", "Những gì sẽ xuất hiện, thay đổi, biến mất trên bản đồ công khai; chưa ghi gì"))
        self.release = buttons.addButton(QCoreApplication.translate("Ncovy", "Phát hành"), role)
        self.deploy = buttons.addButton(QCoreApplication.translate("Ncovy", "Đưa lên"), role)
        self.deploy.setToolTip(QCoreApplication.translate("Ncovy", "Đưa bản hiện hành của thư mục (cả sau khi quay lại bản cũ) tới nơi người dân xem"))
        self.looks = buttons.addButton(QCoreApplication.translate("Ncovy", "Lưu kiểu hiển thị…"), role)
        self.looks.setToolTip(QCoreApplication.translate("Ncovy", "Ký hiệu và nhãn đã sửa trong QGIS thành kiểu chung của mọi máy và của bản đồ công khai"))
        self.stop = buttons.addButton(QCoreApplication.translate("Ncovy", "Dừng"), role)
        self.stop.setEnabled(False)
        self.look.clicked.connect(lambda _=False: self.preview())
        self.release.clicked.connect(lambda _=False: self.publish())
        self.deploy.clicked.connect(lambda _=False: self.bring())
        self.looks.clicked.connect(lambda _=False: self.restyle())
        self.stop.clicked.connect(self.run.cancel)
        buttons.rejected.connect(self.reject)
        return buttons

    def start(self) -> None:
        """Nothing happens before the button."""
        self._say(QCoreApplication.translate("Ncovy", "Chỉ những đối tượng đã duyệt và các trường công khai được phát hành."), self._last())

    def publish(self) -> None:
        """Look first; release when nothing stands against it, or only the warnings of the list that was seen and given a reason."""
        self._memory.write("signing_key", self.key.configId())
        if self.target.goes_at_once and self.target.fault():
            self._say(self.target.fault())  # before the release, not after it
            return
        self.target.keep()
        seen = self.gate.digest if self.gate.acceptable and self.gate.reason.text().strip() else ""
        self._start(PREVIEW, PREVIEWED, partial(self._looked, seen))

    def restyle(self) -> None:
        """The looks of the open map's layers into the database."""
        dialog = RestyleDialog(self, self._source, self._catalogue, find_layers(the_project(), self._catalogue))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.start()
        dialog.open()

    def preview(self) -> None:
        """What a release would change now, and what stands against it."""
        self._start(PREVIEW, PREVIEWED, self._seen)

    def bring(self) -> None:
        """Bring the current release to the place that was chosen; what was told before stays above what comes of it."""
        fault = self.target.fault()
        if fault:
            self._say(fault)
            return
        self.target.keep()
        place = self.target.text()
        self._start(DEPLOY, {"TARGET": place, "REASON": self.target.why()}, partial(self._brought, place))

    def _looked(self, seen: str, results: Mapping[str, Any]) -> None:
        reason = self.gate.reason.text().strip()
        self._seen(results)
        if not self.gate.errors and (not self.gate.warnings or seen == self.gate.digest):
            answered = {"ACCEPT": reason, "SEEN": seen} if self.gate.warnings else {}
            self._start(PUBLISH, {"KEY": self.key.configId(), **answered}, self._released)

    def _start(self, name: str, more: Mapping[str, str], then: Then) -> None:
        if name != DEPLOY:
            self._told = ""
        folder = self.site.filePath().strip()
        if not folder:
            self._say(QCoreApplication.translate("Ncovy", "Hãy chọn thư mục của trang công khai."))
            return
        self._memory.write("site", folder)
        self.run.start(name, {**({} if name == DEPLOY else {"SERVICE": self._source.text()}), "SITE": folder, **more}, then)

    def reject(self) -> None:
        """A window that closes stops its task."""
        self.run.drop()
        super().reject()

    def _failed(self, sentence: str) -> None:
        """Of a deployment that could go on with a reason, the field for it appears."""
        if self.run.said.warning:
            self.target.ask_why()
        self._say(sentence)

    def _say(self, *lines: str) -> None:
        self.answer.setText("\n".join(line for line in (self._told, *lines) if line))
        self._fit()

    def _fit(self) -> None:
        """As high as its words need: a dialog does not ask for that by itself when a text wraps, and squeezes the fields. A table takes what is left."""
        self.layout().activate()
        large, before = self.changes.isVisibleTo(self) or self.gate.isVisibleTo(self), self._large
        self._large = large
        if not large:
            width = WIDTH if before else self.width()
            self.resize(width, self.layout().totalHeightForWidth(width))
        elif not before:
            self.resize(*LARGE)

    def _released(self, results: Mapping[str, Any]) -> None:
        self.gate.show_findings((), {})
        self._show_changes(())
        if results["MADE"]:
            text = QCoreApplication.translate("Ncovy", "Đã phát hành bản {id}: {count} đối tượng.")
        else:
            text = QCoreApplication.translate("Ncovy", "Không có gì thay đổi; bản {id} vẫn là bản hiện hành ({count} đối tượng).")
        text = text.format(id=results["RELEASE"], count=int(results["FEATURES"]))
        self._say(text, results["NOT_RECORDED"], *not_shown(self._catalogue, results["NOT_SHOWN"]))
        self._told = self.answer.text()
        if self.target.goes_at_once:
            self.bring()

    def _brought(self, place: str, results: Mapping[str, Any]) -> None:
        """Which release is there now, of which moment, seen there when; and what it took."""
        translate = QCoreApplication.translate
        self.target.done()
        if results["SWITCHED"]:
            text = translate("Ncovy", "Đã đưa lên: nơi đến hiện bản {id}, số liệu đến {as_of}, kiểm tra tại đó lúc {at}.")
        else:
            text = translate("Ncovy", "Không có gì phải đổi: nơi đến đang hiện bản {id}, số liệu đến {as_of}, kiểm tra tại đó lúc {at}.")
        size = show_number(round(int(results["BYTES"]) / 1e6, 1))
        took = translate("Ncovy", "Gửi {sent} tệp ({size} MB), dùng lại {reused} tệp, bỏ {removed} bản cũ ở nơi đến.")
        numbers = {name.lower(): show_number(results[name]) for name in ("SENT", "REUSED", "REMOVED")}
        about = {"id": results["RELEASE"], "as_of": _clock(results["AS_OF"]), "at": _clock(results["AT"])}
        self._say(text.format(**about), took.format(size=size, **numbers))
        self._memory.write("last", " ".join((results["RELEASE"], results["AT"], place)))

    def _last(self) -> str:
        """What was brought to the place from here before; nobody is asked before a button is pressed, so others may have been there since."""
        release, at, place = [*self._memory.read("last").split(" ", 2), "", ""][:3]
        if not self.target.wanted or not place or place != self.target.text():
            return ""
        text = QCoreApplication.translate("Ncovy", "Lần đưa lên gần nhất từ máy này: bản {id}, lúc {at}.")
        return text.format(id=release, at=_clock(at))

    def _seen(self, results: Mapping[str, Any]) -> None:
        """The numbers in words, each change in the table and on the map."""
        translate = QCoreApplication.translate
        self.gate.show_findings(self.run.context.takeResultLayer(results["FINDINGS"]).getFeatures(), results)
        self._show_changes([self.run.context.takeResultLayer(results[name]) for name in ("OUTPUT", "ZONES")])
        told = ", ".join(f"{show_number(results[kind.upper()])} {kind_word(kind).lower()}" for kind in KINDS)
        if not results["CURRENT"]:
            text = translate("Ncovy", "Thư mục chưa có bản phát hành nào: sẽ có {count} đối tượng.").format(count=show_number(results["TOTAL"]))
        elif not results["TOTAL"]:
            text = translate("Ncovy", "Không có gì thay đổi so với bản {id}.").format(id=results["CURRENT"])
        else:
            text = translate("Ncovy", "So với bản {id}: {told}.").format(id=results["CURRENT"], told=told)
        if results["REMINDERS"]:
            text += " " + translate("Ncovy", "{count} đối tượng có báo cáo cũ.").format(count=show_number(results["REMINDERS"]))
        self._say(text)

    def _show_changes(self, layers: Sequence[QgsVectorLayer]) -> None:
        self.changes.show_changes([feature for layer in layers for feature in layer.getFeatures()])
        some = self.changes.topLevelItemCount() > 0
        self.changes.setVisible(some)
        self._layers.show(layers)
        self._fit()

    def _go(self, place: QgsRectangle) -> None:
        there = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), self._canvas.mapSettings().destinationCrs(), the_project())
        self._canvas.setExtent(around(place, there))
        self._canvas.refresh()

    def _running(self, on: bool) -> None:
        for button in (self.look, self.release):
            button.setEnabled(not on)
        self.stop.setEnabled(on)
        self._can()
        self.bar.setFormat("%p %")
        self.bar.setValue(0)
        self.bar.setVisible(on)  # full or cut, it says nothing that the answer does not
        self._fit()

    def _can(self) -> None:
        self.deploy.setEnabled(self.target.wanted and not self.stop.isEnabled())


def _clock(text: str) -> str:
    """A moment with its zone, as clocks here show it."""
    return f"{datetime.fromisoformat(text).astimezone(VIETNAM):%H:%M %d/%m/%Y}"
