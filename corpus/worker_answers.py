"""Takes what a worker sends back without trusting it.

A hostile file might take over the process that reads it. What then comes back may say anything,
but it only becomes values of the kinds that reading yields: no name outside the list below is
ever looked up, and only classes are, so that nothing is run.
"""

from __future__ import annotations

import pickle
from typing import Any, BinaryIO

MODULES = frozenset(
    f"corpus.{name}"
    for name in (
        "corrections",
        "document",
        "errors",
        "figure",
        "ingest",
        "page_picture",
        "quantity",
        "worker_loop",
    )
)
OTHERS = frozenset({("decimal", "Decimal")})


class Answers(pickle.Unpickler):
    """Reads one answer after another; raises ``pickle.UnpicklingError`` for anything else."""

    def find_class(self, module: str, name: str, /) -> Any:
        """Return a class that an answer may hold."""
        if "." not in name and (module in MODULES or (module, name) in OTHERS):
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def answer_from(stream: BinaryIO) -> Any:
    """Return the next answer; raises ``pickle.UnpicklingError`` or ``EOFError``."""
    return Answers(stream).load()
