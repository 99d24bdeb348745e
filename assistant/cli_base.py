"""What every command of the command line needs: where it is registered, and which library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli_chinese import ChineseCommand, ChineseGroup

app = typer.Typer(
    cls=ChineseGroup, add_completion=False, rich_markup_mode=None, no_args_is_help=True
)
HOME_HELP = "资料库文件夹；不写时用系统的数据文件夹"
Home = Annotated[Path | None, typer.Option("--home", metavar="文件夹", help=HOME_HELP)]
Json = Annotated[bool, typer.Option("--json", help="输出一个 JSON 文档")]
Command = Callable[..., None]


@app.callback()
def start(
    ctx: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option("--home", metavar="文件夹", envvar="DISCLOSURE_HOME", help=HOME_HELP),
    ] = None,
) -> None:
    """向政府预算公开资料提问：准确、有出处，否则拒答。"""
    ctx.obj = home


def command(name: str) -> Callable[[Command], Command]:
    """Register a command whose help is in Chinese."""
    return app.command(name, cls=ChineseCommand)


def home_of(ctx: typer.Context, home: Path | None) -> Path:
    """Return the library folder: the command's own option, the program's, or the platform's."""
    chosen = home or ctx.obj
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("disclosure-assistant")
