"""What a worker sends back is a value of a known kind, or nothing."""

from __future__ import annotations

import os
import pickle
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest

from corpus import intake, owner_names
from corpus.errors import UnreadableDocument
from corpus.worker_answers import answer_from
from corpus.worker_loop import Crash
from tests.corpus.disclosures import parsed


class Runs:
    """Pickles into a call."""

    def __init__(self, *call: Any) -> None:
        """``call``: a function and its arguments."""
        self.call = call

    def __reduce__(self) -> Any:
        """Return the call."""
        return self.call[0], self.call[1:]


@pytest.mark.parametrize("value", [parsed(), UnreadableDocument("坏"), Crash(""), Decimal("1.50")])
def test_answers_come_through(value: object) -> None:
    """Documents with their figures, errors and crashes arrive equal."""
    found = answer_from(BytesIO(pickle.dumps(value)))

    assert str(found) == str(value)


@pytest.mark.parametrize(
    "call",
    [
        (os.system, "true"),
        (eval, "1"),
        (getattr, "", "join"),
        (intake.files_of, []),
        (owner_names.owner_name, "甲局"),
        (__import__, "os"),
    ],
)
def test_nothing_is_run(call: tuple[Any, ...]) -> None:
    """No function is called, neither another program's nor one of ours."""
    with pytest.raises(pickle.UnpicklingError):
        answer_from(BytesIO(pickle.dumps(Runs(*call))))


@pytest.mark.parametrize("name", ["Document.replace", "dataclass", "Sequence"])
def test_nothing_is_reached_through_a_known_module(name: str) -> None:
    """What our modules import from elsewhere is not theirs to hand out."""
    module = b"corpus.ingest"
    data = b"\x80\x04\x8c" + bytes([len(module)]) + module
    data += b"\x8c" + bytes([len(name)]) + name.encode() + b"\x93."
    with pytest.raises(pickle.UnpicklingError):
        answer_from(BytesIO(data))
