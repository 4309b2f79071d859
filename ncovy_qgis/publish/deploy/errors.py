"""What can stop a deployment, each as one Vietnamese sentence with its English second."""

from __future__ import annotations

from ..errors import PublishError
from . import causes


class BadTarget(PublishError):
    def __init__(self, target: str, vi: str, en: str) -> None:
        super().__init__(f"Không hiểu nơi đến “{target}”: {vi}.", f"The target “{target}” is not understood: {en}.")


class NothingYet(PublishError):
    def __init__(self, site: str) -> None:
        super().__init__(
            f"Thư mục “{site}” chưa có bản công bố nào; hãy phát hành trước (trong QGIS, hay bằng “ncovy publish”).",
            f"The folder “{site}” holds no release yet; publish first (in QGIS, or by “ncovy publish”).",
        )


class BrokenSite(PublishError):
    def __init__(self, vi: str, en: str) -> None:
        super().__init__(
            f"Trang không nguyên vẹn nên không được đưa đi ({vi}) Hãy công bố lại rồi thử lại.",
            f"The site is not whole and is not deployed ({en}) Publish again, then try again.",
        )


class NewerThere(PublishError):
    def __init__(self, theirs: int, ours: int) -> None:
        super().__init__(
            f"Nơi đến đang hiện một bản khác không cũ hơn (số {theirs}, ở đây là số {ours}); hãy công bố lại từ nơi mới nhất, "
            "hoặc ghi lý do phải thay bản đó.",
            f"The target shows another release that is no older (serial {theirs}, here {ours}); publish again where the latest one was made, "
            "or say why it has to be replaced.",
        )


class NotOurs(PublishError):
    def __init__(self, target: str, name: str) -> None:
        super().__init__(
            f"“{target}” chứa tệp khác ({name}) mà không phải một bản đồ Ncovy; hãy chọn một thư mục trống.",
            f"“{target}” holds other files ({name}) and no Ncovy map; choose an empty folder.",
        )


class TargetBusy(PublishError):
    def __init__(self, since: str) -> None:
        super().__init__(
            f"Một máy khác đang đưa bản đồ lên đây (từ {since}); hãy đợi rồi thử lại. Nếu máy đó đã chết, nơi đến tự mở lại sau một giờ.",
            f"Another machine is deploying here (since {since}); wait and try again. If it died, the target opens again after an hour.",
        )


class DeployBusy(PublishError):
    def __init__(self) -> None:
        super().__init__(
            "Một lần đưa bản đồ khác từ thư mục này chưa xong; hãy đợi rồi thử lại.",
            "Another deployment from this folder has not ended yet; wait and try again.",
        )


class PointerMoved(PublishError):
    def __init__(self) -> None:
        super().__init__(
            "Trong lúc tải lên, nơi đến đã đổi sang một bản khác; chưa thay gì đang hiện, hãy chạy lại.",
            "The target switched to another release meanwhile; what is shown was left alone, run it again.",
        )


class NotArrived(PublishError):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"Tệp {name} không đến nơi nguyên vẹn; hãy chạy lại.",
            f"File {name} did not arrive whole; run it again.",
        )


class ToolMissing(PublishError):
    def __init__(self, program: str) -> None:
        super().__init__(f"Máy này chưa có chương trình “{program}”; hãy cài đặt nó.", f"The program “{program}” is missing here; install it.")


class ToolFailed(PublishError):
    def __init__(self, program: str, words: str) -> None:
        vi, en = causes.advice(words)
        super().__init__(f"{vi} ({program}: {words}).", f"{en} ({program}: {words}).")


class DiskFailed(PublishError):
    """What the operating system says of a folder or share."""

    def __init__(self, error: OSError) -> None:
        vi, en = causes.of_disk(error)
        name = error.filename or ""
        super().__init__(f"Chưa đưa lên được, “{name}”: {vi}.", f"Not deployed, “{name}”: {en}.")


class DeployCancelled(PublishError):
    def __init__(self) -> None:
        super().__init__(
            "Đã dừng theo yêu cầu; phần đã tải lên được giữ lại cho lần sau.",
            "Stopped as asked; what was uploaded is kept for the next time.",
        )
