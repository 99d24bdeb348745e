"""Writes five budgets of one invented bureau, for docs/WALKTHROUGH.md.

python -m benchmarks.five_years FOLDER
"""

from __future__ import annotations

import itertools
import sys
from decimal import Decimal
from pathlib import Path

OWNER = "云洲市临江区水务局"
# year, 公务接待费, 公务用车运行维护费, both in 万元; the first year has none before it
YEARS = (
    (2021, "1.30", "7.60"),
    (2022, "1.20", "7.40"),
    (2023, "1.00", "7.10"),
    (2024, "0.90", "6.80"),
    (2025, "0.80", "6.50"),
    (2026, "0.60", "6.00"),
)


def main() -> None:
    """Write the files into the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in disclosures().items():
        (folder / name).write_text(text, encoding="utf-8")
    print(f"写入了 {len(YEARS) - 1} 份文件：{folder}")


def disclosures() -> dict[str, str]:
    """Return the text of every file by its name."""
    pairs = itertools.pairwise(YEARS)
    return {f"{OWNER}{now[0]}年部门预算.txt": _text(before, now) for before, now in pairs}


def _text(before: tuple[int, str, str], now: tuple[int, str, str]) -> str:
    year, reception, cars = now
    total, earlier = Decimal(reception) + Decimal(cars), Decimal(before[1]) + Decimal(before[2])
    drop = earlier - total
    percent = (drop / earlier * 100).quantize(Decimal("0.01"))
    return f"""{OWNER}{year}年部门预算

第一部分 部门概况
一、主要职责
负责全区水资源管理和防汛工作。

第二部分 部门预算表
表1
财政拨款“三公”经费支出情况表
编制部门：{OWNER}
单位：万元
项目\t{year}年预算数
公务接待费\t{reception}
公务用车运行维护费\t{cars}
合计\t{total}

第三部分 部门预算情况说明
一、“三公”经费预算情况
{year}年财政拨款“三公”经费预算{total}万元，较上年预算减少{drop}万元，下降{percent}%。其中：
公务接待费{reception}万元；公务用车运行维护费{cars}万元。
"""


if __name__ == "__main__":
    main()
