"""What a failed deployment says: the program's own words, and in one sentence what to do; and that stopping takes effect at once."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from ncovy_qgis.core.catalogue import Text
from ncovy_qgis.publish.deploy import causes, deploy, steps
from ncovy_qgis.publish.deploy.errors import DeployCancelled, DiskFailed, ToolFailed
from ncovy_qgis.publish.deploy.folder import FolderTarget
from ncovy_qgis.publish.deploy.tool import Tool
from tests.publish.deploying import own_copy, told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("lan@map: Permission denied (publickey).", "không nhận khóa SSH"), ("Host key verification failed.", "chưa tin máy chủ"),
        ("ssh: connect to host map port 22: Connection refused", "kiểm tra mạng"), ("ssh: Could not resolve hostname map: Name or service unknown", "tên máy"),
        ("rsync: [Receiver] mkdir \"/srv/map\" failed: Permission denied (13)", "quyền ghi"), ("rsync: write failed: No space left on device (28)", "đầy"),
        ("didn't find section in config file", "rclone config"), ("Failed to copy: 401 Unauthorized", "Sai tên hay mật khẩu"),
        ("AccessDenied: Access Denied", "thiếu quyền"), ("507 Insufficient Storage", "đầy"), ("dial tcp: lookup kho: no such host", "kiểm tra mạng"),
        ("unable to decrypt configuration and not allowed to ask for password - set RCLONE_CONFIG_PASS", "trước khi mở QGIS"),
        ("something else", "hãy chạy lại"),
    ],
)  # fmt: skip
def test_the_cause_says_what_to_do_and_the_words_of_the_program_stay(words: str, told: str) -> None:
    error = ToolFailed("rsync", words)
    assert told in error.vi and words in error.vi and words in error.en and error.vi.count("hãy") == 1


@pytest.mark.parametrize(("number", "told"), [(errno.ENOSPC, "đã đầy"), (errno.EROFS, "quyền ghi"), (errno.EACCES, "quyền ghi"), (errno.ESTALE, "ổ chia sẻ")])
def test_a_failing_disk_says_which_and_what_to_do(
    two_releases: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, told: str
) -> None:
    def fail(self: FolderTarget, *_: object, **__: object) -> None:
        raise OSError(number, "words of the system", str(self.folder / "x"))

    monkeypatch.setattr(FolderTarget, "send", fail)
    with pytest.raises(DiskFailed) as why:
        deploy(own_copy(two_releases[0], tmp_path / "site"), str(tmp_path / "public"))
    assert told in why.value.vi and str(tmp_path / "public" / "x") in why.value.vi and why.value.__cause__


def test_a_folder_in_the_way_is_a_sentence(two_releases: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "public").write_text("không phải thư mục")
    with pytest.raises(DiskFailed, match="hãy kiểm tra"):
        deploy(own_copy(two_releases[0], tmp_path / "site"), str(tmp_path / "public"))


def test_who_stops_waits_for_no_large_file(tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "large").write_bytes(bytes(8 << 20))
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(DeployCancelled):
        FolderTarget(tmp_path / "to", Tool(stop)).send(tmp_path / "from", ["large"], lasting=True)
    assert not (tmp_path / "to" / "large").exists() and (tmp_path / "to" / ".large.tmp").stat().st_size == 3 << 20


def test_how_far_it_is_never_falls_and_the_upload_is_told_in_shares(
    two_releases: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ncovy_qgis.publish.deploy.steps._BATCH", 100_000)
    site, said = own_copy(two_releases[0], tmp_path / "site"), list[tuple[float, Text]]()
    deploy(site, str(tmp_path / "public"), progress=lambda share, name: said.append((share, name)))
    shares = [share for share, _ in said]
    assert shares == sorted(shares) and shares[0] == 0 and 0.9 < shares[-1] <= 1
    assert all(name.vi and name.en and name.vi != name.en for _, name in said)
    upload = [share for share, name in said if name == steps.UPLOAD]
    assert len(set(upload)) > 5 and upload[-1] - upload[0] > 0.5


def test_portions_keep_the_order_and_lose_nothing() -> None:
    sizes = {f"{number:03}": number * 100_000 for number in range(100)}
    made = list(steps.batches(sizes, sizes))
    assert [name for batch in made for name in batch] == list(sizes) and 2 < len(made) <= 21
    assert list(steps.batches((), sizes)) == [] and list(steps.batches(["001"], sizes)) == [["001"]]


def test_who_stops_after_the_switch_is_told_that_the_release_is_shown(two_releases: tuple[Path, Path], tmp_path: Path) -> None:
    site, public, asked = own_copy(two_releases[0], tmp_path / "site"), tmp_path / "public", list[str]()
    done = deploy(site, str(public), progress=lambda _, name: asked.append(name.vi), cancelled=(public / "release.json").exists)
    assert done.switched and done.removed == () and told(public) == done.release and "Dọn bản cũ" not in asked


def test_every_cause_has_both_languages() -> None:
    assert all(vi.count("hãy") == 1 and "try again" in en for _, vi, en in causes._CAUSES)
