"""Findings over the structured layer: what does not add up, with both places quoted."""

from __future__ import annotations

from assistant.review.finding import Finding, Report, Severity
from assistant.review.run import review

__all__ = ["Finding", "Report", "Severity", "review"]
