"""Reads what a browser sends as a form: what is not understood is left out, nothing is trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from corpus.selection import SORTS, Order, Selection

LONGEST = 200  # characters of a filter


def selection_of(data: Mapping[str, Any]) -> Selection:
    """Return the selection that a form asks for; what is not understood is left out."""
    said = {f.name: data.get(f.name) for f in fields(Selection) if f.name != "year"}
    words = {n: v.strip()[:LONGEST] for n, v in said.items() if isinstance(v, str)}
    words["code"] = words.get("code", "") if words.get("code", "").isdecimal() else ""
    year = str(data.get("year") or "")
    is_year = year.isascii() and year.isdecimal() and len(year) == 4
    return Selection(**words, year=int(year) if is_year else None)


def order_of(data: Mapping[str, Any]) -> Order:
    """Return the order that a form asks for."""
    by = data.get("sort")
    return Order(str(by), data.get("descending") is True) if by in SORTS else Order()
