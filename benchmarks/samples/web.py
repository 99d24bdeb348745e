"""Puts a disclosure into the page of a government web site, as a browser saves it.

Around the article stands what every such page has: navigation, the way to the page, share links,
counters, other articles, a footer with numbers that are nobody's figures.
"""

from __future__ import annotations

from html import escape

from benchmarks.samples.markup import rows_markup
from benchmarks.samples.printed import Disclosure, Element, PrintedTable, Role

BLANK = "&nbsp;"
PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{title}_政府信息公开_云洲市人民政府</title>
<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2026-02-10 09:30">
<link rel="stylesheet" href="./files/common.css">
<style>.nav li {{ float: left; width: 120px }} .hits {{ color: #999 }}</style>
<script>var siteId = 1024; var hits = 20260210; document.title = document.title;</script>
</head>
<body>
<div class="header"><a href="/"><img src="./files/logo.png" alt="云洲市人民政府"></a>
<form action="/search"><input name="q" value=""><button>搜索</button></form></div>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>
<li><a href="/bsfw/">办事服务</a></li><li><a href="/hdjl/">互动交流</a></li>
<li><a href="/sjfb/">数据发布</a></li></ul></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt;
<a href="/zwgk/czyjs/">财政预决算</a> &gt; 正文</div>
<div class="sidebar"><h3>公开目录</h3><ul><li><a href="/a/1.html">部门预算（36）</a></li>
<li><a href="/a/2.html">部门决算（35）</a></li><li><a href="/a/3.html">政府采购（128）</a></li>
</ul></div>
<div class="main">
<h1>{title}</h1>
<div class="info"><span>发布日期：2026-02-10 09:30</span><span>来源：{owner}</span>
<span class="hits">浏览次数：1284</span><span>字号：[<a href="#">大</a> <a href="#">中</a>
<a href="#">小</a>]</span></div>
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
<div {container}>
{article}</div>
<div class="tools"><a href="javascript:window.print()">打印本页</a> <a href="#">关闭窗口</a></div>
<div class="related"><h3>相关阅读</h3><ul>
<li><a href="/b/1.html">云洲市2025年一般公共预算收入完成86.42亿元</a><span>2026-01-20</span></li>
<li><a href="/b/2.html">临江区下达2026年第一批专项资金3,200万元</a><span>2026-01-15</span></li>
</ul></div>
</div>
<div class="footer"><p>主办：云洲市人民政府办公室　承办：云洲市大数据中心</p>
<p>云ICP备20260001号　云公网安备 36000002000001号　网站标识码：3600000001</p>
<p>联系电话：0000-8600000　<a href="/map.html">网站地图</a></p></div>
</body>
</html>
"""


def web_page(
    disclosure: Disclosure, *, container: str, charset: str, titles_in_table: bool
) -> bytes:
    """Return the page in the charset that it declares.

    container: the attributes of the article's element, which differ between sites.
    titles_in_table: caption, 编制部门 and unit are rows of the table, as spreadsheets export them.
    """
    article = "".join(_element(element, titles_in_table) for element in disclosure.elements)
    page = PAGE.format(
        title=escape(disclosure.title),
        owner=escape(disclosure.owner),
        charset=charset,
        container=container,
        article=article,
    )
    return page.encode("gb18030" if charset == "gb2312" else charset)


def _element(element: Element, titles_in_table: bool) -> str:
    if isinstance(element, PrintedTable):
        return _table_with_titles(element) if titles_in_table else _table(element)
    text = escape(element.text)
    if element.role is Role.TITLE:
        return f'<p style="text-align: center"><strong>{text}</strong></p>\n'
    if element.role is Role.HEADING:
        return f'<p style="text-indent: 2em"><strong>{text}</strong></p>\n'
    return f'<p style="text-indent: 2em"><span>{text}</span></p>\n'


def _table(table: PrintedTable) -> str:
    above = [table.number, table.caption] if table.number else [table.caption]
    lines = "".join(f'<p style="text-align: center">{escape(text)}</p>\n' for text in above)
    frame = (BLANK * 8).join(map(escape, table.frame))
    return f'{lines}<p>{frame}</p>\n<table border="1" cellspacing="0">\n{_rows(table)}</table>\n'


def _table_with_titles(table: PrintedTable) -> str:
    """As a spreadsheet saves it: title rows over all columns, the unit at the right end."""
    width = table.width
    left, *right = table.frame
    half = width // 2
    rows = f'<tr><td colspan="{width}">{escape(table.caption)}</td></tr>\n'
    if table.number:
        rows = f'<tr><td colspan="{width}">{escape(table.number)}</td></tr>\n{rows}'
    if right:
        rows += f'<tr><td colspan="{half}">{escape(left)}</td>'
        rows += f'<td colspan="{width - half}">{escape(right[0])}</td></tr>\n'
    else:
        rows += f'<tr><td colspan="{width}">{escape(left)}</td></tr>\n'
    return f"<table>\n<tbody>\n{rows}{_rows(table)}</tbody>\n</table>\n"


def _rows(table: PrintedTable) -> str:
    return "".join(rows_markup(table, blank=BLANK))
