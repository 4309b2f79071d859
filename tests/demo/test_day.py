"""The day of a province, lived twice on a real database with a real QGIS; and that a step that fails is not told as done."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db import queue, threads
from ncovy_qgis.db.changes import Update, save
from ncovy_qgis.demo import run
from ncovy_qgis.demo.day import MARK, SUPERMARKET, Day, DayFailed, must, tell_release
from ncovy_qgis.demo.evening import COMMENT, DOUBTED, REPORTS, WRONG
from ncovy_qgis.demo.persons import Desk, desk
from ncovy_qgis.publish.release import ReleaseResult
from ncovy_qgis.publish.verify import verify

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

    from tests.server import Database

pytestmark = pytest.mark.usefixtures("qgis_app")


@dataclass(frozen=True)
class Lived:
    admin: Connection
    site: Path
    first: list[str]
    second: list[str]


@pytest.fixture(scope="module")
def lived(module_database: Database, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory, qgis_app: Any) -> Iterator[Lived]:
    site = tmp_path_factory.mktemp("demo") / "site"
    with closing(module_database.admin()) as admin:
        stories: list[list[str]] = [[], []]
        for story in stories:
            run(admin, site, catalogue, say=story.append)
        yield Lived(admin, site, *stories)


def ask(connection: Connection, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        found = cursor.fetchall()
    connection.rollback()
    return list(found)


def test_the_story_is_told_in_about_a_dozen_lines(lived: Lived) -> None:
    assert 10 <= len(lived.first) <= 14
    assert 10 <= len(lived.second) <= 13


@pytest.mark.parametrize(
    "words",
    [
        "417 đối tượng mẫu (417 nhập mới)",
        "Lan mở QGIS: 10 lớp, 417 đối tượng",
        "lưu một lần: máy chủ xác nhận đủ 4",
        "lan đã sửa đối tượng này",
        "«Điện thoại» phải có dạng",
        "Hoa (Quỳnh Lưu) sửa một đối tượng của Vinh: bị từ chối",
        "Tuấn duyệt 3, trả lại 1",
        "phát hành lần 1",
        "phát hành lần 2",
        "lần 3: không có gì thay đổi",
        "gửi duyệt 6 báo cáo muộn; Tuấn hỏi lại 1, trả lại 1",
    ],
)
def test_each_step_is_told_with_its_figures(lived: Lived, words: str) -> None:
    assert [line for line in lived.first if words in line], lived.first


def test_the_second_day_reuses_the_sample_and_takes_away_what_the_first_added(lived: Lived) -> None:
    assert "417 đối tượng mẫu (0 nhập mới)" in lived.second[0]
    assert [line for line in lived.second if "gỡ 3 đối tượng của buổi trước" in line]
    rows = ask(
        lived.admin, "SELECT removed, review_state, count(*) FROM ncovy_app.feature WHERE right(name, %s) = %s GROUP BY 1, 2 ORDER BY 1", len(MARK), MARK
    )
    assert rows == [(False, "approved", 3), (True, "approved", 3)]


def test_the_history_shows_who_did_what(lived: Lived) -> None:
    uid = ask(lived.admin, "SELECT uid FROM ncovy_app.feature WHERE (layer, name) = (%s, %s)", *SUPERMARKET)[0][0]
    versions = ask(lived.admin, "SELECT row_version, session_user_name FROM ncovy.version WHERE uid = %s ORDER BY seq", uid)
    assert versions == [(1, "lan"), (2, "lan"), (3, "lan")]  # neither Minh's stale edit nor the wrong telephone number
    assert ask(lived.admin, "SELECT count(*) FROM ncovy.version WHERE session_user_name IN ('minh', 'vy', 'phuc')") == [(0,)]
    returned = ask(lived.admin, "SELECT DISTINCT by, reason FROM ncovy.decision WHERE verdict = 'return'")
    assert set(returned) == {("tuan", "Giờ lấy mẫu chưa đúng thông báo của phường."), ("tuan", WRONG[2])}


def test_qgis_saved_four_rows_in_one_transaction(lived: Lived) -> None:
    sizes = ask(lived.admin, "SELECT count(*) FROM ncovy.version WHERE application = 'ncovy qgis' GROUP BY xid ORDER BY min(seq)")
    assert sizes == [(4,), (1,), (6,), (3,), (4,), (1,)]  # day one: edits, mending, evening; day two: clearing, edits, mending


def test_the_site_is_whole_and_holds_what_was_approved(lived: Lived) -> None:
    assert verify(lived.site) == ()
    market = read(lived.site, "essential_service")[SUPERMARKET[1]]
    assert market["opening_hours"] == "Mo-Su 08:00-20:00"  # changed on day one, changed back on day two
    added = [name for name in read(lived.site, "testing_site") if name.endswith(MARK)]
    assert len(added) == 1
    assert read(lived.site, "testing_site")[added[0]]["opening_hours"] == "Mo-Su 06:30-10:30"


def test_four_releases_were_made_not_six(lived: Lived) -> None:
    assert len(list((lived.site / "releases").iterdir())) == 4
    assert ask(lived.admin, "SELECT count(*) FROM ncovy.release WHERE by = 'phuc'") == [(4,)]


def test_whoever_opens_the_desk_afterwards_finds_something_to_decide(day: Day) -> None:
    with day.desk.connect("tuan") as connection:
        items = queue.waiting(connection)
        assert {(item.layer, item.name) for item in items} == {(each.layer, each.name) for each in REPORTS} - {WRONG[:2]}
        assert {item.comment for item in items} == {COMMENT}
        [doubted] = [item for item in items if (item.layer, item.name) == DOUBTED[:2]]
        assert threads.thread(connection, doubted.layer, doubted.uid)[-1].reason == DOUBTED[2]
    with day.desk.connect("lan") as connection:
        assert {(each.layer, each.name) for each in threads.inbox(connection)} == {DOUBTED[:2], WRONG[:2]}


def test_what_still_waits_from_another_evening_is_left_as_it_is(lived: Lived) -> None:
    assert not [line for line in lived.second if "báo cáo muộn" in line]


def read(site: Path, layer: str) -> dict[str, dict[str, Any]]:
    content = json.loads((site / "latest" / "data" / f"{layer}.geojson").read_text(encoding="utf-8"))
    return {feature["properties"]["name"]: feature["properties"] for feature in content["features"]}


def test_nothing_internal_reached_the_site(lived: Lived) -> None:
    for path in (lived.site / "latest" / "data").glob("*.geojson"):
        text = path.read_text(encoding="utf-8")
        assert "Bản ghi hư cấu" not in text
        assert "note_internal" not in text
        assert "warning_reason" not in text


@pytest.fixture
def day(lived: Lived, catalogue: Catalogue, tmp_path: Path) -> Iterator[Day]:
    with desk(lived.admin) as everybody:
        yield Day(lived.admin, everybody, catalogue, tmp_path / "site", print)


def test_a_day_that_finds_something_else_than_it_says_fails(day: Day) -> None:
    with pytest.raises(DayFailed, match="0 times"):
        day.item("pharmacy", "Nhà thuốc không có")
    with pytest.raises(DayFailed, match="chưa làm"):
        must([], "chưa làm")


def test_a_release_that_is_not_in_the_site_is_not_told(day: Day) -> None:
    result = ReleaseResult("x", True, {}, day.site / "nowhere", {})
    for wrong in (result, replace(result, made=False)):
        with pytest.raises(DayFailed):
            tell_release(day, "thử", wrong, made=True)


def test_a_half_done_day_does_not_stop_the_next(day: Day, lived: Lived, catalogue: Catalogue, tmp_path: Path) -> None:
    """Lan's change of yesterday was never submitted: the day takes it along."""
    market = day.item(*SUPERMARKET)
    with day.desk.connect("lan") as connection:
        change = Update(market.layer, market.uid, market.row_version, {"goods": "Gạo, mì, rau"})
        save(connection, [change], client_uid=uuid4(), comment="", catalogue=catalogue)
    story: list[str] = []
    run(lived.admin, tmp_path / "site", catalogue, say=story.append)
    assert "không có gì thay đổi" in story[-1]
    assert read(tmp_path / "site", "essential_service")[SUPERMARKET[1]]["goods"] == "Gạo, mì, rau"


def test_services_last_as_long_as_the_day(lived: Lived, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGSERVICEFILE", "/before")
    with desk(lived.admin) as everybody:
        assert isinstance(everybody, Desk)
        file = Path(os.environ["PGSERVICEFILE"])
        assert f"[{everybody.service('lan')}]" in file.read_text(encoding="utf-8")
    assert os.environ["PGSERVICEFILE"] == "/before"
    assert not file.exists()
