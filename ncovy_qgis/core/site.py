"""forms/_site.yaml: what the public page says beside the map. Every mistake becomes «file:line: sentence». Pure: stdlib and yaml."""

from __future__ import annotations

import re
from string import Formatter

from .model import Hotline, Link, Note, Site, Text
from .personal_data import scan
from .phones import read_phone
from .reading import allow_keys, fail, maps, optional, read_text, string, unknown
from .yaml_lines import Map

PLACEHOLDERS = ("layer", "id", "name", "release", "lat", "lon", "link")
_KEYS = ("report", "public_key", "hotlines", "guidance", "links")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_ADDRESS = re.compile(r"https://[^\s<>\"'\\]+")
_PUBLIC_KEY = re.compile(r"RW[Q-T][A-Za-z0-9+/]{53}")
_UNFIT = re.compile(r"[<>\x00-\x09\x0b-\x1f\x7f]")


def read_site(data: Map) -> Site:
    """The page's own texts; an empty mapping is a page without any."""
    allow_keys(data, _KEYS)
    report = optional(data, "report", Map, Map(data.at))
    allow_keys(report, ("mail", "form"))
    return Site(
        report_mail=_matching(report, "mail", _MAIL, "phải là một địa chỉ thư", "must be a mail address"),
        report_form=_form(report),
        public_key=_matching(data, "public_key", _PUBLIC_KEY, "phải là dòng khóa công khai của “ncovy key”", "must be the public line of “ncovy key”"),
        hotlines=tuple(_hotline(item) for item in _items(data, "hotlines")),
        guidance=tuple(_note(item) for item in _items(data, "guidance")),
        links=tuple(_link(item) for item in _items(data, "links")),
    )


def _items(data: Map, key: str) -> list[Map]:
    return maps(data, key) if key in data else []


def _matching(data: Map, key: str, pattern: re.Pattern[str], vi: str, en: str) -> str | None:
    if key not in data:
        return None
    value = string(data, key)
    if not pattern.fullmatch(value):
        fail(data, key, f"«{key}» {vi}", f"«{key}» {en}")
    return value


def _form(report: Map) -> str | None:
    form = _matching(report, "form", _ADDRESS, "phải là một địa chỉ https", "must be an https address")
    if form is None:
        return None
    try:
        words = [word for _, word, form_of, conversion in Formatter().parse(form) if word is not None and not form_of and not conversion]
    except ValueError:
        fail(report, "form", "dấu { } không khớp", "its { } do not match")
    for word in words:
        if word not in PLACEHOLDERS:
            unknown(report, "form", word, PLACEHOLDERS)
    return form


def _hotline(item: Map) -> Hotline:
    allow_keys(item, ("label", "phone", "district"))
    phone = read_phone(string(item, "phone"))
    if phone is None:
        fail(item, "phone", "số điện thoại không đúng; viết trong dấu nháy: \"115\"", "this is no phone number; write it in quotes: \"115\"")
    return Hotline(_text(item, "label"), phone, _matching(item, "district", re.compile("[0-9]{3}"), "phải có ba chữ số", "must have three digits"))


def _note(item: Map) -> Note:
    allow_keys(item, ("title", "text"))
    return Note(_text(item, "title"), _text(item, "text"))


def _link(item: Map) -> Link:
    allow_keys(item, ("label", "url"))
    url = _matching(item, "url", _ADDRESS, "phải là một địa chỉ https", "must be an https address")
    return Link(_text(item, "label"), url or string(item, "url"))


def _text(item: Map, key: str) -> Text:
    """Plain words that name nobody: this file goes to the public as it is."""
    text = read_text(item, key)
    for words in (text.vi, text.en):
        if _UNFIT.search(words):
            fail(item, key, "chỉ chữ thường, không có < > hay ký tự điều khiển", "plain words only, no < > or control characters")
        found = scan(words)
        if found:
            label = found[0].kind.label
            fail(item, key, f"có vẻ là dữ liệu cá nhân: {label.vi}", f"this looks like personal data: {label.en}")
    return Text(text.vi.strip(), text.en.strip())
