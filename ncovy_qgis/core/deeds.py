"""What people do, in words: versions written, decisions, staff changes, releases; and how long something took."""

from __future__ import annotations

from .model import Text

DEEDS: dict[str, Text] = {
    "insert": Text("Thêm mới", "Added"),
    "update": Text("Sửa", "Changed"),
    "move": Text("Dời vị trí", "Moved"),
    "remove": Text("Gỡ bỏ", "Removed"),
    "restore": Text("Khôi phục", "Restored"),
    "part": Text("Ghi bản duyệt theo trường", "Wrote approval by field"),
    "submit": Text("Gửi duyệt", "Submitted"),
    "approve": Text("Duyệt", "Approved"),
    "return": Text("Trả lại", "Returned"),
    "verify": Text("Xác nhận còn đúng", "Verified"),
    "ask": Text("Hỏi", "Asked"),
    "answer": Text("Trả lời", "Answered"),
    "make_login": Text("Tạo tài khoản", "Made login"),
    "grant_role": Text("Trao vai trò", "Granted role"),
    "revoke_role": Text("Thu vai trò", "Revoked role"),
    "grant_area": Text("Giao địa bàn", "Granted area"),
    "revoke_area": Text("Thu địa bàn", "Revoked area"),
    "expire_area": Text("Đặt ngày hết hạn địa bàn", "Set end of area"),
    "publish": Text("Phát hành", "Published"),
}
KINDS: dict[str, Text] = {
    "version": Text("Sửa đổi", "Edit"),
    "decision": Text("Xét duyệt", "Review"),
    "acceptance": Text("Chấp nhận cảnh báo", "Accepted warning"),
    "staff": Text("Nhân sự", "Staff"),
    "release": Text("Phát hành", "Release"),
}
ROLES: dict[str, Text] = {
    "viewer": Text("Người xem", "Viewer"),
    "editor": Text("Người nhập liệu", "Editor"),
    "supervisor": Text("Người duyệt", "Supervisor"),
    "publisher": Text("Người phát hành", "Publisher"),
    "reader": Text("Người đọc dữ liệu mở", "Reader of open data"),
}
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def deed_text(deed: str) -> Text:
    """The word for a deed; an unknown one is its own word."""
    return DEEDS.get(deed, Text(deed, deed))


def show_span(seconds: float | None) -> Text:
    """«2 ngày 3 giờ», «45 phút»; the two largest units, empty when there is none."""
    if seconds is None:
        return Text("", "")
    whole = max(0, round(seconds))
    if whole < _MINUTE:
        return Text("dưới 1 phút", "under 1 min")
    if whole < _HOUR:
        return Text(f"{whole // _MINUTE} phút", f"{whole // _MINUTE} min")
    if whole < _DAY:
        hours, minutes = whole // _HOUR, whole % _HOUR // _MINUTE
        return Text(f"{hours} giờ {minutes} phút", f"{hours} h {minutes} min")
    days, hours = whole // _DAY, whole % _DAY // _HOUR
    return Text(f"{days} ngày {hours} giờ", f"{days} d {hours} h")
