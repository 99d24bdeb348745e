from __future__ import annotations

import pytest

from corpus.readers.number_format import shown_number, shown_text

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '

NUMBERS = [
    (15.0, "General", "15"),
    (0.30000000000000004, "General", "0.3"),
    (1042.4900000000002, "General", "1042.49"),
    (1 / 3, "General", "0.333333333"),
    (123456789012.0, "General", "123456789012"),
    (1.1368683772161603e-13, "General", "1.13687E-13"),
    (-2.5, "", "-2.5"),
    (0.0412, "0.00%", "4.12%"),
    (0.754, "0%", "75%"),
    (4.12, '0.00"%"', "4.12%"),
    (1234.5, "#,##0.00", "1,234.50"),
    (1234567.891, "#,##0.0#", "1,234,567.89"),
    (1234567, "#,##0,", "1,235"),
    (5, "00", "05"),
    (7, "000", "007"),
    (20800, '000"-"00', "208-00"),
    (5, "#.##", "5."),
    (0.25, "#.00", ".25"),
    (0, "#", ""),
    (1e5, "0.00E+00", "1.00E+05"),
    (1.5, "# ?/?", "1.5"),
    (5, "@", "5"),
]
ROUNDED = [
    (1.005, "0.00", "1.01"),
    (2.6749999999999998, "0.00", "2.68"),
    (2.5, "0", "3"),
    (-0.5, "0", "-1"),
    (1e21, "0", "1000000000000000000000"),
]
SECTIONS = [
    (1234.5, ACCOUNTING, "1,234.50"),
    (-1234.5, ACCOUNTING, "-1,234.50"),
    (0, ACCOUNTING, "-"),
    (-3.456, "0.00_);(0.00)", "(3.46)"),
    (3.456, "0.00_);[Red]\\(0.00\\)", "3.46"),
    (-85.35, "0.00_ ;[Red]\\-0.00\\ ", "-85.35"),
    (-1234.5, "#,##0.00;[Red]#,##0.00", "1,234.50"),
    (0, '0.00;-0.00;""', ""),
    (0, "0.00;-0.00;;@", ""),
    (-5, ";;;", ""),
    (0, '[=0]"";General', ""),
    (12, '[=0]"";General', "12"),
    (123.456, "[>=100]0.0;0.00", "123.5"),
    (-5, '[>=10000]0!.0,"万";0', "-5"),
    (-3, "[<0]0.0;0", "3.0"),
    (0.5, '"无"', "无"),
]
SCALED = [
    (123456, '0!.0,"万"', "12.3万"),
    (123456, '0\\.0,"万"', "12.3万"),
    (1, '"第"0"季度"', "第1季度"),
    (12, "[$¥-804]#,##0.00", "¥12.00"),
    (1, 'G/通用格式"项"', "1项"),
]
DATES = [
    (46097, "yyyy/m/d", "2026/3/16"),
    (46097, 'yyyy"年"m"月"d"日"', "2026年3月16日"),
    (46097.5, "yyyy/m/d h:mm", "2026/3/16 12:00"),
    (46097, '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇二六年三月十六日"),
    (46097, "[$-804]aaaa", "星期一"),
    (46097, "mmm-yy", "Mar-26"),
    (46097.75, '上午/下午h"时"mm"分"', "下午6时00分"),
    (15, "[h]:mm", "360:00"),
    (1, "yyyy-mm-dd", "1900-01-01"),
    (46097.0001, "mm:ss.0", "00:08.6"),
    (-1, "yyyy-mm-dd", "-1"),
]


@pytest.mark.parametrize(("value", "code", "shown"), NUMBERS + ROUNDED + SECTIONS + SCALED)
def test_a_number_reads_as_its_sheet_shows_it(value: float, code: str, shown: str) -> None:
    """Digits, per cent, thousands, zero and negative sections come out as office programs show."""
    assert shown == shown_number(value, code)


@pytest.mark.parametrize(("value", "code", "shown"), DATES)
def test_a_date_reads_as_its_sheet_shows_it(value: float, code: str, shown: str) -> None:
    """Days counted from 1900 come out as the calendar's date in the cell's own format."""
    assert shown == shown_number(value, code)


def test_days_may_be_counted_from_1904() -> None:
    """Workbooks that count from 1904 show dates four years and a day later."""
    assert "2030-03-17" == shown_number(46097, "yyyy-mm-dd", from_1904=True)


EXTREMES = [
    (float("nan"), "0.00", "nan"),
    (float("inf"), "yyyy", "inf"),
    (1.7e308, "0.00%", "17" + "0" * 309 + ".00%"),
    (0.5, "0." + "0" * 500, "0.5" + "0" * 499),
    (2_958_466, "yyyy-mm-dd", "2958466"),
]


@pytest.mark.parametrize(("value", "code", "shown"), EXTREMES)
def test_numbers_that_no_sheet_should_hold_are_shown_too(
    value: float, code: str, shown: str
) -> None:
    """A damaged number or a wild format is never a programming error."""
    assert shown == shown_number(value, code)


def test_a_day_past_the_calendar_is_a_number() -> None:
    """Counted from 1904, the last day comes four years earlier."""
    assert "2957100" == shown_number(2_957_100, "yyyy-mm-dd", from_1904=True)


TEXTS = [
    ("办公费", "General", "办公费"),
    ("办公费", ACCOUNTING, " 办公费 "),
    ("办公费", "0.00;0.00;0.00;", ""),
    ("办公费", '"※"@', "※办公费"),
    ("办公费", "0.00", "办公费"),
]


@pytest.mark.parametrize(("text", "code", "shown"), TEXTS)
def test_a_text_is_changed_only_by_a_text_section(text: str, code: str, shown: str) -> None:
    """Formats for numbers leave texts alone; a text section may add to them or hide them."""
    assert shown == shown_text(text, code)
