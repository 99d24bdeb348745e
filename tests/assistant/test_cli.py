"""The command line: what it prints, its exit status, and what it says when something is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant import cli, cli_care, terminal
from assistant.answer import Answer, AnswerFigure, Citation, Outcome
from assistant.chat import converse
from assistant.cli import main
from corpus.errors import DisclosureError
from corpus.library import Library
from tests.corpus.disclosures import OWNER, text_of, write_disclosures

COMMANDS = ["add", "remove", "documents", "ask", "chat", "answer", "figures", "inspect", "eval"]
COMMANDS += ["serve", "doctor", "backup", "restore", "user"]
HEAVY = ["torch", "gradio", "pandas", "faiss", "sqlalchemy", "sentence_transformers"]
QUOTE = "2026年部门预算支出总额为102.50万元"
CITATION = Citation("id", "预算002.txt", "", ("第二部分",), 0, len(QUOTE), QUOTE)
ANSWER = Answer(
    Outcome.FIGURE,
    "**102.50 万元** [1]",
    figures=(AnswerFigure(Decimal(1025000), "元", "支出总额", (0,), printed="102.50万元"),),
    citations=(CITATION,),
    assumptions=("按2026年回答",),
    choices=("甲局", "乙局"),
)
GOLD = {"expect": "figure", "op": "lookup", "evidence": [{"doc": "预算002.txt", "quote": QUOTE}]}
GOLD |= {"answer": [{"value": "1025000", "unit": "元"}]}


class Echo:
    """An assistant that always gives one answer and keeps what it was asked."""

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Return the one answer."""
        self.asked.append((question, tuple(history)))
        return ANSWER


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library folder named by the environment; the search index is left out."""
    monkeypatch.setenv("DISCLOSURE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(cli, "refresh", lambda library: None)
    return tmp_path / "home"


@pytest.fixture
def echo(home: Path, monkeypatch: pytest.MonkeyPatch) -> Echo:
    """The assistant behind ask, chat, answer and eval."""
    assistant = Echo()
    monkeypatch.setattr(cli, "open_assistant", lambda home: assistant)
    return assistant


@pytest.fixture
def filled(home: Path, tmp_path: Path) -> Path:
    """A library with three disclosures; returns their folder."""
    write_disclosures(tmp_path / "in", 3)
    Library.open(home, create=True).add([tmp_path / "in"])
    return tmp_path / "in"


def write_lines(path: Path, *lines: object) -> Path:
    """Write JSON lines."""
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_chinese(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Help is in Chinese, headings included."""
    assert main([command, "--help"]) == 0
    out = capsys.readouterr().out
    assert "用法：" in out and "Usage" not in out and "Options" not in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["answr"], "没有这个命令"),
        (["ask"], "缺少参数"),
        (["ask", "一", "二"], "多余的参数"),
        (["add", "--jbs", "x"], "没有这个选项"),
        (["add", "--jobs", "x", "y"], "应为整数"),
        (["answer", "--in"], "后面要有值"),
        (["answer", "--in", "x"], "缺少选项"),
        (["eval", "x", "--show", "y"], "应为 wrong"),
    ],
)
def test_wrong_usage_is_status_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong usage is said in Chinese and ends with 2."""
    assert main(arguments) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("words", ["documents", "ask 多少", "figures", "chat", "add"])
def test_an_empty_library_says_what_to_do(
    words: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first command against an empty home names the next command and ends with 1."""
    assert main(words.split()) == 1
    assert "disclosure add" in capsys.readouterr().err


def test_help_loads_nothing_heavy(root: Path) -> None:
    """The command line starts without models, vectors, the page or the database."""
    script = f"import sys, assistant.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True)
    assert run.stdout.strip() == "[]"


