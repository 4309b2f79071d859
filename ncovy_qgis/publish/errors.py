"""What can stop a publication, each as one Vietnamese sentence with its English second."""

from __future__ import annotations


class PublishError(Exception):
    """A publication, roll-back or verification that cannot go on."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi)
        self.vi = vi
        self.en = en


class Cancelled(PublishError):
    def __init__(self) -> None:
        super().__init__(
            "Đã dừng công bố theo yêu cầu; bản đồ công khai không thay đổi.",
            "Publishing was cancelled; the public map is unchanged.",
        )


class NotPrepared(PublishError):
    def __init__(self, what: str) -> None:
        super().__init__(
            f"Cơ sở dữ liệu chưa sẵn sàng để công bố (thiếu {what}); hãy chạy “ncovy db upgrade”.",
            f"The database is not ready for publishing ({what} is missing); run “ncovy db upgrade”.",
        )


class NoWebStyle(PublishError):
    def __init__(self) -> None:
        super().__init__(
            "Cơ sở dữ liệu chưa có kiểu hiển thị web; hãy mở dự án Ncovy trong QGIS để lưu kiểu rồi công bố lại.",
            "The database holds no web style; open the Ncovy project in QGIS to store it, then publish again.",
        )


class BadWebStyle(PublishError):
    def __init__(self, what: str) -> None:
        super().__init__(
            f"Kiểu hiển thị web trong cơ sở dữ liệu bị hỏng ({what}); hãy lưu lại từ QGIS.",
            f"The web style in the database is damaged ({what}); store it again from QGIS.",
        )


class EmptyGeometry(PublishError):
    def __init__(self, layer: str, uid: str) -> None:
        super().__init__(
            f"Đối tượng {uid} của lớp {layer} không có hình học nên chưa thể công bố.",
            f"Feature {uid} of layer {layer} has no geometry and cannot be published.",
        )


class ViewerMissing(PublishError):
    def __init__(self) -> None:
        super().__init__(
            "Chưa có trang bản đồ đã đóng gói; hãy chạy “npm ci && npm run build” trong ncovy_qgis/publish/site.",
            "The viewer is not built; run “npm ci && npm run build” in ncovy_qgis/publish/site.",
        )


class SiteBusy(PublishError):
    def __init__(self) -> None:
        super().__init__(
            "Một người khác đang công bố vào thư mục này; hãy đợi rồi thử lại.",
            "Somebody else is publishing into this folder; wait and try again.",
        )


class NoRelease(PublishError):
    def __init__(self, release: str | None = None) -> None:
        name = f" {release}" if release else ""
        super().__init__(
            f"Không có bản công bố{name} nào trong thư mục để quay lại.",
            f"There is no release{name} in the folder to go back to.",
        )


class BrokenRelease(PublishError):
    def __init__(self, sentence_vi: str, sentence_en: str) -> None:
        super().__init__(
            f"Bản công bố vừa tạo không qua được kiểm tra ({sentence_vi}); bản đồ công khai không thay đổi.",
            f"The new release failed its verification ({sentence_en}); the public map is unchanged.",
        )


class NotASite(PublishError):
    def __init__(self, path: str) -> None:
        super().__init__(
            f"Không ghi được vào thư mục “{path}”; hãy kiểm tra đường dẫn, ổ đĩa và quyền ghi.",
            f"Cannot write into the folder “{path}”; check the path, the disk and whether it may be written.",
        )


class BadKey(PublishError):
    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"Không dùng được khóa ký: {vi}.", f"The signing key cannot be used: {en}.")


class NoCryptography(PublishError):
    def __init__(self) -> None:
        super().__init__(
            "Máy này thiếu thư viện “cryptography” của Python nên không ký và không kiểm tra được chữ ký.",
            "Python's library “cryptography” is missing here, so that nothing can be signed, and no signature checked.",
        )


class MustBeSigned(PublishError):
    def __init__(self) -> None:
        super().__init__(
            "Bản đang công bố có chữ ký; hãy đưa khóa ký, nếu không người dân sẽ không còn kiểm tra được bản đồ.",
            "The current release is signed; give the signing key, or people can no longer check the map.",
        )


class UnknownToThePage(PublishError):
    """The page checks its release by the public key of forms/_site.yaml."""

    def __init__(self, key: str | None, known: str) -> None:
        if key is None:
            vi = f"Trang bản đồ sẽ báo bản này thiếu chữ ký, vì forms/_site.yaml ghi public_key {known}; hãy chọn khóa ký ấy, hoặc bỏ dòng public_key."
            en = f"The page would call this release unsigned, as forms/_site.yaml names the public_key {known}; choose that signing key, or drop the line."
        else:
            vi = f"Trang bản đồ sẽ báo sai chữ ký: khóa ký là {key}, forms/_site.yaml ghi public_key {known}; hãy chọn đúng khóa, hoặc sửa dòng ấy."
            en = f"The page would call the signature wrong: the key is {key}, but forms/_site.yaml names {known}; choose that key, or mend the line."
        super().__init__(vi, en)


class KeyThere(PublishError):
    def __init__(self, path: str) -> None:
        super().__init__(
            f"Đã có tệp {path}; khóa cũ không bị ghi đè.",
            f"{path} exists; a key is never written over.",
        )


class Unreachable(PublishError):
    def __init__(self, address: str, why: str) -> None:
        super().__init__(f"Không tải được {address} ({why}).", f"Cannot fetch {address} ({why}).")


class NoRecord(PublishError):
    def __init__(self, release: str) -> None:
        super().__init__(
            f"Cơ sở dữ liệu không ghi nhận bản công bố {release}; “ncovy rebuild THƯ_MỤC” liệt kê những bản có ghi.",
            f"The database knows no release {release}; “ncovy rebuild FOLDER” lists those it knows.",
        )


class OldProgramsRecord(PublishError):
    def __init__(self, release: str) -> None:
        super().__init__(
            f"Bản {release} do chương trình cũ công bố, khi chưa ghi lại đủ để dựng lại từng byte.",
            f"Release {release} was made by an older program, which did not keep what is needed to make it again byte for byte.",
        )


class MayNotReadHistory(PublishError):
    def __init__(self) -> None:
        super().__init__(
            "Dựng lại bản cũ phải đọc lịch sử: hãy dùng tài khoản của người duyệt, người xem hoặc quản trị, không phải của người công bố.",
            "An old release is made from history: use the account of a supervisor, viewer or administrator, not of the publisher.",
        )
