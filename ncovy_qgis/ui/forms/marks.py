"""Where a form says what is wrong: a count on each tab, one line on top that leads there, a sentence under the field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Optional

from qgis.gui import QgsAttributeForm
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, Qt
from qgis.PyQt.QtWidgets import QBoxLayout, QLabel, QTabWidget

from ...core.catalogue import Strength
from ...core.faults import ORDER, Fault, gravest
from ..icons import is_dark
from ..words import said
from .editors import Editor, child_of, page_of
from .rows import Rows
from .signs import colour_of, count_sign, tooltip

FIRST = "first"


class Marks(QObject):
    """The marks of one form."""

    def __init__(self, form: QgsAttributeForm, editors: Mapping[str, Editor]) -> None:
        super().__init__(form)
        self._form, self._editors = form, editors
        self._tabs: Optional[QTabWidget] = child_of(form, QTabWidget)
        self._pages = {name: page_of(editor.widget, self._tabs) if self._tabs else -1 for name, editor in editors.items()}
        self._found: tuple[Fault, ...] = ()
        self._signs: dict[int, object] = {}  # what each tab shows
        self._rows = Rows(editors)
        self._rows.explain()
        self._line = QLabel(form)
        self._line.setObjectName("ncovyFormFaults")
        self._line.setTextFormat(Qt.TextFormat.RichText)
        self._line.setContentsMargins(10, 2, 10, 2)  # in line with the tabs below
        self._line.setMinimumHeight(self._line.fontMetrics().height() + 8)  # never moves what is below
        self._line.linkActivated.connect(self._follow)
        layout = form.layout()
        if isinstance(layout, QBoxLayout):
            layout.insertWidget(1, self._line)
        form.installEventFilter(self)

    def close(self) -> None:
        """Take every mark away."""
        self._form.removeEventFilter(self)
        self._rows.close()
        self._mark_tabs(())
        self._line.hide()
        self._line.deleteLater()
        self.setParent(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another theme, other colours."""
        if event.type() == QEvent.Type.PaletteChange:
            self.show(self._found, "", self._line.isVisibleTo(self._form))
        return False

    def show(self, found: Sequence[Fault], typing_in: str, editing: bool) -> None:
        """Mark these; the field being typed in gets its sentence when it is left, so that nothing moves under the fingers."""
        self._found = tuple(found)
        self._line.setVisible(editing)
        self._line.setText(self._summary() if editing else "")
        self._mark_tabs(self._found)
        for name in self._editors:
            own = [fault for fault in self._found if fault.field == name]
            self._rows.show(name, own, may_grow=name != typing_in)

    def reachable(self, name: str) -> bool:
        """Whether the field's group is shown now (its tab may be another one)."""
        page = self._pages.get(name, -1)
        return bool(self._editors[name].widget.isVisibleTo(self._tabs.widget(page) if self._tabs is not None and page >= 0 else self._form))

    def go_to_first(self) -> None:
        """Put the keyboard into the first of the gravest faults."""
        worst = gravest(self._found)
        here = [fault.field for fault in self._found if fault.strength is worst and fault.field in self._editors]
        if here:
            self.go_to(here[0])

    def go_to(self, name: str) -> None:
        """Show the tab of a field and put the keyboard into it."""
        if self._tabs is not None and self._pages[name] >= 0:
            self._tabs.setCurrentIndex(self._pages[name])
        self._editors[name].widget.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _follow(self, link: str) -> None:
        if link in self._editors:
            self.go_to(link)

    def _summary(self) -> str:
        """«2 lỗi phải sửa: Điện thoại · 5 mục cần điền trước khi gửi duyệt: Số quyết định», each leading to the field it names."""
        if not self._found:
            return f'<span style="color:{colour_of(None, self._form.palette())}">{QCoreApplication.translate("Ncovy", "Không có lỗi.")}</span>'
        said_here = [self._part(strength) for strength in ORDER if self._of(strength)]
        return " &nbsp;·&nbsp; ".join(said_here)

    def _part(self, strength: Strength) -> str:
        count, first = len({fault.field for fault in self._of(strength)}), self._of(strength)[0]
        texts = {
            Strength.SAVE: QCoreApplication.translate("Ncovy", "{count} lỗi phải sửa"),
            Strength.SUBMIT: QCoreApplication.translate("Ncovy", "{count} mục cần cho gửi duyệt"),
            Strength.WARN: QCoreApplication.translate("Ncovy", "{count} cảnh báo"),
        }
        colour = colour_of(strength, self._form.palette())
        text = escape(texts[strength].format(count=count))
        if first.field not in self._editors:  # about the place, or the whole
            return f'<span style="color:{colour}">{text}: {escape(said(first.text))}</span>'
        label = escape(said(self._editors[first.field].field.label))
        return f'<a href="{first.field}" style="color:{colour}">{text}</a>: <span style="color:{colour}">{label}</span>'

    def _of(self, strength: Strength) -> list[Fault]:
        return [fault for fault in self._found if fault.strength is strength]

    def _mark_tabs(self, found: Sequence[Fault]) -> None:
        if self._tabs is None:
            return
        for page in range(self._tabs.count()):
            own = [fault for fault in found if self._pages.get(fault.field) == page]
            sign = (len({fault.field for fault in own}), gravest(own), is_dark(self._tabs.palette()))
            if self._signs.get(page) == sign and sign[0] == 0:
                continue
            self._signs[page] = sign
            self._tabs.setTabIcon(page, count_sign(sign[0], sign[1], self._tabs))
            self._tabs.setTabToolTip(page, tooltip(f"{said(self._editors[fault.field].field.label)}: {said(fault.text)}" for fault in own))
