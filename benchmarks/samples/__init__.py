"""Prints the sample disclosures in every other format: ``python -m benchmarks.samples``."""
