"""Layers people mix up: every combination of answers proposes exactly one layer of the pair, with its reason."""

from __future__ import annotations

from itertools import product

import pytest

from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.core.lookalikes import HEALTH, LOCKDOWNS, PAIRS, POSTS, Pair, pair_of

ANSWERS = tuple(product((True, False), repeat=2))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_every_combination_of_answers_proposes_exactly_one_layer_of_the_pair(pair: Pair) -> None:
    assert set(pair.answers) == set(ANSWERS)
    proposed = [pair.propose(*answers) for answers in ANSWERS]
    assert {each.layer for each in proposed} == set(pair.layers)  # and both layers can be reached
    assert all(each.why.vi and each.why.en for each in proposed)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_both_questions_matter(pair: Pair) -> None:
    for place in (0, 1):
        flipped = [(answers, tuple(not each if at == place else each for at, each in enumerate(answers))) for answers in ANSWERS]
        assert any(pair.answers[one] != pair.answers[other] for one, other in flipped)


@pytest.mark.parametrize(("pair", "answers", "layer"), [
    (POSTS, (True, True), "control_checkpoint"),  # passes after a check
    (POSTS, (True, False), "road_block"),  # nobody is there to check
    (POSTS, (False, True), "road_block"),
    (LOCKDOWNS, (True, True), "lockdown_zone"),  # a described boundary decides
    (LOCKDOWNS, (False, True), "lockdown_point"),
    (LOCKDOWNS, (False, False), "lockdown_zone"),
    (HEALTH, (True, False), "covid_treatment_facility"),
    (HEALTH, (True, True), "medical_facility"),  # the Covid part is a second feature
    (HEALTH, (False, False), "medical_facility"),
])  # fmt: skip
def test_the_rule_of_the_domain_is_kept(pair: Pair, answers: tuple[bool, bool], layer: str) -> None:
    assert pair.propose(*answers).layer == layer


def test_pairs_are_of_the_catalogue_and_no_layer_is_in_two() -> None:
    catalogue = load_catalogue()
    stems = [stem for pair in PAIRS for stem in pair.layers]
    assert all(catalogue.has(stem) for stem in stems)
    assert len(stems) == len(set(stems)) == 6
    for layer in catalogue.layers:
        pair = pair_of(layer.name)
        assert (pair is not None) == (layer.name in stems)
        assert pair is None or layer.name in pair.layers


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_texts_are_questions_a_window_has_room_for(pair: Pair) -> None:
    for question in (pair.title, *pair.questions):
        assert question.vi.endswith("?") and question.en.endswith("?")
        assert len(question.vi) < 110
    assert all(len(each.why.vi) < 130 for each in pair.answers.values())
