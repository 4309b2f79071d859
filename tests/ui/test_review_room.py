"""The desk on small screens: what is seldom asked for folds away, what can be decided stays in sight."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from qgis.core import QgsSettings
from qgis.PyQt.QtWidgets import QWidget

from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.ui.review.filters import FOLDED, MORE, Filters
from ncovy_qgis.ui.review.rows import UNVERIFIED, Wanted
from ncovy_qgis.ui.review_change.bar import APPROVE, ASK, NEXT, SKIP, DecisionBar, _texts


@pytest.fixture
def filters(qtbot: Any) -> Iterator[Filters]:
    QgsSettings().remove(MORE)
    window = QWidget()
    qtbot.addWidget(window)
    made = Filters(window, load_catalogue())
    window.resize(440, 300)
    window.show()
    yield made
    QgsSettings().remove(MORE)


def folded(filters: Filters) -> list[QWidget]:
    return [filters.place if name == "place" else filters._boxes[name] for name in FOLDED]


def test_seldom_used_filters_are_put_away_until_they_are_asked_for(filters: Filters) -> None:
    assert not any(box.isVisible() for box in folded(filters))
    assert filters.mine.isVisible() and filters.search.isVisible()
    filters.more.click()
    assert all(box.isVisible() for box in folded(filters))


def test_whoever_unfolds_them_finds_them_unfolded_next_time(filters: Filters, qtbot: Any) -> None:
    filters.more.click()
    again = Filters(filters.parentWidget(), load_catalogue())
    assert again.more.isChecked()


def test_a_filter_that_is_put_away_still_says_that_it_is_at_work(filters: Filters) -> None:
    assert filters.more.text() == "Lọc thêm"
    filters.narrow(layer="pharmacy", age=4)
    assert filters.more.text() == "Lọc thêm (2)" and filters.more.font().bold()
    filters.narrow(queue=UNVERIFIED)
    assert filters.more.text() == "Lọc thêm (1)", "nobody asks of this queue how long it has waited"
    filters.show_wanted(Wanted())
    assert filters.more.text() == "Lọc thêm" and not filters.more.font().bold()


def test_all_buttons_are_in_sight_in_half_the_width(qtbot: Any) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    bar = DecisionBar(window, dict.fromkeys(_texts(), lambda: None))
    window.show()
    for width, lines in ((900, 1), (bar.minimumSizeHint().width(), 2), (900, 1)):
        bar.resize(width, 80)
        bar.show()
        qtbot.waitUntil(lambda lines=lines: len({top(bar, name) for name in (APPROVE, ASK, SKIP, NEXT)}) == lines)
        for button in bar.buttons.values():
            assert bar.rect().contains(button.geometry().translated(button.parentWidget().pos()))


def top(bar: DecisionBar, name: str) -> int:
    return int(bar.buttons[name].mapTo(bar, bar.buttons[name].rect().topLeft()).y())
