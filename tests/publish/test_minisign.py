"""Keys and signatures as minisign has them: checked by minisign itself, and never mistaken for another's."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.publish import keys, minisign
from ncovy_qgis.publish.errors import BadKey, KeyThere, NoCryptography
from ncovy_qgis.publish.minisign import WrongSignature, check

KEY, OTHER = minisign.generate(), minisign.generate()
SAID = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=40)


@given(st.binary(max_size=300), SAID)
def test_what_was_signed_holds_and_its_line_comes_back(message: bytes, said: str) -> None:
    assert check(KEY.public, message, KEY.sign(message, said)) == said


@given(st.binary(min_size=1, max_size=100), st.integers(min_value=0), st.integers(1, 255))
def test_another_message_does_not_hold(message: bytes, place: int, flip: int) -> None:
    other = bytearray(message)
    other[place % len(message)] ^= flip
    with pytest.raises(WrongSignature):
        check(KEY.public, bytes(other), KEY.sign(message, "ncovy"))


@given(st.integers(min_value=0), st.integers(1, 127))
def test_no_letter_of_a_signature_may_differ(place: int, flip: int) -> None:
    signature = KEY.sign(b"ban do", "ncovy 2021-09-17 3")
    start = len("untrusted comment: signature of key ") + len(KEY.public.name) + 1  # that line is signed by nobody
    letters = list(signature)
    place = start + place % (len(letters) - start - 1)
    letters[place] = chr(ord(letters[place]) ^ flip)
    with pytest.raises(WrongSignature):
        check(KEY.public, b"ban do", "".join(letters))


@given(st.text(max_size=200))
def test_text_that_is_no_signature_does_not_hold(text: str) -> None:
    with pytest.raises(WrongSignature):
        check(KEY.public, b"", text)
    assert isinstance(minisign.signer(text), str)


def test_a_signature_of_another_key_is_told_apart() -> None:
    with pytest.raises(WrongSignature) as wrong:
        check(KEY.public, b"x", OTHER.sign(b"x", ""))
    assert wrong.value.other_key
    assert minisign.signer(OTHER.sign(b"x", "")) == OTHER.public.name


def test_a_key_that_borrows_anothers_number_does_not_hold() -> None:
    thief = minisign.SecretKey(minisign.PublicKey(KEY.public.number, OTHER.public.key), OTHER.seed)
    with pytest.raises(WrongSignature) as wrong:
        check(KEY.public, b"x", thief.sign(b"x", ""))
    assert not wrong.value.other_key


def test_keys_are_read_as_they_were_written() -> None:
    assert minisign.read_secret(KEY.text()) == KEY
    assert minisign.read_public(KEY.public.text()) == minisign.read_public(KEY.public.line) == KEY.public


def test_a_secret_key_is_not_shown() -> None:
    assert base64.b64encode(KEY.seed).decode() not in repr(KEY)
    assert repr(KEY.seed) not in repr(KEY)


def test_what_is_no_key_is_refused() -> None:
    damaged = bytearray(base64.b64decode(KEY.text().splitlines()[1]))
    damaged[70] ^= 1
    locked = bytearray(base64.b64decode(KEY.text().splitlines()[1]))
    locked[2:4] = b"Sc"
    for text in ("", "khóa", KEY.public.text(), base64.b64encode(damaged).decode(), base64.b64encode(locked).decode()):
        with pytest.raises(BadKey):
            minisign.read_secret(text)
    for text in ("", "RWQ", KEY.text()):
        with pytest.raises(BadKey):
            minisign.read_public(text)


def test_a_key_file_is_for_its_owner_alone_and_never_written_over(tmp_path: Path) -> None:
    made = keys.make(tmp_path / "province.key")
    assert (tmp_path / "province.key").stat().st_mode & 0o777 == 0o600
    assert keys.load(tmp_path / "province.key") == made
    assert keys.load_public(str(tmp_path / "province.key.pub")) == keys.load_public(made.public.line) == made.public
    with pytest.raises(KeyThere):
        keys.make(tmp_path / "province.key")
    (tmp_path / "province.key").unlink()
    with pytest.raises(KeyThere):
        keys.make(tmp_path / "province.key")
    assert not (tmp_path / "province.key").exists()


def test_a_secret_key_others_may_read_is_refused(tmp_path: Path) -> None:
    keys.make(tmp_path / "key")
    (tmp_path / "key").chmod(0o640)
    with pytest.raises(BadKey, match="chmod 600"):
        keys.load(tmp_path / "key")


def test_without_the_library_it_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "cryptography", None)
    with pytest.raises(NoCryptography):
        KEY.sign(b"x", "")


@pytest.fixture
def program() -> str:
    """The program everybody else checks with; make setup installs it."""
    found = shutil.which("minisign")
    assert found, "Debian's package minisign is missing"
    return found


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30, env={**os.environ, "LC_ALL": "C.UTF-8"})


def test_minisign_believes_our_signatures(tmp_path: Path, program: str) -> None:
    file = tmp_path / "release.json"
    file.write_bytes("Nghệ An".encode())
    (tmp_path / "release.json.minisig").write_text(KEY.sign(file.read_bytes(), "ncovy số 3"))
    done = run(program, "-Vm", str(file), "-P", KEY.public.line)
    assert done.returncode == 0, done.stderr
    assert "ncovy số 3" in done.stdout
    file.write_bytes(b"Nghe An")
    assert run(program, "-Vm", str(file), "-P", KEY.public.line).returncode != 0


def test_minisign_signs_with_our_key(tmp_path: Path, program: str) -> None:
    keys.make(tmp_path / "key")
    (tmp_path / "file").write_bytes(b"x")
    done = run(program, "-Sm", str(tmp_path / "file"), "-s", str(tmp_path / "key"))
    assert done.returncode == 0, done.stderr
    assert check(keys.load_public(str(tmp_path / "key.pub")), b"x", (tmp_path / "file.minisig").read_text())


def test_we_believe_minisigns_keys_and_signatures(tmp_path: Path, program: str) -> None:
    made = run(program, "-G", "-W", "-p", str(tmp_path / "key.pub"), "-s", str(tmp_path / "key"))
    assert made.returncode == 0, made.stderr
    file = tmp_path / "release.json"
    file.write_bytes(b"Nghe An")
    assert run(program, "-Sm", str(file), "-s", str(tmp_path / "key"), "-t", "of minisign").returncode == 0
    (tmp_path / "key").chmod(0o600)
    public = keys.load_public(str(tmp_path / "key.pub"))
    assert keys.load(tmp_path / "key").public == public
    assert check(public, b"Nghe An", (tmp_path / "release.json.minisig").read_text()) == "of minisign"
