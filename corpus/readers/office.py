"""Lets LibreOffice turn old formats into new ones: .doc, .rtf and .wps into .docx.

A conversion is a process of its own that a stranger's file drives: it gets its own profile (two
may run at once), no macros, no links to the outside, and a time limit.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from struct import unpack_from

from corpus.document import Reading
from corpus.errors import UnreadableDocument
from corpus.readers.archive import MAX_BYTES, is_encrypted_office, locked, ole_head
from corpus.readers.office_tail import with_last_table
from corpus.readers.word import read_docx

PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
SECONDS = 120  # a long document takes some 10 s, a first start some 10 s more
FIB_FLAGS, FIB_ENCRYPTED = 10, 0x0100  # the head of the stream WordDocument
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}
</oor:items>
"""
SETTING = (
    '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
# Nothing in a document may run, load, or ask.
SAFE = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Misc", "FirstRun", "false"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "2"),
)


def read_doc(data: bytes, name: str) -> Reading:
    """Return the blocks of a .doc, .rtf or .wps file; raises ``UnreadableDocument``."""
    if len(data) > MAX_BYTES:
        raise UnreadableDocument(f"《{name}》超过 200 MB 的上限。请拆分成较小的文件。")
    if is_encrypted_office(data) or _is_locked_word(data):
        raise locked(name)
    suffix = ".rtf" if data.startswith(b"{\\rtf") else ".doc"
    reading = read_docx(convert(data, suffix, "docx", name), name)
    return with_last_table(reading, data) if suffix == ".doc" else reading


def _is_locked_word(data: bytes) -> bool:
    """By a flag in its head; LibreOffice would wait for the password."""
    head = ole_head(data, "WordDocument", 32)
    return len(head) == 32 and bool(unpack_from("<H", head, FIB_FLAGS)[0] & FIB_ENCRYPTED)


def convert(data: bytes, suffix: str, to: str, name: str) -> bytes:
    """Return a file in another format, by LibreOffice.

    suffix: of the format that ``data`` has, with its dot; to: the other format, without it;
    name: for messages. Raises ``UnreadableDocument`` when LibreOffice is not installed, fails, or
    takes longer than ``SECONDS``.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise UnreadableDocument(
            f"读取《{name}》需要 LibreOffice，而这台电脑没有安装。"
            "请安装 LibreOffice（Debian、Ubuntu：sudo apt install libreoffice-writer），"
            "或用 Word、WPS 把文件另存为 docx 后再加入。"
        )
    with tempfile.TemporaryDirectory(prefix="disclosure-office-") as folder:
        source = Path(folder, f"source{suffix}")
        source.write_bytes(data)
        _run(_command(program, source, to), name)
        made = Path(folder, "out", f"source.{to}")
        if not made.is_file():
            raise _failed(name)
        return made.read_bytes()


def _command(program: str, source: Path, to: str) -> list[str]:
    """The command line, with a fresh profile beside the source."""
    profile = source.parent / "profile"
    (profile / "user").mkdir(parents=True)
    items = (SETTING.format(path=path, name=name, value=value) for path, name, value in SAFE)
    settings = profile / "user" / "registrymodifications.xcu"
    settings.write_text(SETTINGS.format(items="\n".join(items)), encoding="utf-8")
    options = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
    output = ["--convert-to", to, "--outdir", str(source.parent / "out")]
    return [program, f"-env:UserInstallation={profile.as_uri()}", *options, *output, str(source)]


def _run(command: list[str], name: str) -> None:
    """Run a conversion; when its time is up, it ends with everything that it started."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as late:
        raise UnreadableDocument(
            f"LibreOffice 转换《{name}》超过 {SECONDS} 秒，已停止。"
            "请用 Word、WPS 把文件另存为 docx 后再加入。"
        ) from late
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """The program that was started is a script; the one that works is its child."""
    if process.poll() is not None:
        return
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _failed(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"LibreOffice 无法转换《{name}》，文件可能已损坏或设有密码。"
        "请用 Word、WPS 打开，另存为 docx 后再加入。"
    )
