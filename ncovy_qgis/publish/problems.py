"""What verification finds: a code, a place, one Vietnamese sentence."""

from __future__ import annotations

from dataclasses import dataclass

from ncovy_qgis.core.catalogue import Text


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a site; `severity` is «error» or «warning»."""

    code: str
    path: str
    text: Text
    severity: str = "error"


def missing(path: str) -> Problem:
    return Problem("missing", path, Text(f"Thiếu tệp {path}.", f"File {path} is missing."))


def altered(path: str) -> Problem:
    return Problem("altered", path, Text(f"Tệp {path} đã bị sửa.", f"File {path} was altered."))


def stray(path: str) -> Problem:
    return Problem("stray", path, Text(f"Có tệp lạ {path}.", f"File {path} does not belong here."))


def unreadable(path: str, why: str) -> Problem:
    return Problem("unreadable", path, Text(f"Không đọc được {path} ({why}).", f"Cannot read {path} ({why})."))


def unchecked(path: str) -> Problem:
    text = Text(f"Không kiểm tra được {path}: máy này thiếu thư viện brotli.", f"{path} cannot be checked: the library brotli is missing here.")
    return Problem("unchecked", path, text, "warning")


def no_release(path: str) -> Problem:
    return Problem("no_release", path, Text("Thư mục chưa có bản công bố nào.", "The folder holds no release."))


def wrong_count(path: str, stated: object, found: int) -> Problem:
    return Problem(
        "count",
        path,
        Text(f"{path}: ghi {stated} đối tượng nhưng có {found}.", f"{path}: {stated} features stated, {found} found."),
    )


def not_public(path: str, name: str) -> Problem:
    return Problem(
        "not_public",
        path,
        Text(f"{path} có trường “{name}” không được công khai.", f"{path} has “{name}”, which is not public."),
    )


def malformed(path: str, vi: str, en: str) -> Problem:
    return Problem("malformed", path, Text(f"{path}: {vi}.", f"{path}: {en}."))


def differs(path: str, layer: str, count: int) -> Problem:
    return Problem(
        "tiles_differ",
        path,
        Text(
            f"Ô bản đồ và dữ liệu của lớp {layer} khác nhau ở {count} đối tượng.",
            f"Tiles and data of layer {layer} differ in {count} features.",
        ),
    )


def unsigned(path: str) -> Problem:
    return Problem("unsigned", path, Text("Không ai ký bản công bố này.", "Nobody signed this release."))


def forged(path: str) -> Problem:
    return Problem("forged", path, Text(f"Chữ ký của {path} không đúng.", f"The signature of {path} is wrong."))


def other_key(path: str) -> Problem:
    return Problem("other_key", path, Text(f"{path} do một khóa khác ký.", f"{path} was signed by another key."))


def downgraded(path: str) -> Problem:
    text = Text("Đây là một bản cũ được đưa trở lại: máy này đã thấy bản mới hơn.", "This is an older release shown again: a newer one was seen here.")
    return Problem("downgraded", path, text)


def expired(path: str, when: str) -> Problem:
    text = Text(f"Bản công bố đã hết hạn lúc {when}.", f"The release expired at {when}.")
    return Problem("expired", path, text, "warning")
