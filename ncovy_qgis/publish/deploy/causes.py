"""What people can do about the failures of disks, lines and programs: the last words of a program stay as they are, what to do is said in ours."""

from __future__ import annotations

import errno
import re

AGAIN = ("Phần đã tải lên được giữ lại; hãy chạy lại", "What was uploaded is kept; run it again")
_CAUSES = (
    (
        r"Host key verification failed|REMOTE HOST IDENTIFICATION",
        "Máy này chưa tin máy chủ ấy: hãy chạy “ssh” tới đó một lần trong cửa sổ lệnh, đối chiếu khóa máy chủ rồi thử lại",
        "This machine does not trust that server yet: run “ssh” to it once in a terminal, compare its key, then try again",
    ),
    (
        r"Permission denied \([a-z]|Too many authentication failures",
        "Máy chủ không nhận khóa SSH của máy này: hãy mở khóa bằng “ssh-add”, hay nhờ người giữ máy chủ thêm khóa công khai, rồi thử lại",
        "The server does not take this machine's SSH key: open it by “ssh-add”, or have its public half added there, then try again",
    ),
    (
        r"RCLONE_CONFIG_PASS",
        "Cấu hình của rclone có mật khẩu: hãy đặt nó vào RCLONE_CONFIG_PASS trước khi mở QGIS hay chạy lệnh, rồi thử lại",
        "rclone's configuration has a password: put it into RCLONE_CONFIG_PASS before QGIS or the command starts, then try again",
    ),
    (
        r"\b401\b|\b403\b|Unauthorized|AccessDenied|InvalidAccessKeyId|SignatureDoesNotMatch",
        "Sai tên hay mật khẩu, hoặc thiếu quyền: hãy sửa bằng “rclone config” rồi thử lại",
        "Wrong name or password, or a missing right: mend it by “rclone config”, then try again",
    ),
    (
        r"didn't find section in config|unknown remote",
        "Máy này chưa có kho tên ấy: hãy khai báo bằng “rclone config” rồi thử lại",
        "There is no remote of that name here: declare it by “rclone config”, then try again",
    ),
    (
        r"No space left|[Qq]uota|\b507\b|EntityTooLarge",
        "Nơi đến đã đầy: hãy dọn bớt rồi thử lại",
        "The target is full: make room, then try again",
    ),
    (
        r"Permission denied|Read-only file system|Operation not permitted",
        "Thiếu quyền ghi ở nơi đến: hãy nhờ người quản lý nơi đó cấp quyền rồi thử lại",
        "It may not be written there: have that allowed by whoever keeps it, then try again",
    ),
    (
        r"[Cc]onnection refused|timed? ?out|[Cc]ould not resolve|no such host|[Nn]o route|unreachable|[Cc]onnection reset|Connection closed|broken pipe",
        "Không tới được máy chủ: hãy kiểm tra mạng và tên máy rồi thử lại; phần đã tải lên được giữ",
        "The server cannot be reached: check network and name, then try again; what was uploaded is kept",
    ),
)
_FULL, _CLOSED = {errno.ENOSPC, errno.EDQUOT}, {errno.EACCES, errno.EPERM, errno.EROFS}


def advice(words: str) -> tuple[str, str]:
    """What to do about a program's last words, in Vietnamese and English."""
    return next(((vi, en) for pattern, vi, en in _CAUSES if re.search(pattern, words)), AGAIN)


def of_disk(error: OSError) -> tuple[str, str]:
    """What to do about an error of a disk or a share."""
    if error.errno in _FULL:
        return "ổ đĩa đã đầy; hãy dọn bớt rồi thử lại", "the disk is full; make room, then try again"
    if error.errno in _CLOSED:
        return "thiếu quyền ghi; hãy xin quyền rồi thử lại", "it may not be written; have that allowed, then try again"
    why = error.strerror or str(error)
    return f"{why}; hãy kiểm tra ổ đĩa hay ổ chia sẻ rồi thử lại", f"{why}; check the disk or share, then try again"
