"""Scores answers against questions with known answers, and says which station lost each miss."""
