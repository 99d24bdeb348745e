"""``make train``."""

from benchmarks.training.choice import main

main()
