"""Questions asked beside the windows: the last one counts, an error is an answer too, and whoever asked may go away."""

from __future__ import annotations

import threading
import time
import weakref
from typing import Any

from qgis.PyQt.QtCore import QObject

from ncovy_qgis.ui.background import Question
from ncovy_qgis.ui.validation.work import Work
from tests.server import Database


def test_only_the_last_question_is_asked_and_answered(qtbot: Any) -> None:
    owner, heard, asked = QObject(), [], []
    question = Question(owner, 30)
    question.answered.connect(heard.append)
    for number in range(5):
        question.ask(lambda number=number: asked.append(number) or number)
    qtbot.waitUntil(lambda: heard == [4], timeout=2000)
    assert asked == [4]


def test_an_answer_that_comes_after_another_question_is_not_heard(qtbot: Any) -> None:
    owner, heard = QObject(), []
    question = Question(owner, 0)
    question.answered.connect(heard.append)
    question.ask(lambda: time.sleep(0.3) or "late")
    qtbot.wait(100)
    question.ask(lambda: "second")
    qtbot.wait(600)
    assert heard == ["second"]


def test_what_is_raised_is_told(qtbot: Any) -> None:
    owner, failed = QObject(), []
    question = Question(owner, 0)
    question.failed.connect(failed.append)
    question.ask(lambda: 1 // 0)
    qtbot.waitUntil(lambda: len(failed) == 1, timeout=2000)
    assert isinstance(failed[0], ZeroDivisionError)


def test_who_asked_may_be_deleted_while_the_thread_runs(qtbot: Any) -> None:
    owner, heard = QObject(), []
    question = Question(owner, 0)
    question.answered.connect(heard.append)
    question.ask(lambda: time.sleep(0.3))
    qtbot.wait(100)
    owner.deleteLater()
    qtbot.wait(600)
    assert heard == []


def test_a_dropped_question_is_never_run(qtbot: Any) -> None:
    owner, asked = QObject(), []
    question = Question(owner, 50)
    question.ask(lambda: asked.append(1))
    question.drop()
    qtbot.wait(200)
    assert asked == []


def test_work_that_nobody_waits_for_is_not_deleted_by_its_thread(database: Database, qtbot: Any) -> None:
    go_on, deleted_by = threading.Event(), list[str]()
    work = Work(database.dsn("lan"), lambda connection, progress: go_on.wait(5))
    weakref.finalize(work, lambda: deleted_by.append(threading.current_thread().name))
    thread = work._thread
    work.start()
    del work
    go_on.set()
    thread.join(5)
    Work(database.dsn("lan"), lambda connection, progress: None).start()  # the next one lets go of it
    qtbot.waitUntil(lambda: bool(deleted_by), timeout=2000)
    assert deleted_by == [threading.main_thread().name]
