"""The page around the public map in a real browser: banners, themes."""

from __future__ import annotations

from typing import Any

import pytest

Facts = dict[str, Any]
SCENARIOS = ("banners", "theme")


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_scenario_ran_to_its_end_without_an_error(seen: Facts, name: str) -> None:
    assert "failed" not in seen[name], seen[name]["failed"]
    assert seen[name]["faults"] == []


def test_banners_turn_amber_then_red_while_the_page_stays_open(seen: Facts) -> None:
    banners = seen["banners"]
    assert banners["fresh"] == []
    assert banners["half"] == [["banner stale", "Dữ liệu có thể đã cũ: số liệu đến 17/09/2021 18:00 (18 giờ trước)."]]
    assert banners["stale"] == [["banner stale", "Dữ liệu có thể đã cũ: số liệu đến 17/09/2021 18:00 (20 giờ trước)."]]
    assert banners["expired"] == [
        ["banner expired", "DỮ LIỆU ĐÃ CŨ, không dùng để quyết định: bản công bố hết hạn lúc 19/09/2021 06:00 (2 giờ trước)."]
    ]
    assert banners["exercise"] == [["banner exercise", "DỮ LIỆU DIỄN TẬP – không phải tình hình thật"]]


def test_the_theme_follows_the_device_until_the_reader_chooses_and_the_choice_is_kept(seen: Facts) -> None:
    theme = seen["theme"]
    assert theme["dark"] == "rgb(20, 33, 42)"
    assert theme["light"] == theme["kept"] == "rgb(255, 255, 255)"
