"""What people write for the place a site goes to: told apart by its text alone, and no password gets past."""

from __future__ import annotations

import pytest

from ncovy_qgis.core.places import FOLDER, RCLONE, SSH, WEBDAV, kind_of, scheme_of, shows_password, ssh_parts


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("/srv/map", FOLDER), ("map", FOLDER), ("D:/map", FOLDER), ("C:\\map", FOLDER), ("", FOLDER), ("lan@web:/srv/map", SSH), ("lan@[::1]:map", SSH),
        ("ssh://web/srv", SSH), ("webdav://web/map", WEBDAV), ("webdavs://web/map", WEBDAV), ("kho:map", RCLONE), ("kho ban do:", RCLONE),
        ("ftp://web/map", ""), ("https://web/map", ""),
    ],
)  # fmt: skip
def test_a_text_names_one_kind_of_place(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    "text",
    ["ssh://lan:hunter2@web/srv", "webdavs://lan:hun/ter2@web/m", "lan:hunter2@web:/srv", "lan:hunter2@web", "ssh://lan:hunter2@web:22/srv", "ssh://:hunter2@web/"],
)
def test_a_password_is_seen_wherever_it_stands(text: str) -> None:
    assert shows_password(text)


@pytest.mark.parametrize(
    "text", ["", "/srv/map", "lan@web:/srv", "lan@web:a@b", "ssh://lan@web:2222/srv", "ssh://web:2222/a@b", "webdavs://web:8443/map", "kho:bando/map", "D:/map"]
)
def test_an_address_without_one_is_none(text: str) -> None:
    assert not shows_password(text)


def test_an_address_is_taken_apart() -> None:
    assert (ssh_parts("lan@web:/srv:a"), ssh_parts("web"), scheme_of("ssh://web"), scheme_of("web")) == (("lan@web", "/srv:a"), ("", ""), "ssh", "")
