"""The gate in Processing: a layer of what stands against a release, and a reason that takes the warnings of the list that was seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ncovy_qgis.processing.provider import NcovyProvider
from tests.processing.test_algorithms import run
from tests.processing.test_signing import provider, publication, refusal
from tests.server import Database

__all__ = ["provider", "publication"]
NOTE = "UPDATE ncovy_public.{} SET note_public = 'BN 1234'"


def test_a_preview_lists_what_blocks_and_a_reason_takes_that_list_alone(publication: dict[str, Any], provider: NcovyProvider, database: Database) -> None:
    database.run(NOTE.format("pharmacy"))
    assert "0 lỗi phải sửa, 2 cảnh báo" in refusal("publish", publication)
    results, lines = run("preview", {**publication, "FINDINGS": "memory:"})
    assert (results["ERRORS"], results["WARNINGS"]) == (0, 2) and len(results["DIGEST"]) == 16
    assert sum("Hiệu thuốc – Hiệu thuốc số" in line and "Ghi chú công khai" in line and "chấp nhận kèm lý do" in line for line in lines) == 2
    database.run(NOTE.format("testing_site"))
    accepted = {**publication, "ACCEPT": "Mã của khoa", "SEEN": results["DIGEST"]}
    assert "Danh sách đã khác" in refusal("publish", accepted)
    assert not (Path(publication["SITE"]) / "release.json").exists()
    made, _ = run("publish", {**accepted, "SEEN": run("preview", publication)[0]["DIGEST"]})
    assert (made["MADE"], made["ACCEPTED"]) == (True, 4)
