"""Commands that look after a library and its page: doctor, backup, restore, serve, user."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli_base import Home, Json, command, home_of


@command("doctor")
def doctor(
    ctx: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="把能修的修好")] = False,
    as_json: Json = False,
    home: Home = None,
) -> None:
    """检查资料库和索引是否完好；有问题时说明怎么办。"""
    from assistant.cli_care import check

    check(home_of(ctx, home), repair=repair, as_json=as_json)


@command("backup")
def backup(
    ctx: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="备份文件")],
    home: Home = None,
) -> None:
    """把整个资料库存成一个文件；进行中可以继续提问。"""
    from assistant.cli_care import save

    save(home_of(ctx, home), target)


@command("restore")
def restore(
    ctx: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="备份文件")],
    home: Home = None,
) -> None:
    """从备份文件恢复到一个空文件夹（用 --home 指定）。"""
    from assistant.cli_care import bring_back

    bring_back(source, home_of(ctx, home))


@command("serve")
def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(metavar="地址", help="监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="端口", help="监听端口")] = 7860,
    auth_file: Annotated[
        Path | None, typer.Option(metavar="文件", help="账号文件，用 disclosure user 写")
    ] = None,
    programs: Annotated[
        bool | None,
        typer.Option("--api/--no-api", help="是否也给程序用（HTTP 接口）；不写时有登录则关"),
    ] = None,
    public: Annotated[
        bool, typer.Option("--public", help="任何人都可以阅读和提问，登录后才能改动")
    ] = False,
    home: Home = None,
) -> None:
    """打开网页界面。"""
    from assistant.web import page

    page.serve(home_of(ctx, home), host, port, auth_file, public=public, programs=programs)


@command("user")
def user(
    name: Annotated[str, typer.Argument(metavar="用户名")],
    auth_file: Annotated[Path, typer.Option(metavar="文件", help="账号文件；没有就新建")],
    reader: Annotated[bool, typer.Option("--reader", help="只能阅读和提问")] = False,
    password: Annotated[
        str,
        typer.Option(
            prompt="密码", confirmation_prompt="再输一次", hide_input=True, metavar="密码"
        ),
    ] = "",
) -> None:
    """给网页添加账号，或改它的密码；密码加密保存。"""
    from assistant.web.users import Role, write_user

    write_user(auth_file, name, password, Role.READER if reader else Role.EDITOR)
    typer.echo(f"已写入账号 {name}：{auth_file}")
