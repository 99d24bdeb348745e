"""Made-up disclosures with the truth of every figure, and questions over them with answers.

They train the choice of figures, and they serve tests and benchmarks of any size. Everything
follows from a seed; regions, bodies and sentences are invented.
"""

from benchmarks.made_up.truth import Absent, Fact, MadeUp
from benchmarks.made_up.world import disclosures

__all__ = ["Absent", "Fact", "MadeUp", "disclosures"]
