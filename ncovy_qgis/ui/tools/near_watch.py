"""Near-duplicates while entering: what was added, moved or named is compared with the database and with what is not saved yet.

Asked in a thread, told in a message bar; nothing is ever held up.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsGeometry, QgsMapLayer, QgsVectorLayer, QgsWkbTypes
from qgis.gui import QgsAttributeForm
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QWidget

from ...core.catalogue import Layer
from ...db.connection import connect
from ...db.near import Alike, Asked, alike
from ...gis.compat import the_project
from ...gis.layers import stem_of
from ...gis.source import Source, source_of
from ...gis.tools.unsaved import Pending, Unsaved, asked_of, pending
from ...gis.values import to_python
from ..background import Question
from ..focus import Focus
from ..form_of import form_of
from ..timers import later
from .near_warning import Shown, warn

if TYPE_CHECKING:
    from ..session import Session

QUIET_MS = 300  # after the last change to the buffer: a paste is asked about once
PATIENCE_MS = 250  # after the last letter
TYPED = -(2**31)  # the key of what is typed in a form


@dataclass(frozen=True)
class Enquiry:
    """One layer's questions, with what is not saved yet around them."""

    layer_id: str
    schema: Layer
    asked: tuple[Asked, ...]
    unsaved: tuple[Alike, ...]
    pending: tuple[Pending, ...]
    form: int = 0  # of NearWatch._forms, when it is typed in one


def look_up(source: Source, enquiry: Enquiry) -> tuple[Enquiry, tuple[Alike, ...]]:
    """Ask the database. Touches no QGIS: for a thread."""
    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection:
        return enquiry, alike(connection, enquiry.schema, enquiry.asked)


