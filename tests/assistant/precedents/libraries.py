"""Libraries of invented bureaus that word the same things in their own ways."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpus.library import Library

WATER, GRAIN, CANAL = "云漪市霁川区水务局", "云漪市霁川区粮食局", "岚溪市渠务中心"


def budget(owner: str, year: int, reception: str, reason: str, basis: str) -> str:
    """Return a short budget of a body."""
    return f"""{owner}{year}年部门预算

第一部分 部门概况
一、主要职责
（一）负责全区河道堤防的巡查、养护和防汛物资的储备调运工作。
（二）承担水利工程质量监督和安全生产的日常管理工作。

第二部分 部门预算情况说明
一、“三公”经费预算情况
{year}年“三公”经费预算{reception}万元，比上年减少1.00万元，下降5.00%，主要原因是{reason}。其中：因公出国（境）费未安排；公务接待费按规定从严控制，仅用于上级检查和同行交流的接待。
二、重点项目情况说明
（一）项目概况
堤防养护项目对辖区内的主要堤防开展日常巡查、除草、补土和险工段加固，确保汛期安全度汛。
（二）立项依据
{basis}
三、政府采购
{year}年政府采购预算{reception}万元，全部为货物类采购。

第三部分 名词解释
机关运行经费：指行政单位使用一般公共预算安排的用于购买货物和服务的日常公用资金。
"""


LAW = (
    "根据《云漪市堤防管理办法》（云漪政发〔2021〕9号）第十二条，堤防养护经费纳入同级财政预算，"
    "由区水务部门组织实施，每年12月底前完成年度养护任务。"
)
OTHER_LAW = (
    "根据《岚溪市渠道管理细则》（岚政规〔2019〕3号）第六条，渠道养护经费纳入同级财政预算，"
    "由渠务部门组织实施，每年11月底前完成年度养护任务。"
)
TEXTS = {
    f"{WATER}2024年部门预算.txt": budget(WATER, 2024, "8.00", "压减接待批次", LAW),
    f"{WATER}2025年部门预算.txt": budget(WATER, 2025, "7.00", "压减公务接待批次", LAW),
    f"{GRAIN}2026年部门预算.txt": budget(GRAIN, 2026, "12.50", "车辆减少", OTHER_LAW),
    f"{CANAL}2026年部门预算.txt": budget(CANAL, 2026, "3.00", "落实过紧日子要求", OTHER_LAW),
}


def library_of(home: Path, texts: Mapping[str, str] | None = None) -> Library:
    """Return a library over texts by file name; ``home`` is an empty folder."""
    files = home / "files"
    files.mkdir(parents=True)
    for name, text in (TEXTS if texts is None else texts).items():
        (files / name).write_text(text, "utf-8")
    library = Library.open(home / "library", create=True)
    library.add(sorted(files.iterdir()))
    return library
