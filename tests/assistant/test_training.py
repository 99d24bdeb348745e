"""What training learns from look-ups, and what it must never unlearn."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.lookup.candidates import match_weights
from assistant.lookup.choice import limits
from assistant.lookup.evidence import Evidence
from assistant.lookup.trust import Cost
from benchmarks.training import files, rank, trust
from benchmarks.training.choice import threshold_of
from benchmarks.training.examples import Example, scored_anew, without_answer
from benchmarks.training.trust import Trust, chances, judged
from tests.assistant.library_of import figure
from tests.assistant.test_choice import evidence, finding

NAMES = ("name", "dense")
RIGHT = finding(figure(), 5.0, name=0.2, dense=0.9)
WRONG = finding(figure("3.00万元", "差旅费"), 6.0, name=0.9, dense=0.1)


def example(found: Evidence, *right: bool) -> Example:
    """Return a look-up of which is known what is right."""
    return Example("公务接待费是多少", "figure lookup", found, right, any(right))


def learnt(hold: float) -> list[float]:
    """Return what the two weights become when the wrong number has the better name."""
    lists = rank.lists_of([example(evidence(WRONG, RIGHT), False, True)], NAMES)
    return rank.learnt(lists, np.ones(2), np.ones(2), hold).tolist()


def test_weights_move_towards_what_tells_right_from_wrong() -> None:
    """A feature that the right number has more of gains weight, the other one loses."""
    name, dense = learnt(0.1)

    assert name < 1 < dense


def test_a_weight_keeps_the_sign_of_its_meaning() -> None:
    """However wrong the examples find it, more of a good feature never counts against a number."""
    assert min(learnt(0.001)) >= 0


def test_weights_that_are_held_stay() -> None:
    """The firmer the hold, the less the examples move a weight."""
    assert abs(learnt(10.0)[1] - 1) < abs(learnt(0.1)[1] - 1)


def test_the_gradient_is_that_of_the_loss() -> None:
    """A small step changes the loss as the gradient says."""
    lists = rank.lists_of([example(evidence(WRONG, RIGHT), False, True)], NAMES)
    at, step = np.array([1.3, 0.7]), np.array([1e-6, 0.0])
    loss, gradient = rank.loss(lists, at)

    slope = (rank.loss(lists, at + step)[0] - loss) / 1e-6
    assert slope == pytest.approx(gradient[0], rel=1e-3)


def test_a_library_without_the_answer_has_only_wrong_ones() -> None:
    """The right number and what is called like it go, the rest stays and is wrong."""
    twin = finding(figure("2.10万元", "公务接待费"))
    left = without_answer(example(evidence(RIGHT, twin, WRONG), True, False, False))

    assert left is not None
    assert left.evidence.findings == (WRONG,)
    assert left.right == (False,)
    assert not left.answerable


def test_new_scores_give_a_new_order() -> None:
    """The best number comes first, and what is right stays with its number."""
    anew = scored_anew(example(evidence(WRONG, RIGHT), False, True), [1.0, 2.0])

    assert anew.right == (True, False)
    assert anew.evidence.findings[0].figure is RIGHT.figure


def test_trust_is_learnt_from_what_was_lacking() -> None:
    """Where the wrong numbers lack a sign and the right ones do not, lacking it costs trust."""
    good, bad = finding(figure()), finding(figure(), key=0.0, whole_name=0.0, code=0.0)
    known = [example(evidence(good), True), example(evidence(bad), False)] * 10
    model = trust.learnt(judged(known), Trust(1.0, ()), hold=0.001, press=0.001)
    likely = chances(judged(known).lacks, model)

    assert likely[0] > 0.8 > 0.2 > likely[1]
    assert all(cost.weight > 0 for cost in model.costs)


def test_the_threshold_keeps_wrong_answers_rare() -> None:
    """It is the lowest one above which at most one answer in a hundred is wrong."""
    good, bad = finding(figure()), finding(figure(), words=0.0, whole_name=0.0, code=0.0)
    data = judged([example(evidence(good), True), example(evidence(bad), False)] * 10)
    model = Trust(2.0, (Cost("words", 0.5, 2.0),))

    threshold = threshold_of(data, model)
    assert chances(data.lacks, model)[1] < threshold <= chances(data.lacks, model)[0]


def test_training_starts_from_a_weight_for_every_feature() -> None:
    """The start file and the learnt file speak of the same features, with the same signs."""
    start, signs = files.start_weights()

    assert set(start) == set(match_weights())
    assert all(weight * signs[name] >= 0 for name, weight in match_weights().items())


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    """The files keep their meanings and thresholds change in place."""
    shutil.copy(files.DATA / files.LIMITS, tmp_path)
    files.write_weights({"recall": 2.5}, tmp_path)
    files.write_trust(Trust(3.0, (Cost("key", 0.4, 2.0),)), tmp_path)
    files.write_limit("named_trust", 0.75, tmp_path)

    assert "recall\t2.50\tweighted share" in (tmp_path / files.WEIGHTS).read_text("utf-8")
    assert "key\t0.4\t2.00\tshare" in (tmp_path / files.TRUST).read_text("utf-8")
    written = (tmp_path / files.LIMITS).read_text("utf-8")
    assert "named_trust\t0.75\t" in written
    assert len(written.splitlines()) >= len(limits())


def test_figures_of_equal_rank_count_alike() -> None:
    """Two look-ups with the same numbers weigh twice as much as one."""
    one = example(evidence(WRONG, RIGHT), False, True)
    half = replace(one, weight=0.5)
    both = rank.lists_of([half, half], NAMES)
    alone = rank.lists_of([one], NAMES)

    assert rank.loss(both, np.ones(2))[0] == pytest.approx(rank.loss(alone, np.ones(2))[0])
