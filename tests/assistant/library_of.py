"""Libraries for tests of the assistant: invented disclosures, read and indexed without a model."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

from assistant.answer import Answer, AnswerFigure
from assistant.compute import Value, value_of
from assistant.conversation import Assistant
from assistant.wording import Rarity, term_set
from corpus.document import Span
from corpus.figure import Basis, Figure, Item, Measure, Period, Source
from corpus.library import Library
from corpus.quantity import parse_quantity
from index.encoder import HashEncoder

CIVIL, FOREST, LIBRARY = "青禾市东屏区民政局", "青禾市东屏区林业局", "青禾市图书馆"

CIVIL_2026 = f"""{CIVIL}2026年部门预算

第一部分 部门概况
一、主要职责
（一）组织实施全区社会救助工作，管理低保资金的发放。
（二）承担养老服务机构的监督管理。
二、机构设置
{CIVIL}内设办公室、社会救助科、养老服务科3个科室。
核定编制26名，2025年末在职24人，退休11人。

第二部分 部门预算表
表1
部门支出总体情况表
编制部门：{CIVIL}
单位：万元
科目代码			科目名称	支出预算		
类	款	项		合计	基本支出	项目支出
208			社会保障和就业支出	905.40	305.40	600.00
208	02		民政管理事务	505.40	305.40	200.00
208	02	01	行政运行	305.40	305.40	
208	02	06	社会组织管理	80.00		80.00
208	02	07	行政区划和地名管理	120.00		120.00
208	10		社会福利	400.00		400.00
208	10	02	老年福利	250.00		250.00
208	10	05	社会福利事业单位	150.00		150.00
210			卫生健康支出	24.60	24.60	
210	11		行政事业单位医疗	24.60	24.60	
210	11	01	行政单位医疗	24.60	24.60	
			总计	930.00	330.00	600.00

表2
一般公共预算基本支出情况表
编制部门：{CIVIL}
单位：万元
科目代码		科目名称	基本支出		
类	款		合计	人员经费	公用经费
301		工资福利支出	280.00	280.00	
301	01	基本工资	150.00	150.00	
301	03	奖金	90.00	90.00	
301	13	住房公积金	40.00	40.00	
302		商品和服务支出	50.00		50.00
302	01	办公费	20.00		20.00
302	11	差旅费	18.00		18.00
302	17	公务接待费	2.00		2.00
302	31	公务用车运行维护费	10.00		10.00
		总计	330.00	280.00	50.00

表3
国有资本经营预算支出情况表
编制部门：{CIVIL}
单位：万元
科目代码			科目名称	国有资本经营预算支出		
类	款	项		合计	基本支出	项目支出
			总计			
说明：{CIVIL}2026年没有国有资本经营预算安排的支出，本表为空表。

表4
“三公”经费支出情况表
编制部门：{CIVIL}
单位：万元
项目	预算数
因公出国（境）费	
公务接待费	2.00
公务用车购置费	
公务用车运行维护费	10.00
合计	12.00

第三部分 部门预算情况说明
一、收支预算总体情况
2026年收支总预算930.00万元，比上年增加30.00万元，增长3.33%，主要原因是提高老年福利补贴标准。
二、支出预算情况
2026年支出预算930.00万元，其中：基本支出330.00万元，占35.48%；项目支出600.00万元，占64.52%。
三、“三公”经费预算情况
2026年“三公”经费预算12.00万元，比上年减少3.00万元，下降20.00%。其中：公务接待费2.00万元，比上年减少2.00万元，下降50.00%；公务用车运行维护费10.00万元，比上年减少1.00万元，下降9.09%。
四、项目支出情况
1.社会组织孵化经费：安排80.00万元，用于孵化基地的租金和培训。
2.地名标志更新经费：安排120.00万元，用于路牌和门牌的制作安装。
3.高龄老人补贴：安排250.00万元，按每人每月100元的标准发放，惠及2,083人。
4.福利院修缮经费：安排150.00万元，用于儿童福利院屋面和管网的修缮。
五、政府采购
2026年政府采购预算160.00万元，其中货物类60.00万元、工程类70.00万元、服务类30.00万元。
六、机关运行经费
2026年机关运行经费50.00万元，比上年增加5.00万元，增长11.11%，主要原因是新增办公场地物业费。

第四部分 名词解释
高龄老人补贴：对年满八十周岁的户籍老人按月发放的补贴。
机关运行经费：行政单位使用一般公共预算安排的用于购买货物和服务的日常公用资金。
"""

CIVIL_2024 = f"""{CIVIL}2024年部门预算

第一部分 部门概况
一、主要职责
组织实施全区社会救助工作，管理低保资金的发放。

第二部分 部门预算情况说明
一、收支预算总体情况
2024年收支总预算860.00万元，比上年增加20.00万元，增长2.38%。
二、“三公”经费预算情况
2024年“三公”经费预算18.00万元，比上年减少1.00万元，下降5.26%。其中：公务接待费5.00万元；公务用车运行维护费13.00万元。
三、机关运行经费
2024年机关运行经费44.00万元，与上年持平。
"""

FOREST_2026 = f"""{FOREST}2026年部门预算编制说明

