"""What releases tell of themselves over two days: the feed, the summaries, the dictionary. One chain of releases, published into two sites."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import rollback, verify
from ncovy_qgis.publish.changes import Change
from ncovy_qgis.publish.feed import ITEMS, build
from tests.publish.world import AS_OF, files, plain_style, release, store_style, uid
from tests.server import Database, copy_of

NEXT_DAY = AS_OF + timedelta(hours=8)


@dataclass(frozen=True)
class Chain:
    """Releases in the order made; the other site got the first two of them, and `early` is what this one held then."""

    site: Path
    other: Path
    early: dict[str, bytes]
    ids: tuple[str, ...]

    def text(self, number: int, name: str) -> str:
        return (self.site / "releases" / self.ids[number] / name).read_text("utf-8")

    def feed(self, number: int) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.text(number, "feed.json"))
        return found


@pytest.fixture(scope="module")
def chain(light_template: Database, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Chain:
    """First, a change the same evening; the next day one that leaves, one lifted, and a new look."""
    folder = tmp_path_factory.mktemp("chain")
    point = catalogue.layer("lockdown_point")
    made: list[str] = []
    with copy_of(light_template) as own:

        def publish(as_of: datetime, *sites: str) -> None:
            ids = {release(own, folder / name, catalogue, as_of=as_of, keep=2).id for name in sites}
            made.extend(ids)
            assert len(set(made)) == len(made) and len(ids) == 1

        publish(AS_OF, "one", "other")
        own.run("UPDATE ncovy_public.pharmacy SET phone = '02383844528' WHERE uid = %s", (uid(catalogue.layer("pharmacy"), 3),))
        publish(AS_OF + timedelta(hours=1), "one", "other")
        early = files(folder / "one")
        own.run("DELETE FROM ncovy_public.lockdown_point WHERE uid = %s", (uid(point, 0),))
        publish(NEXT_DAY, "one")
        change = "UPDATE ncovy_public.lockdown_point SET status = 'lifted', active_to = %s, lift_decision_no = '3100/QĐ-UBND' WHERE uid = %s"
        own.run(change, (AS_OF, uid(point, 1)))
        publish(NEXT_DAY + timedelta(hours=1), "one")
        store_style(own, {**plain_style(catalogue), "sprite.json": b'{"new": {}}'})
        publish(NEXT_DAY + timedelta(hours=2), "one")
    return Chain(folder / "one", folder / "other", early, tuple(made))


def test_the_same_chain_gives_the_same_bytes(chain: Chain) -> None:
    assert chain.early == files(chain.other)
    assert verify(chain.site, now=NEXT_DAY) == ()


def test_the_feed_has_one_item_for_each_release_that_changed_something_newest_first(chain: Chain) -> None:
    items = chain.feed(4)["items"]
    assert [item["id"] for item in items] == [chain.ids[3], chain.ids[2], chain.ids[1], chain.ids[0]], "the last one changed the look alone"
    assert [item["title"] for item in items] == ["1 dỡ bỏ", "1 không còn hiển thị", "1 thay đổi", "Bản công bố đầu tiên: 120 đối tượng"]
    assert items[0]["date_published"] == (NEXT_DAY + timedelta(hours=1)).isoformat()
    assert chain.feed(4)["_ncovy"] == {"release": chain.ids[4], "day_before": chain.ids[1], "exercise": False}


def test_an_item_never_changes_once_it_was_told(chain: Chain) -> None:
    assert chain.feed(4)["items"] == chain.feed(3)["items"]
    assert chain.feed(3)["items"][-2:] == chain.feed(1)["items"]


def test_an_item_tells_what_happened_where_for_readers_and_for_machines(chain: Chain) -> None:
    item = chain.feed(3)["items"][0]
    assert item["content_text"] == "Phường Lê Lợi, Thành phố Vinh:\n- Dỡ bỏ: Điểm phong tỏa: Điểm phong tỏa số 1, văn bản số 3100/QĐ-UBND (khác: " + (
        "Tình trạng; Kết thúc; Số QĐ kết thúc)"
    )
    ours = item["_ncovy"]
    assert ours["changes"] == {"opened": 0, "changed": 0, "lifted": 1, "withdrawn": 0}
    assert {name: kinds for name, kinds in ours["layers"].items() if kinds} == {"lockdown_point": {"lifted": 1}}
    (commune,) = ours["communes"]
    assert (commune["commune_name"], commune["changes"]) == ("Phường Lê Lợi", {"lifted": 1})
    assert item["tags"] == ["Điểm phong tỏa"]


def test_what_the_newest_items_refer_to_is_there(chain: Chain) -> None:
    for item in json.loads((chain.site / "latest" / "feed.json").read_bytes())["items"][:1]:
        for address in (item["url"], item["attachments"][0]["url"]):
            assert (chain.site / "latest" / address).resolve().is_file()


def test_the_feed_is_a_json_feed(chain: Chain) -> None:
    """The rules of version 1.1 that hold for what is used of it."""
    told = chain.feed(4)
    assert told["version"] == "https://jsonfeed.org/version/1.1" and told["title"] and told["language"] == "vi"
    for item in told["items"]:
        assert isinstance(item["id"], str) and item["id"]
        assert item["content_text"] and datetime.fromisoformat(item["date_published"]).tzinfo
        assert all(attachment["url"] and "/" in attachment["mime_type"] for attachment in item["attachments"])
        assert not {key for key in item if not key.startswith("_")} - {"id", "url", "title", "content_text", "date_published", "tags", "attachments"}


def test_the_summary_is_told_against_the_release_before_and_that_of_the_day_against_the_evening(chain: Chain) -> None:
    summary, daily = chain.text(3, "summary.md"), chain.text(3, "daily.md")
    assert f"So với bản {chain.ids[2]}: 0 mở mới, 0 thay đổi, 1 dỡ bỏ, 0 không còn hiển thị." in summary
    assert daily.startswith("# Bản đồ Covid-19: ngày 18/09/2021, đến 03:00\n")
    assert f"So với bản {chain.ids[1]}: 0 mở mới, 0 thay đổi, 1 dỡ bỏ, 1 không còn hiển thị." in daily
    assert "Điểm phong tỏa số 0" in daily and "Điểm phong tỏa số 0" not in summary
    assert "Ngày công bố đầu tiên" in chain.text(1, "daily.md")


def test_the_release_of_the_evening_is_kept_as_long_as_the_day_needs_it(chain: Chain) -> None:
    kept = {path.name for path in (chain.site / "releases").iterdir()}
    assert kept == {chain.ids[1], chain.ids[3], chain.ids[4]}, "two are kept, and the last one of the day before"


def test_a_feed_holds_no_more_items_than_releases_are_kept(catalogue: Catalogue) -> None:
    one = Change("opened", "pharmacy", {"id": "1", "geometry": None, "properties": {"name": "A"}}, ())
    told: dict[str, Any] = {}
    for number in range(ITEMS + 5):
        told = build(catalogue, f"2021-09-17-{number:012x}", AS_OF, {}, (one,), told or None, day_before=None, exercise=True)
    assert [item["id"][-2:] for item in told["items"]] == [f"{number:02x}" for number in range(ITEMS + 4, 4, -1)]
    assert told["items"][0]["title"] == "Diễn tập – 1 mở mới"
    assert told["items"][0]["content_text"].startswith("Dữ liệu diễn tập")


def test_the_dictionary_tells_public_fields_alone_and_since_when(chain: Chain, catalogue: Catalogue) -> None:
    with (chain.site / "latest" / "dictionary.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = [(layer.name, name) for layer in catalogue.layers for name in ("id", *(f.name for f in layer.public_fields), "commune_name", "district_name")]
    assert [(row["layer"], row["field"]) for row in rows] == expected
    assert {row["since"] for row in rows} == {"2021-09-17"}, "not the day of this release"
    assert all(row["label_vi"] and row["label_en"] and row["type"] for row in rows)
    area = next(row for row in rows if (row["layer"], row["field"]) == ("lockdown_zone", "area_ha"))
    assert (area["unit"], area["type"], area["label_vi"]) == ("ha", "number", "Diện tích (ha)")


def test_the_values_of_lists_are_told_with_labels_and_colours(chain: Chain) -> None:
    with (chain.site / "latest" / "dictionary-values.csv").open(encoding="utf-8-sig", newline="") as file:
        values = {(row["list"], row["code"]): row for row in csv.DictReader(file)}
    assert values["lifecycle_status", "active"] == {
        "list": "lifecycle_status", "code": "active", "label_vi": "Đang áp dụng", "label_en": "Active", "colour": "#D32F2F",
    }  # fmt: skip
    page = chain.text(4, "dictionary.md")
    assert "| `active` | Đang áp dụng | Active | #D32F2F |" in page
    assert "[lifecycle_status](#lifecycle_status)" in page


def test_going_back_takes_the_items_of_later_releases_out_of_the_feed(chain: Chain) -> None:
    """Last of this file: it moves the site."""
    rollback(chain.site, chain.ids[3])
    told = json.loads((chain.site / "latest" / "feed.json").read_bytes())
    assert told["_ncovy"]["release"] == chain.ids[3]
    assert verify(chain.site, now=NEXT_DAY) == ()
