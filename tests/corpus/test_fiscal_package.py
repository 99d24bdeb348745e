"""A Fiscal Data Package says of every column what it means, and keeps every amount exactly."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path

from corpus.fiscal_package import COLUMNS, write_package
from corpus.ingest import parse

WATER = "云洲市临江区水务局2026年部门预算.txt"


def test_package_is_described_and_exact(samples: Path, tmp_path: Path) -> None:
    """The descriptor names the columns of the CSV in order; amounts of money come back whole."""
    parsed = parse((samples / WATER).read_bytes(), WATER)
    path = tmp_path / "package.zip"
    write_package(parsed.figures, {parsed.document.id: WATER}, path)
    with zipfile.ZipFile(path) as package:
        described = json.loads(package.read("datapackage.json"))
        rows = list(csv.DictReader(io.StringIO(package.read("figures.csv").decode())))
    (resource,) = described["resources"]
    fields = resource["schema"]["fields"]

    assert described["profile"] == "fiscal-data-package"
    assert [field["name"] for field in fields] == list(rows[0]) == [name for name, *_ in COLUMNS]
    assert {"value", "date:fiscal-year", "phase:id"} <= {f.get("columnType") for f in fields}
    assert {row["phase"] for row in rows} == {"approved", ""}
    (road,) = [
        r for r in rows if r["functional_code"] == "2130306" and r["fund"] == "支出预算 / 合计"
    ]
    assert Decimal(road["value"]) == Decimal("1803500")
    assert {row["economic_code"][:1] for row in rows if row["economic_code"]} == {"3"}