def test_add_tells_of_every_file(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``add --json`` is one document with every file; a bad file gives status 1."""
    write_disclosures(tmp_path / "in", 1)
    (tmp_path / "in" / "坏.txt").write_bytes(b"")
    assert main(["add", str(tmp_path / "in"), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    good, bad = sorted(said["documents"], key=lambda row: row["status"])
    assert (good["status"], good["owner"], good["year"]) == ("added", OWNER, 2026)
    assert (bad["status"], bad["id"]) == ("failed", None) and "坏.txt" in bad["error"]
    assert (said["added"], said["failed"]) == (1, 1)


def test_add_for_people(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --json the same facts are sentences, skipped files in one line."""
    write_disclosures(tmp_path / "in", 2)
    (tmp_path / "in" / "图.png").write_bytes(b"x")
    assert main(["add", str(tmp_path / "in")]) == 0
    out = capsys.readouterr().out
    assert OWNER in out and "新增 2" in out and out.count(".png") == 1


def test_sums_that_hold_are_said(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """People and programs see how many tables print sums, and how many of these hold."""
    rows = "项目\t金额\n清淤\t1,005.00\n绿化\t7.00\n合计\t1,012.00\n"
    (tmp_path / "表.txt").write_text(f"支出表\n单位：元\n{rows}", "utf-8")
    assert main(["add", str(tmp_path / "表.txt")]) == 0
    out = capsys.readouterr().out
    assert "表.txt：未认出公开单位，1 张表（1 张有合计可核对，1 张相符），3 个数字" in out
    assert main(["documents", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["documents"]
    assert (row["tables"], row["checked_tables"], row["reconciled_tables"]) == (1, 1, 1)
    assert main(["documents"]) == 0
    assert "相符" in capsys.readouterr().out


def test_add_without_files_reads_again_what_is_old(
    filled: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After an update of the program, ``add`` alone brings the library up to date."""
    with Library.open(home)._store.write() as connection:
        connection.execute(text("UPDATE documents SET parser = 0"))
    assert main(["add"]) == 0
    assert "重读 3" in capsys.readouterr().out
    assert main(["add"]) == 0
    assert "没有需要重新读取的" in capsys.readouterr().out


def test_nothing_readable_is_not_a_success(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder without a single readable file ends with 1 and says so."""
    (tmp_path / "in").mkdir()
    assert main(["add", str(tmp_path / "in")]) == 1
    (tmp_path / "in" / "图.png").write_bytes(b"x")
    assert main(["add", str(tmp_path / "in")]) == 1
    assert capsys.readouterr().err.count("没有可以读取的文件") == 2


def test_home_may_be_named_before_or_after(
    filled: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """--home works on the program and on the command, and goes before the environment."""
    monkeypatch.setenv("DISCLOSURE_HOME", str(home / "nowhere"))
    assert main(["--home", str(home), "documents"]) == 0
    assert main(["documents", "--home", str(home)]) == 0
    assert main(["documents"]) == 1


def test_remove_by_name(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A removed document is gone; an unknown one is an error that lists near names."""
    assert main(["remove", "预算001.txt"]) == 0
    assert main(["remove", "预算001.txt"]) == 1
    assert "预算000.txt" in capsys.readouterr().err
    assert main(["documents", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["documents"]) == 2


def test_figures_are_filtered_and_exported(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Filters by part of a name; exports go to files, JSON holds exact amounts as text."""
    target = tmp_path / "数字.csv"
    arguments = ["figures", "--owner", "水务局", "--item", "支出", "--year", "2026"]
    assert main([*arguments, "--csv", str(target), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["figures"]
    assert {row["value_yuan"] for row in rows} == {"1005000", "1015000", "1025000"}
    assert len(target.read_text("utf-8-sig").splitlines()) == len(rows) + 1


def test_a_long_list_says_how_much_is_missing(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table for people is limited and says how many more there are."""
    assert main(["figures", "--limit", "1"]) == 0
    assert "还有" in capsys.readouterr().out


def test_ask_prints_answer_and_receipts(echo: Echo, capsys: pytest.CaptureFixture[str]) -> None:
    """People see the answer, numbered receipts, what was assumed and the choices."""
    assert main(["ask", "支出总额多少"]) == 0
    out = capsys.readouterr().out
    for part in ("102.50 万元", "[1] 预算002.txt › 第二部分", QUOTE, "按2026年回答", "1. 甲局"):
        assert part in out


def test_ask_json_is_one_document(echo: Echo, capsys: pytest.CaptureFixture[str]) -> None:
    """``ask --json`` prints exactly the contract's answer."""
    assert main(["ask", "支出总额多少", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == ANSWER.to_json()


def test_answer_keeps_order_and_history(echo: Echo, tmp_path: Path) -> None:
    """Every question gets one line, in order, asked with its own history."""
    questions = [{"id": str(n), "question": f"问{n}", "history": ["前"] * n} for n in range(3)]
    source = write_lines(tmp_path / "in.jsonl", *questions)
    assert main(["answer", "--in", str(source), "--out", str(tmp_path / "out.jsonl")]) == 0
    lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["0", "1", "2"]
    assert echo.asked[2] == ("问2", ("前", "前"))


BAD_LINES = ["不是 JSON", "[1]", '{"id": 1}', '{"id": 1, "question": 5}']


@pytest.mark.parametrize("line", BAD_LINES)
def test_a_bad_line_does_not_stop_the_file(
    line: str, echo: Echo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bad line is named by its number; the others are answered; the exit status tells of it."""
    source = tmp_path / "in.jsonl"
    good = ['{"id": "a", "question": "问"}', '{"id": "b", "question": "又问"}']
    source.write_text("\n".join((good[0], "  ", line, "", good[1])), "utf-8")

    assert main(["answer", "--in", str(source), "--out", str(tmp_path / "out")]) == 1

    answered = (tmp_path / "out").read_text("utf-8").splitlines()
    assert [json.loads(one)["id"] for one in answered] == ["a", "b"]
    said = capsys.readouterr().err
    assert "第 3 行" in said and "第 2 行" not in said and "有 1 行没有回答" in said


def test_a_bad_line_of_a_gold_file_stops_the_evaluation(
    echo: Echo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A score over part of a gold file would be a score of something else."""
    gold = write_lines(tmp_path / "gold.jsonl", GOLD | {"id": "a", "question": "问"}, {"id": "b"})

    assert main(["eval", str(gold)]) == 1
    assert "第 2 行：缺少字段" in capsys.readouterr().err


def test_chat_keeps_history_and_takes_numbers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Earlier questions go along; a choice may be picked by its number; an empty line ends."""
    lines = iter(["支出多少", "2", ""])
    monkeypatch.setattr("builtins.input", lambda prompt: next(lines))
    echo = Echo()
    converse(echo.ask)
    assert echo.asked == [("支出多少", ()), ("乙局", ("支出多少",))]


@pytest.mark.parametrize("end", [EOFError, KeyboardInterrupt])
def test_chat_ends_with_the_input(
    end: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-D and Ctrl-C end a conversation without a traceback."""

    def stop(prompt: str) -> str:
        raise end

    monkeypatch.setattr("builtins.input", stop)
    converse(Echo().ask)


def test_chat_goes_on_after_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A question that fails is said so, and the conversation goes on."""
    lines = iter(["支出多少", ""])
    monkeypatch.setattr("builtins.input", lambda prompt: next(lines))

    def fail(question: str, history: Sequence[str]) -> Answer:
        raise DisclosureError("资料库无法打开")

    converse(fail)
    assert "错误：资料库无法打开" in capsys.readouterr().err


def test_files_that_cannot_be_read_or_written(
    echo: Echo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing question file, a file that is not text, and an unwritable target are named."""
    good = write_lines(tmp_path / "in.jsonl", {"id": "a", "question": "问"})
    (tmp_path / "gbk.jsonl").write_bytes("问题".encode("gbk"))
    out = tmp_path / "没有" / "out.jsonl"
    for source, target in (("无.jsonl", out), ("gbk.jsonl", out), (good.name, out)):
        assert main(["answer", "--in", str(tmp_path / source), "--out", str(target)]) == 1
    err = capsys.readouterr().err
    assert "无.jsonl：无法读取" in err and "不是 UTF-8 文本" in err and "out.jsonl：无法写入" in err


def test_the_cell_is_marked_not_its_twin() -> None:
    """Of two equal cells in a row, the cited one is highlighted."""
    row = Citation("id", "预算.txt", "", (), 0, 13, "总计\t4.69\t4.69", cell="4.69", column_index=2)
    assert terminal.number_spans(row, ()) == [(8, 12)]
    assert terminal.number_spans(CITATION, ["102.50万元"]) == [(14, 22)]


def test_a_changed_file_is_reported_as_such(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Adding again tells unchanged files from replaced ones."""
    (filled / "预算000.txt").write_text(text_of("7.77"), "utf-8")
    assert main(["add", str(filled)]) == 0
    assert "更新 1，未变 2" in capsys.readouterr().out


def test_doctor_tells_and_repairs(
    filled: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Troubles are told with the way out and status 1; after the repair nothing is left."""
    monkeypatch.setattr(cli_care, "trouble_of", lambda *_: "")
    monkeypatch.setattr(cli_care, "refresh", lambda *_, **__: None)
    left = home / "originals" / f"{'0' * 64}.txt"
    left.write_text("x", "utf-8")

    assert main(["doctor"]) == 1
    assert "doctor --repair" in capsys.readouterr().out
    assert main(["doctor", "--repair", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"troubles": [], "reread": []}
    assert not left.exists()


def test_backup_and_restore_are_one_command_each(
    filled: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was saved is a library elsewhere; an existing file is not written over."""
    monkeypatch.setattr(cli_care, "refresh", lambda *_, **__: None)
    assert main(["backup", str(tmp_path / "b.zip")]) == 0
    assert main(["backup", str(tmp_path / "b.zip")]) == 2
    assert main(["restore", str(tmp_path / "b.zip"), "--home", str(tmp_path / "again")]) == 0
    assert len(Library.open(tmp_path / "again").documents()) == 3


def test_an_account_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The password is asked for, not shown, and never stands in the file."""
    file = tmp_path / "accounts"
    given = ["user", "王工", "--auth-file", str(file), "--password", "一个足够长的密码"]

    assert main([*given, "--reader"]) == 0
    assert file.read_text("utf-8").startswith("王工:reader:$argon2id$")
    assert main(["user", "王工", "--auth-file", str(file), "--password", "短"]) == 1
