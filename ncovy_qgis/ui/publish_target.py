"""Where a release is brought from the publishing window: kind and place, whether at once, why it replaces what is there. Secrets are kept elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from qgis.core import QgsSettings
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QCoreApplication, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from ..core import places
from ..gis.source import Source

GROUP = "ncovy/publish"
NOWHERE = ""
REASON_MAX = 500


class Memory:
    """What this person chose for this database: an exercise never goes where the real map goes."""

    def __init__(self, source: Source) -> None:
        self._key = f"{GROUP}/{quote(source.text(), safe='')}/"

    def read(self, name: str, before: str = "") -> str:
        """`before`: the key under which all databases shared it once."""
        last = QgsSettings().value(before, "") if before else ""
        return str(QgsSettings().value(self._key + name, last) or "")

    def write(self, name: str, text: str) -> None:
        QgsSettings().setValue(self._key + name, text)


class TargetField(QWidget):
    """`changed` when another kind was chosen."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget, memory: Memory) -> None:
        super().__init__(parent)
        self._memory = memory
        self.kind = QComboBox(self)
        self.kind.setObjectName("ncovyPublishTarget")
        for kind, words in _kinds().items():
            self.kind.addItem(words.title, kind)
        self.place = QgsFileWidget(self)
        self.place.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.at_once = QCheckBox(QCoreApplication.translate("Ncovy", "Đưa lên ngay sau khi phát hành"), self)
        self.reason = QLineEdit(self)
        self.reason.setObjectName("ncovyDeployReason")
        self.reason.setMaxLength(REASON_MAX)
        self.reason.setPlaceholderText(QCoreApplication.translate("Ncovy", "Lý do thay bản đang hiện ở nơi đến; được ghi lại cùng tên bạn"))
        self.reason.hide()
        line = QHBoxLayout()
        line.addWidget(self.kind)
        line.addWidget(self.place, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
        layout.addWidget(self.at_once)
        layout.addWidget(self.reason)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._recall()
        self.kind.currentIndexChanged.connect(lambda _: self._show())

    @property
    def wanted(self) -> bool:
        return bool(self.kind.currentData() != NOWHERE)

    @property
    def goes_at_once(self) -> bool:
        return self.wanted and self.at_once.isChecked()

    def text(self) -> str:
        """The place as deployment understands it; https stands for WebDAV where that was chosen."""
        text = self.place.filePath().strip()
        if self.kind.currentData() == places.WEBDAV and places.scheme_of(text) in ("http", "https"):
            return "webdav" + text[len("http") :]
        return text

    def fault(self) -> str:
        """Why this cannot be a place of the chosen kind, and what to write; empty when it can."""
        kind, text = self.kind.currentData(), self.text()
        if not self.wanted:
            return ""
        if kind != places.FOLDER and places.shows_password(text):
            return QCoreApplication.translate("Ncovy", "Mật khẩu không được nằm trong địa chỉ; hãy dùng khóa SSH, hoặc cấu hình của rclone.")
        good = Path(text).is_absolute() if kind == places.FOLDER else places.kind_of(text) == kind
        return "" if good else QCoreApplication.translate("Ncovy", "Nơi đưa lên: hãy ghi {example}.").format(example=_kinds()[kind].example)

    def keep(self) -> None:
        """Remember it, but nothing that has a fault: no password is written down."""
        if self.fault():
            return
        self._memory.write("target_kind", self.kind.currentData())
        if self.wanted:
            self._memory.write(f"target_{self.kind.currentData()}", self.text())
            self._memory.write("at_once", "yes" if self.at_once.isChecked() else "")

    def ask_why(self) -> None:
        """What is shown there may be replaced, with a reason."""
        self.reason.show()
        self.reason.setFocus()

    def why(self) -> str:
        """The reason, where it was asked for."""
        return self.reason.text().strip() if self.reason.isVisibleTo(self) else ""

    def done(self) -> None:
        """A reason holds for one deployment."""
        self.reason.clear()
        self.reason.hide()

    def _recall(self) -> None:
        self.kind.setCurrentIndex(max(self.kind.findData(self._memory.read("target_kind")), 0))
        self.at_once.setChecked(bool(self._memory.read("at_once")))
        self._show()

    def _show(self) -> None:
        kind = self.kind.currentData()
        words = _kinds()[kind]
        self.done()
        self.place.setFilePath(self._memory.read(f"target_{kind}") if self.wanted else "")
        self.place.setVisible(self.wanted)
        self.at_once.setVisible(self.wanted)
        self.place.setFileWidgetButtonVisible(kind == places.FOLDER)
        self.place.lineEdit().setPlaceholderText(words.example.rpartition(", ")[2])  # the form it has stands in the tool tip, and in what a fault says
        self.place.setToolTip(f"{words.hint}\n{words.example}".strip())
        self.changed.emit()


class _Words(NamedTuple):
    """How a kind of place is called, what its places look like, and what else is to be known."""

    title: str
    example: str = ""
    hint: str = ""


def _kinds() -> dict[str, _Words]:
    translate = QCoreApplication.translate
    return {
        NOWHERE: _Words(translate("Ncovy", "Không đưa lên")),
        places.FOLDER: _Words(
            translate("Ncovy", "Thư mục, ổ chia sẻ"),
            translate("Ncovy", "đường dẫn đầy đủ, ví dụ /mnt/web/bando"),
            translate("Ncovy", "Thư mục mà máy chủ web đọc, hay ổ chia sẻ đã gắn vào máy này"),
        ),
        places.SSH: _Words(
            translate("Ncovy", "Máy chủ qua SSH"),
            translate("Ncovy", "tên@máy:thư_mục, ví dụ lan@web.example:/srv/bando"),
            translate("Ncovy", "rsync qua SSH; đăng nhập bằng khóa SSH của máy này (~/.ssh), không có mật khẩu ở đây"),
        ),
        places.WEBDAV: _Words(
            translate("Ncovy", "WebDAV"),
            translate("Ncovy", "địa chỉ, ví dụ https://web.example/bando"),
            translate("Ncovy", "Qua rclone; tên và mật khẩu nằm trong RCLONE_WEBDAV_USER, RCLONE_WEBDAV_PASS, hoặc trong một kho của rclone"),
        ),
        places.RCLONE: _Words(
            translate("Ncovy", "Kho của rclone"),
            translate("Ncovy", "tên_kho:thư_mục, ví dụ kho:bando"),
            translate("Ncovy", "Kho đã khai báo bằng “rclone config” (S3, WebDAV…); tên và mật khẩu nằm ở đó"),
        ),
    }
