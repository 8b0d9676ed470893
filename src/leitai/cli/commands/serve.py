"""``leitai serve``: the site for real use."""

from __future__ import annotations

from typing import Annotated

import typer

from leitai.cli.site import open_site, require_migrated, say, stop
from leitai.cli.words import both


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(help=both("正式运行网站和后台任务", "run the site and its worker for real use"))(
        serve
    )


def serve(
    host: Annotated[str, typer.Option(help=both("监听地址", "address to listen on"))] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=1, max=65535, help=both("端口", "port to listen on"))
    ] = 8000,
) -> None:
    from leitai.server.config import Config, refusals

    reasons = refusals(Config())
    if reasons:
        raise stop(
            "\n".join(["不能启动：", *(f"  - {reason.zh}" for reason in reasons)]),
            "\n".join(["Not started:", *(f"  - {reason.en}" for reason in reasons)]),
            2,
        )
    open_site()
    require_migrated()

    from leitai.server.processes import is_free
    from leitai.server.run import run_site

    if not is_free(host, port):
        raise stop(f"端口 {port} 已被占用。", f"Port {port} is taken.", 2)
    address = f"http://{host}:{port}/"
    outcome = run_site(
        host,
        port,
        on_ready=lambda: say(
            f"已启动：{address}（Ctrl-C 停止）", f"Serving {address} (Ctrl-C stops)"
        ),
    )
    if outcome.died is not None:
        raise stop(
            f"进程 {outcome.died} 意外退出（{outcome.code}），已全部停止。",
            f"The process {outcome.died} ended with {outcome.code}; everything was stopped.",
        )
    say("已停止。", "Stopped.")
