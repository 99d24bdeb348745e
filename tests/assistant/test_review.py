"""The review finds what does not add up, and nothing in what does."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.review.catalogue import rules
from assistant.review.finding import Finding, Severity
from assistant.review.paper import Paper
from assistant.review.run import ONE_DOCUMENT, findings_of
from assistant.review.slips import is_slip
from assistant.review.tolerance import Fit, Interval, fit, intervals
from corpus.ingest import parse
from corpus.quantity import parse_quantity

OWNER = "青禾市东屏区民政局"
TABLE = f"""
表1
部门支出总体情况表
编制部门：{OWNER}
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
			总计	905.40	305.40	600.00
"""
PROJECT = f"""{OWNER}2026年项目文本
一、项目名称
高龄老人补贴
二、资金安排情况
{{0}}
"""


def paper_of(*lines: str, table: str = "") -> Paper:
    """Return an invented budget of 2026 with a section of these lines."""
    body = "\n".join(lines)
    return read(f"{OWNER}2026年部门预算\n\n一、部门预算表{table}\n二、收支情况说明\n{body}\n")


def read(text: str) -> Paper:
    """Return an invented text as the product reads it."""
    parsed = parse(text.encode(), f"{OWNER}2026年部门预算.txt")
    return Paper(parsed.document, tuple(parsed.figures), tuple(parsed.absences))


def found(paper: Paper) -> list[Finding]:
    """Return what is not only a notice."""
    return [one for one in findings_of(paper) if one.severity is not Severity.NOTICE]


WRONG = [
    ("growth", "2026年机关运行经费55.00万元，比上年增加5.00万元，增长12.00%。"),
    ("direction", "2026年机关运行经费55.00万元，比上年减少5.00万元，增长10.00%。"),
    ("change-too-large", "2026年政府性基金预算支出0万元，比上年增加35.00万元。"),
    (
        "prose-parts",
        "2026年政府采购预算60.00万元，其中：货物类20.00万元、工程类30.00万元、服务类15.00万元。",
    ),
    ("prose-parts", "2026年总收入50.00万元，其中：拨款收入50.00万元，结转收入3.00万元。"),
    ("formula", "1.慰问经费：安排48,500.00元，标准为120元/人*400人。"),
    ("formula", "1.慰问经费：120元/人*400人=45000元，从公用经费中安排48000元。"),
    ("count-list", f"{OWNER}设5个内设机构，分别为：办公室、社会救助科、养老服务科。"),
    ("staff", "现有人员编制18人，在职实有19人。"),
    ("template", "公务接待费预算2.00万元，比上年增加（减少）0万元。"),
    ("repeated", "机关运行经费同上年相比同上年相比增加。"),
    ("damaged", "工作人员每年至少走访？以上的村民小组。"),
    ("private-mobile", "联系人一栏请拨打手机13900012345。"),
    ("private-identity", "身份证号码11010519491231002X不应公开。"),
    ("private-account", "补贴请汇入账号6222020200112233445。"),
    ("private-person", "按规定对孙小禾遗属发放生活补助。"),
    ("blank", "2026年政府性基金预算支出万元，与上年持平。"),
    ("wrong-year", "纳入本部门2025年部门汇总预算编制范围的单位共一家。"),
]
RIGHT = [
    "2026年机关运行经费55.00万元，比上年增加5.00万元，增长10.00%。",
    "2026年机关运行经费834.30万元，比上年增加53.20万元，增长6.81%。",
    "2026年政府采购预算60.00万元，其中：货物类20.00万元、工程类30.00万元、服务类10.00万元。",
    "2026年总收入53.00万元，其中：拨款收入50.00万元，结转收入3.00万元。",
    "1.慰问经费：安排48,000.00元，标准为120元/人*400人。",
    "1.慰问经费：标准为120元/人*400人，按控制数缩减后安排45,000.00元。",
    f"{OWNER}设3个内设机构，分别为：办公室、社会救助科、养老服务科。",
    f"{OWNER}设5个内设机构，分别为：办公室、社会救助科、养老服务科等。",
    "现有人员编制19人，在职实有19人。",
    "2026年收入总计88.00万元，支出总计88.00万元。其中本年收入合计80.00万元，本年支出合计88.00万元。",
    "什么是机关运行经费？它是日常公用资金。",
    "联系电话0871-66001234，监督索引号53011400376400000。",
    "身份证号码110105194912310021不是一个真的号码。",
    "按规定对孤儿和困难家庭发放生活补助。",
]


@pytest.mark.parametrize(("rule", "line"), WRONG)
def test_a_wrong_line_is_found(rule: str, line: str) -> None:
    """Each rule finds what its line has wrong, and quotes it."""
    own = [one for one in found(paper_of(line)) if one.rule == rule]

    assert own
    assert all(place.quote for one in own for place in one.places)


@pytest.mark.parametrize("line", RIGHT)
def test_a_right_line_is_left_alone(line: str) -> None:
    """Nothing is claimed of a line that is right."""
    assert [] == found(paper_of(line))


def test_a_right_table_is_left_alone() -> None:
    """A table that adds up has no findings, and is counted as checked."""
    paper = paper_of("2026年支出预算905.40万元。", table=TABLE)

    assert [] == found(paper)
    assert paper.checked["table-total"] > 5


def test_a_wrong_cell_is_named() -> None:
    """A cell that breaks its row and its column is one finding, with what it should be."""
    table = TABLE.replace("80.00		80.00", "80.00		30.00")
    (one,) = found(paper_of("见上表。", table=table))

    assert ("800000", "300000", "500000") == (one.expected, one.found, one.difference)
    assert "30.00" == one.places[0].printed
    assert "社会组织管理" == one.places[0].row


def test_prose_is_held_against_the_table() -> None:
    """A digit too many in a sentence is found against the cell of its item."""
    line = "1.社会福利（款）老年福利（项）2550.00万元，用于高龄补贴。"
    (one,) = (f for f in found(paper_of(line, table=TABLE)) if f.rule == "prose-table")

    assert Severity.ERROR is one.severity
    assert ("2500000", "25500000") == (one.expected, one.found)


def test_any_column_may_be_meant() -> None:
    """A sentence is right when any cell of its item prints its number."""
    lines = "民政管理事务（款）200.00万元，用于社会组织和地名管理。"

    assert [] == found(paper_of(lines, table=TABLE))


def test_a_unit_that_was_left_over() -> None:
    """元 for 万元 is told from another number."""
    paper = paper_of("1.社会福利（款）老年福利（项）250.00元，用于高龄补贴。", table=TABLE)

    assert {"prose-table"} <= {one.rule for one in found(paper)}


def test_rounding_is_a_notice() -> None:
    """What rounding explains is never more than a notice."""
    table = TABLE.replace("905.40	305.40	600.00", "905.41	305.40	600.00")
    findings = findings_of(paper_of("见上表。", table=table))

    assert {Severity.NOTICE} == {one.severity for one in findings}


def test_a_share_is_of_the_whole_that_its_section_prints() -> None:
    """The share that fits no amount of its section is wrong, its neighbours are right."""
    paper = paper_of(
        "2026年支出预算200.00万元，其中：基本支出90.00万元，占45.00%；项目支出110.00万元，占65.00%。"
    )
    (one,) = (f for f in found(paper) if f.rule == "share")

    assert ("55", "65") == (one.expected, one.found)


def test_ids_stay_when_the_document_grows() -> None:
    """A finding keeps its id when lines are added elsewhere."""
    line = WRONG[0][1]
    (before,) = found(paper_of(line))
    (after,) = found(paper_of("本年度工作平稳推进。", line))

    assert before.id == after.id


def test_private_data_is_never_shown_in_full() -> None:
    """Neither message nor quotes hold the number."""
    number = "13900012345"
    (one,) = found(paper_of(f"联系人一栏请拨打手机{number}。"))

    shown = one.message + one.found + "".join(p.quote + p.printed for p in one.places)
    assert number not in shown
    assert one.masked


def test_every_rule_is_in_the_catalogue() -> None:
    """What a run counts as checked is told in the catalogue, with an example."""
    paper = paper_of(*RIGHT, table=TABLE)
    findings_of(paper)

    assert set(paper.checked) <= set(rules())
    assert all(rule.example and rule.suggestion for rule in rules().values())
    assert ONE_DOCUMENT


SLIPS = [
    ("85.36", "885.36", True),
    ("85.36", "58.36", True),
    ("85.36", "85.63", True),
    ("85.36", "853600", True),
    ("85.36", "81.36", True),
    ("85.36", "91.40", False),
    ("85.36", "85.36", False),
    ("5", "6", False),
]


@pytest.mark.parametrize(("one", "other", "expected"), SLIPS)
def test_slips(one: str, other: str, expected: bool) -> None:
    """One digit, two neighbours or the point make a slip; more are another number."""
    assert expected == is_slip(Decimal(one), Decimal(other))


FITS = [
    ("33.33%", Fit.EXACT),
    ("33.34%", Fit.ROUNDED),
    ("34.10%", Fit.WRONG),
]


@pytest.mark.parametrize(("printed", "expected"), FITS)
def test_tolerance_follows_from_the_printed_places(printed: str, expected: Fit) -> None:
    """1.00 of 3.00 is 33.33%; it may have been 1.005 of 2.995, 33.56%."""
    near, wide = (
        _percent(*intervals([parse_quantity("1.00万元"), parse_quantity("3.00万元")], widths=n))
        for n in (1, 2)
    )

    assert expected == fit(parse_quantity(printed), Decimal(100) / 3, near, wide)


def _percent(part: Interval, whole: Interval) -> Interval:
    quotient = part / whole
    return Interval(quotient.low * 100, quotient.high * 100)


EMPTY = """
表2
国有资本经营预算支出情况表
单位：万元
科目代码			科目名称	国有资本经营预算支出		
类	款	项		合计	基本支出	项目支出
223			国有资本经营预算支出	12.50		12.50
			总计	12.50		12.50
说明：2026年没有国有资本经营预算安排的支出，本表为空表。
"""


def test_a_filled_table_is_not_empty() -> None:
    """A note that calls a table empty is held against its cells."""
    (one,) = (f for f in found(paper_of("见上表。", table=EMPTY)) if f.rule == "table-note")

    assert "12.50" in one.message


def test_levels_follow_the_codes() -> None:
    """民政管理事务 has five digits: it is a 款."""
    paper = paper_of("民政管理事务（类）505.40万元，社会福利（款）400.00万元。", table=TABLE)

    assert [("款", "类")] == [(f.expected, f.found) for f in found(paper) if f.rule == "level"]
