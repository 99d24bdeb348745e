"""The Figures view, the comparison and the interface for programs, over the samples."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from httpx import Client
from openpyxl import load_workbook

from assistant.conversation import Assistant
from assistant.web import mcp
from assistant.web.answers import Answers
from assistant.web.door import door_of
from assistant.web.figures import FiguresView
from assistant.web.forms import order_of, selection_of
from assistant.web.users import Role, write_user
from corpus.library import Library
from corpus.selection import Order, Selection
from index.encoder import HashEncoder
from tests.assistant.web_fakes import serving

WATER, SCHOOLS = "云洲市临江区水务局", "云洲市临江区教育局"
SPENDING, COLUMN = "部门支出总体情况表", "支出预算 / 合计"
QUESTION = "临江区水务局2026年三公经费是多少？"

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def assistant(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over the samples."""
    home = tmp_path_factory.mktemp("samples")
    library = Library.open(home, create=True)
    library.add(sorted(samples.glob("*.txt")))
    yield Assistant(library, home, HashEncoder())
    library.store.engine.dispose()


@pytest.fixture(scope="module")
def view(assistant: Assistant) -> FiguresView:
    """The view over them."""
    return FiguresView(Answers.of(assistant))


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[Client]:
    """A program that calls the page's server."""
    with serving(assistant) as address, Client(base_url=address, timeout=30) as opened:
        yield opened


def event(**data: Any) -> gr.EventData:
    """What the browser sends."""
    return gr.EventData(None, data)


def links(html: str) -> dict[str, str]:
    """The downloads of some HTML by their kind."""
    found = re.findall(r'href="(made/[a-z]+\.([a-z]+)\?[^"]+)"', html)
    return {kind: f"/{unescape(address)}" for address, kind in found}


def test_start_shows_figures_and_ways_to_filter(view: FiguresView) -> None:
    """The first page has figures, the filters what the library holds."""
    filters, found = view.start()

    assert WATER in filters
    assert 'data-code="213"' in filters
    assert found.count('class="receipt"') == 50
    assert "不合计" in found


def test_one_column_has_its_total(view: FiguresView) -> None:
    """Body, year, table and column chosen: the sum of the details, and what was counted."""
    chosen = {
        "owner": WATER,
        "year": "2026",
        "table": "部门支出总体情况表",
        "column": "支出预算 / 合计",
    }
    filters, found = view.select(event(**chosen))

    assert '<b class="number">10,424,900</b>' in found
    assert "12 行明细" in found
    assert '<option value="部门支出总体情况表" selected>' in filters


def test_number_opens_its_receipt(view: FiguresView) -> None:
    """A click on a number shows its table with the cell marked."""
    _, found = view.select(event(owner=WATER, year="2026", item="水利工程运行与维护"))
    seq, document = re.findall(r'data-seq="(\d+)" data-document="(\w+)"', found)[0]
    shown = view.receipt(event(seq=int(seq), document=document))

    assert 'class="number cited">180.35<' in shown


@pytest.mark.parametrize("data", [{}, {"seq": "0"}, {"document": "x", "seq": 0}, {"question": ""}])
def test_invented_receipt_changes_nothing(view: FiguresView, data: dict[str, Any]) -> None:
    """What the browser sends is checked."""
    assert view.receipt(event(**data)) == gr.skip()


def test_form_is_not_trusted() -> None:
    """What is no filter is left out."""
    wild = {
        "owner": 3,
        "year": "20x6",
        "code": "2'; --",
        "item": " 三公 ",
        "sort": "1;",
        "mode": [],
    }

    assert selection_of(wild) == Selection(item="三公")
    assert order_of(wild) == Order()


def test_comparison_is_asked_cell_by_cell(view: FiguresView, client: Client) -> None:
    """Bodies by years: every figure has its receipt, what is not there is said, all is exported."""
    said = {
        "mode": "compare",
        "item": "三公经费",
        "owners": [WATER, SCHOOLS],
        "years": ["2026", "2025"],
    }
    _, found = view.select(event(**said))
    exported = client.get(links(found)["csv"])
    rows = list(csv.DictReader(io.StringIO(exported.content.decode("utf-8-sig"))))

    assert "6.60 万元" in found
    assert "7.30 万元" in found
    asked = [r for r in rows if r["用途"] == "所问" and r["单位名称"] == WATER]
    assert [(row["年度"], row["数值"]) for row in asked] == [("2025", "73000"), ("2026", "66000")]

    question = unescape(re.findall(r'data-question="([^"]+)"', found)[0])
    assert "cited" in view.receipt(event(question=question))