一、基本情况
{FOREST}核定编制18名，2025年末在职17人，退休9人。
二、支出预算情况
2026年部门预算总支出6,200,000.00元，与上年对比减少300,000.00元，下降4.62%，主要原因是苗圃改造项目已完成。其中：基本支出2,200,000.00元，项目支出4,000,000.00元。
三、“三公”经费预算情况
2026年“三公”经费预算合计45,000.00元，其中：公务接待费5,000.00元，公务用车运行维护费40,000.00元。
四、重点项目预算情况
（一）森林防火经费
本项目预算1,800,000.00元，用于防火巡护和物资购置。
（二）古树名木保护经费
本项目预算700,000.00元，计划保护古树名木350株，每株2,000元。
（三）造林绿化经费
本项目预算1,500,000.00元，计划造林600亩。
五、机关运行经费
2026年机关运行经费安排310,000.00元，与上年对比增加10,000.00元，增长3.33%。
"""

LIBRARY_2024 = f"""{LIBRARY}2024年度单位决算

第一部分 单位概况
一、主要职能
{LIBRARY}承担文献收藏、借阅服务和全民阅读推广。
二、人员情况
2024年末在职40人，退休22人。

第二部分 2024年度单位决算情况说明
一、支出决算情况
本年支出合计712.50万元，其中：基本支出512.50万元，占71.93%；项目支出200.00万元，占28.07%。
二、“三公”经费支出决算情况
2024年度“三公”经费预算为3.00万元，支出决算为2.40万元，完成预算的80.00%。
公务接待费预算为1.00万元，支出决算为0.60万元，完成预算的60.00%。
三、工作开展情况
2024年新购图书12,600册，举办讲座48场，到馆读者31.50万人次。
"""

TOWN = {
    f"{CIVIL}2026年部门预算.txt": CIVIL_2026,
    f"{CIVIL}2024年部门预算.txt": CIVIL_2024,
    f"{FOREST}2026年部门预算编制说明.txt": FOREST_2026,
    f"{LIBRARY}2024年度单位决算.txt": LIBRARY_2024,
}


def library_of(home: Path, texts: Mapping[str, str]) -> Assistant:
    """Return an assistant over texts by file name; ``home`` is an empty folder."""
    files = home / "files"
    files.mkdir(parents=True)
    for name, text in texts.items():
        (files / name).write_text(text, "utf-8")
    return assistant_over(home / "library", sorted(files.iterdir()))


def assistant_over(home: Path, paths: Sequence[Path]) -> Assistant:
    """Return an assistant over files, in a new library in ``home``."""
    Library.open(home, create=True).add(paths)
    return Assistant.open(home, HashEncoder())


def _folder() -> Path:
    """Return a new folder that is gone when the tests are over."""
    folder = Path(tempfile.mkdtemp(prefix="library-of-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def town() -> Assistant:
    """Return the one assistant over ``TOWN``: built once, only read from."""
    return library_of(_folder(), TOWN)


@cache
def samples() -> Assistant:
    """Return the one assistant over the disclosures that ship with the product."""
    folder = Path(__file__).resolve().parents[2] / "corpus" / "samples"
    return assistant_over(_folder() / "library", sorted(folder.glob("*.txt")))


def only(answer: Answer) -> AnswerFigure:
    """Return the one figure of an answer."""
    assert len(answer.figures) == 1, answer.text
    return answer.figures[0]


def amounts(answer: Answer) -> list[str]:
    """Return the values of an answer's figures as plain decimal strings, in order."""
    return [format(figure.value.normalize(), "f") for figure in answer.figures]


def quotes(answer: Answer) -> str:
    """Return everything that an answer quotes."""
    return "\n".join(citation.quote for citation in answer.citations)


def figure(
    printed: str = "2.00万元",
    name: str = "公务接待费",
    *,
    measure: Measure = Measure.AMOUNT,
    year: int = 2026,
    context: str = "",
    direction: str | None = None,
) -> Figure:
    """Return a figure as an invented document prints it in a sentence."""
    text = context or f"{name}{printed}"
    return Figure(
        owner=CIVIL,
        item=Item(name),
        slice=(),
        period=Period(year, Basis.BUDGET),
        measure=measure,
        quantity=parse_quantity(printed),
        context=text,
        source=Source(f"d{year}", ("一、支出",), Span(0, len(text)), text, printed=printed),
        direction=direction,
    )


def value(printed: str = "2.00万元", name: str = "公务接待费", *, year: int = 2026) -> Value:
    """Return a figure as a value that can be computed with."""
    return value_of(figure(printed, name, year=year))


MARK = re.compile(r"\[\d+\]")
FIXED = re.compile(r"\d{4}(?:年|—)|不等于 0|最多 \d+ 字|「[^」]*」")  # years, set phrases, echoes
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def unbacked_numbers(answer: Answer) -> list[str]:
    """Return the numbers of an answer's text that neither a figure nor a quote nor a year backs."""
    backed = {Decimal(n.replace(",", "")) for n in NUMBER.findall(quotes(answer))}
    for shown in (*answer.figures, *answer.operands):
        backed |= {shown.value, Decimal(shown.year or 0)}
    own = "\n".join(line for line in answer.text.splitlines() if not line.startswith(">"))
    found = NUMBER.findall(FIXED.sub("", MARK.sub("", own)))
    return [number for number in found if Decimal(number.replace(",", "")) not in backed]


def rarity_of(wordings: Sequence[Sequence[str]]) -> Rarity:
    """Return how rare terms are over the texts that belong to one fact each."""
    counts = Counter(t for texts in wordings for t in frozenset().union(*map(term_set, texts)))
    return Rarity(counts, len(wordings))
