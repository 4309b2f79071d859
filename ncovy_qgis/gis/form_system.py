"""The columns every layer has besides its catalogue fields: hidden, or read-only in the review tab. Imports no QGIS."""

from __future__ import annotations

from .form_value import FormField, FormGroup, FormTab, Widget

HIDDEN = Widget("Hidden", {})
PLAIN = Widget("TextEdit", {"IsMultiline": False, "UseHtml": False})
MOMENT = Widget(
    "DateTime",
    {
        "display_format": "dd/MM/yyyy HH:mm",
        "field_format": "yyyy-MM-dd HH:mm:ss",
        "field_iso_format": False,
        "calendar_popup": True,
        "allow_null": True,
    },
)
READ_MOMENT = Widget("DateTime", {**MOMENT.config, "calendar_popup": False})  # a calendar takes as long to make as five lines of text
STATES = {
    "vi": {"draft": "Nháp", "submitted": "Chờ duyệt", "approved": "Đã duyệt", "returned": "Trả lại"},
    "en": {"draft": "Draft", "submitted": "Submitted", "approved": "Approved", "returned": "Returned"},
}
REVIEW = (
    ("review_state", "Trạng thái duyệt", "Review state"),
    ("row_version", "Phiên bản", "Version"),
    ("approved_version", "Phiên bản đã duyệt", "Approved version"),
    ("edited_by", "Người sửa", "Edited by"),
    ("edited_at", "Sửa lúc", "Edited at"),
    ("verified_by", "Người xác minh", "Verified by"),
    ("verified_at", "Xác minh lúc", "Verified at"),
)
# the state is the server's, but QGIS 3.44 holds an empty list of values against the form
DEFAULTS = {"uid": "uuid('WithoutBraces')", "base_version": '"row_version"', "review_state": "'draft'"}


def review_tab(language: str) -> FormTab:
    """Who did what, to be read."""
    title = "Review" if language == "en" else "Kiểm duyệt"
    return FormTab(title, (FormGroup("", tuple(name for name, _, _ in REVIEW)),))


def system_fields(language: str) -> tuple[FormField, ...]:
    """Read-only review columns, then the hidden ones; base_version carries the version read, for QGIS without plugin."""
    shown = [
        FormField(name, en if language == "en" else vi, _widget(name, language), read_only=True, default=DEFAULTS.get(name, ""))
        for name, vi, en in REVIEW
    ]
    hidden = [
        FormField(name, name, HIDDEN, default=DEFAULTS.get(name, ""), on_update=name == "base_version")
        for name in ("id", "uid", "base_version", "commune_era", "name_search", "removed")
    ]
    return (*shown, *hidden)


def _widget(name: str, language: str) -> Widget:
    if name == "review_state":
        return Widget("ValueMap", {"map": [{label: code} for code, label in STATES[language].items()]})
    return READ_MOMENT if name.endswith("_at") else PLAIN