def test_comparison_knows_only_the_library(view: FiguresView) -> None:
    """Invented bodies and years are not asked for."""
    said = {"mode": "compare", "item": "三公经费", "owners": ["甲局"], "years": ["1999", 3]}

    assert view.select(event(**said))[1] == ""


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "zip"])
def test_selection_is_exported(view: FiguresView, client: Client, kind: str) -> None:
    """Every format is one click away and holds the selected figures."""
    _, found = view.select(event(owner=WATER, year="2026", item="公务接待费"))
    answer = client.get(links(found)[kind])

    assert answer.status_code == 200
    assert len(answer.content) > 100
    if kind == "xlsx":
        rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
        assert "公务接待费" in rows[1]


def test_changed_link_fetches_nothing(view: FiguresView, client: Client) -> None:
    """Only links that the page has shown lead anywhere."""
    address = links(view.start()[1])["csv"]

    assert client.get(address.replace("key=", "key=0")).status_code == 404
    assert client.get(address.replace("figures.csv", "figures.zip")).status_code == 404


def test_program_asks(client: Client) -> None:
    """A question by HTTP has the page's answer: exact text, citations, no more."""
    answer = client.post("/api/v1/ask", json={"question": QUESTION}).json()
    (figure,) = answer["figures"]

    assert answer["outcome"] == "figure"
    assert (figure["value"], figure["unit"], figure["year"]) == ("66000", "元", 2026)
    assert figure["printed"] in answer["citations"][figure["citations"][0]]["quote"]


@pytest.mark.parametrize("body", [{}, {"question": ""}, {"question": "长" * 2000}, {"question": 5}])
def test_wrong_call_is_told(client: Client, body: dict[str, Any]) -> None:
    """What is no question is refused before anything is looked up."""
    assert client.post("/api/v1/ask", json=body).status_code == 422


def test_program_reads_figures_and_totals(client: Client) -> None:
    """Figures come page by page with exact text; totals obey the rules of the view."""
    where = {"owner": WATER, "year": "2026", "table": SPENDING}
    order = {"limit": "5", "sort": "amount", "descending": "true"}
    page = client.get("/api/v1/figures", params=where | order).json()
    total = client.get("/api/v1/figures/total", params=where | {"column": COLUMN}).json()
    refused = client.get("/api/v1/figures/total", params=where).json()

    assert page["count"] > len(page["figures"]) == 5
    assert page["figures"][0]["value"] == "1042.49"
    assert total["amount"].rstrip("0").rstrip(".") == "10424900"
    assert (refused["why"], refused["amount"]) == ("columns", None)


def test_interface_is_described(client: Client) -> None:
    """OpenAPI lists every route; documents are listed."""
    described = client.get("/api/v1/openapi.json").json()

    assert {"/api/v1/ask", "/api/v1/figures", "/api/v1/documents"} <= set(described["paths"])
    assert not [path for path in described["paths"] if path.startswith("/made")]
    assert WATER in {d["owner"] for d in client.get("/api/v1/documents").json()}


def test_login_closes_the_interface(assistant: Assistant, tmp_path: Path) -> None:
    """Where people log in programs are shut out, unless wanted: then they name a user."""
    user = ("wang", "a long secret")
    write_user(tmp_path / "users", *user, Role.READER)
    door = door_of(tmp_path / "users", public=False)
    with serving(assistant, door=door) as address, Client(base_url=address) as closed:
        assert closed.post("/api/v1/ask", json={"question": QUESTION}).status_code >= 400
        assert closed.get("/api/v1/documents", auth=user).status_code >= 400

    opened_too = serving(assistant, door=door, programs=True)
    with opened_too as address, Client(base_url=address) as opened:
        assert opened.get("/api/v1/documents").status_code == 401
        assert opened.get("/api/v1/documents", auth=("wang", "wrong")).status_code == 401
        assert opened.get("/api/v1/documents", auth=user).status_code == 200


def test_tools_need_their_extra(monkeypatch: pytest.MonkeyPatch, assistant: Assistant) -> None:
    """Without the extra there are no tools, and the command says how to get them."""
    monkeypatch.setattr(mcp, "find_spec", lambda _name: None)

    assert mcp.mcp_app(Answers.of(assistant), assistant.library) is None
    with pytest.raises(Exception, match="pip install"):
        mcp.serve_stdio(Answers.of(assistant), assistant.library)


def test_tools_answer(client: Client) -> None:
    """An assistant that speaks the protocol lists the tools and gets cited answers."""
    pytest.importorskip("mcp")
    ask = {"name": "ask", "arguments": {"question": QUESTION}}
    calls = [("tools/list", {}), ("tools/call", ask)]
    listed, called = (
        client.post(
            "/mcp/",
            json={"jsonrpc": "2.0", "id": 1, "method": method, "params": params},
            headers={"accept": "application/json, text/event-stream"},
        ).json()
        for method, params in calls
    )

    assert {"ask", "figures"} <= {tool["name"] for tool in listed["result"]["tools"]}
    assert "66000" in str(called["result"])