class NearWatch(QObject):
    """Listens to the catalogue layers and to the forms of features."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self._project = session, the_project()
        self._closed = False
        self._shown: Optional[Shown] = None
        self._later = later(self, QUIET_MS, self._prepare)
        self._forms: dict[int, QgsAttributeForm] = {}
        self._links: dict[str, tuple[tuple[Any, Any], ...]] = {}
        self._touched: dict[str, set[int]] = {}  # layer id → features to ask about
        self._told: set[tuple[str, int, str]] = set()
        self._questions: dict[str, Question] = {}
        self._project.layersAdded.connect(self._watch)
        self._focus = Focus(self._focused)
        self._watch(list(self._project.mapLayers().values()))

    def close(self) -> None:
        """Stop listening; a second time does nothing."""
        if self._closed:
            return
        self._closed = True
        self._project.layersAdded.disconnect(self._watch)
        self._focus.close()
        for links in self._links.values():
            for signal, slot in links:
                signal.disconnect(slot)
        self._later.stop()
        for question in self._questions.values():
            question.drop()
        self._links.clear()

    # --- what happens -----------------------------------------------------------------------------------------------

    def _watch(self, layers: Sequence[QgsMapLayer]) -> None:
        for layer in layers:
            stem = stem_of(layer) if isinstance(layer, QgsVectorLayer) else None
            if stem is None or not self._session.catalogue.has(stem) or layer.id() in self._links:
                continue
            key = layer.id()
            self._links[key] = (
                (layer.featureAdded, partial(self._touch, key)),
                (layer.geometryChanged, partial(self._touch, key)),
                (layer.attributeValueChanged, partial(self._changed, key)),
                (layer.editingStopped, partial(self._ended, key)),
                (layer.willBeDeleted, partial(self._forget, key)),
            )
            for signal, slot in self._links[key]:
                signal.connect(slot)

    def _forget(self, key: str) -> None:
        for known in (self._links, self._touched):
            known.pop(key, None)
        for each in (key, _typed_in(key)):
            question = self._questions.pop(each, None)
            if question is not None:
                question.drop()
                question.deleteLater()

    def _ended(self, key: str) -> None:
        self._touched.pop(key, None)
        self._told = {told for told in self._told if told[0] != key}

    def _changed(self, key: str, fid: int, index: int, *_: Any) -> None:
        layer = self._project.mapLayer(key)
        if layer is not None and index == layer.fields().indexOf("name"):
            self._touch(key, fid)

    def _touch(self, key: str, fid: int, *_: Any) -> None:
        layer = self._project.mapLayer(key)
        if layer is None or not layer.isEditable():
            return
        self._touched.setdefault(key, set()).add(fid)
        self._later.start()

    def _focused(self, now: Optional[QWidget]) -> None:
        form = form_of(now)
        if form is None or form.layer() is None or form.layer().id() not in self._links:
            return
        key = sip.unwrapinstance(form)  # PyQt does not notice the end of a form that QGIS made: its signal tells
        if key not in self._forms:
            self._forms[key] = form
            form.destroyed.connect(lambda *_: self._forms.pop(key, None))
            form.widgetValueChanged.connect(partial(self._typed, key))

    def _typed(self, key: int, attribute: str, value: Any, *_: Any) -> None:
        """A name is typed: asked with the place the form's feature has."""
        form = self._forms.get(key)
        layer = form.layer() if form is not None and attribute == "name" and not self._closed else None
        readings = self._session.edits.readings(layer) if layer is not None else None
        if form is None or layer is None or readings is None:
            return
        feature, multi = form.feature(), _is_multi(layer)
        uid = to_python(feature["uid"]) if feature.fields().indexOf("uid") >= 0 else None
        asked = asked_of(TYPED, _plain_uid(uid), value, feature.geometry(), multi)
        others = pending(layer, readings)
        commune = to_python(feature["commune_code"])
        unsaved = Unsaved(layer, others).alike(asked, commune, feature.geometry()) if not feature.geometry().isEmpty() else ()
        self._ask(Enquiry(layer.id(), self._session.catalogue.layer(str(stem_of(layer))), (asked,), unsaved, others, key), layer)

    # --- asking -----------------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        """Ask about what was touched, layer by layer, once it has become quiet."""
        for key in list(self._touched):
            layer = self._project.mapLayer(key)
            if layer is not None and layer.isEditable():
                self._enquire(layer)

    def _enquire(self, layer: QgsVectorLayer) -> None:
        """The questions about all features touched so far, read from the buffer."""
        readings = self._session.edits.readings(layer)
        if readings is None:
            return
        others = pending(layer, readings)
        wanted = self._touched.get(layer.id(), set())
        mine = [each for each in others if each.fid in wanted and not each.gone]
        asked = [asked_of(each.fid, _plain_uid(each.uid), each.name, each.shape or QgsGeometry(), _is_multi(layer)) for each in mine]
        known = Unsaved(layer, others)
        unsaved = [
            found
            for each, question in zip(mine, asked)
            if each.shape is not None and not each.shape.isEmpty()
            for found in known.alike(question, each.commune, each.shape)
        ]
        schema = self._session.catalogue.layer(str(stem_of(layer)))
        self._ask(Enquiry(layer.id(), schema, tuple(asked), tuple(unsaved), others), layer)

    def _ask(self, enquiry: Enquiry, layer: QgsVectorLayer) -> None:
        source = source_of(layer)
        self._question(_typed_in(enquiry.layer_id) if enquiry.form else enquiry.layer_id).ask(lambda: look_up(source, enquiry))

    def _question(self, key: str) -> Question:
        if key not in self._questions:
            made = Question(self, PATIENCE_MS)
            made.answered.connect(self._answered)
            self._questions[key] = made
        return self._questions[key]

    def _answered(self, answer: Any) -> None:
        """Tell of the first look-alike of each feature that was not told of before."""
        enquiry, stored = answer
        layer = self._project.mapLayer(enquiry.layer_id)
        if layer is None:
            return
        if not enquiry.form and not self._later.isActive():  # else something was touched since it was asked
            self._touched.pop(enquiry.layer_id, None)
        known = [found for found in stored if not any(each.supersedes(found) for each in enquiry.pending)]
        marks = {found: (enquiry.layer_id, enquiry.form or found.key, found.uid) for found in (*enquiry.unsaved, *known)}
        fresh = [found for found, mark in marks.items() if mark not in self._told]
        self._told |= set(marks.values())
        if fresh:
            if self._shown is not None:
                self._shown.take_back()
            self._shown = warn(self._session, layer, fresh, self._forms.get(enquiry.form))


def _typed_in(layer_id: str) -> str:
    """The key of the question about what is typed in a form: it does not take the place of the one about the buffer."""
    return f"{layer_id} typed"


def _is_multi(layer: QgsVectorLayer) -> bool:
    return bool(QgsWkbTypes.isMultiType(layer.wkbType()))


def _plain_uid(uid: Any) -> str:
    """A uid, or nothing when it is the server's default clause."""
    return str(uid) if uid and len(str(uid)) == 36 else ""
