"""``leitai demo``: a site with the demo data, on this machine only, ready to look at."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leitai.cli.site import open_site, say, stop, unapplied_migrations
from leitai.cli.words import both, language

if TYPE_CHECKING:
    from leitai.server.config import Config

#: Beside the database: the demo data are being loaded; is left behind by an interrupted load.
LOADING = "loading"
#: Beside the database: the digest of the demo data that were loaded.
LOADED = "loaded"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        help=both("载入示例数据并打开网站（仅限本机试用）", "load the demo data and open the site")
    )(demo)


def demo(
    host: Annotated[str, typer.Option(help=both("监听地址", "address to listen on"))] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option(
            min=1,
            max=65535,
            help=both("端口，被占用时取下一个空闲的", "port, or the next free one"),
        ),
    ] = 8000,
    fresh: Annotated[
        bool,
        typer.Option(
            "--fresh", help=both("丢弃试用中的改动，重新载入", "throw away changes and load again")
        ),
    ] = False,
    load_only: Annotated[
        bool, typer.Option("--load-only", help=both("只载入，不打开网站", "load and do not serve"))
    ] = False,
) -> None:
    _settings_of_a_demo(host)
    config = open_site()
    _load_once(config, fresh=fresh)
    if load_only:
        return

    from leitai.server.processes import free_port
    from leitai.server.run import run_site

    chosen = free_port(host, port)
    outcome = run_site(host, chosen, on_ready=lambda: _welcome(host, chosen))
    if outcome.died is not None:
        raise stop(
            f"进程 {outcome.died} 意外退出（{outcome.code}），已全部停止。",
            f"The process {outcome.died} ended with {outcome.code}; everything was stopped.",
        )
    say("已停止。", "Stopped.")


def _settings_of_a_demo(host: str) -> None:
    """Keep the demo apart from a real site: its own folder, its own secret, no debug mode."""
    os.environ.setdefault("LEITAI_VAR", str(Path("var", "demo")))
    var = Path(os.environ["LEITAI_VAR"])
    var.mkdir(parents=True, exist_ok=True)
    secret = var / "secret"
    if not secret.exists():
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(64), "ascii")
    os.environ["LEITAI_SECRET_KEY"] = secret.read_text("ascii")
    os.environ["LEITAI_DEMO"] = "true"
    os.environ["LEITAI_DEBUG"] = "false"
    os.environ.setdefault("LEITAI_LOG_LEVEL", "WARNING")
    if host not in ("127.0.0.1", "localhost", "::1"):
        hosts = os.environ.get("LEITAI_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
        os.environ["LEITAI_ALLOWED_HOSTS"] = f"{hosts},{host}"


def _load_once(config: Config, *, fresh: bool) -> None:
    """Load the demo data unless they are there; begin again after an interrupted load."""
    from django.core.management import call_command

    from leitai.demo.load import data_digest, load_demo

    loading, loaded = config.var / LOADING, config.var / LOADED
    if fresh or loading.exists():
        _empty(config)
    if unapplied_migrations():
        say("建立数据库 …", "Making the database …")
        call_command("migrate", interactive=False, verbosity=0)

    from leitai.apps.units.models import Unit

    if Unit.objects.exists():
        if not loaded.exists() or loaded.read_text("ascii") != data_digest():
            say(
                "示例数据来自另一个版本；leitai demo --fresh 换成本版本的（试用中的改动会丢失）。",
                "The demo data are of another release; leitai demo --fresh loads this one's "
                "(changes made meanwhile are lost).",
            )
        return
    loading.touch()
    with _progress() as report:
        load_demo(report)
    loaded.write_text(data_digest(), "ascii")
    loading.unlink()


def _empty(config: Config) -> None:
    from django.conf import settings

    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        from leitai.apps.units.models import Unit

        if unapplied_migrations() or not Unit.objects.exists():
            return
        raise stop(
            "PostgreSQL 数据库不会自动清空。请删除并重建这个数据库，再运行。",
            "A PostgreSQL database is not emptied. Drop and create it, then run this again.",
        )
    name = Path(database["NAME"])
    for rest in ("", "-wal", "-shm"):
        name.with_name(name.name + rest).unlink(missing_ok=True)
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    for mark in (LOADING, LOADED):
        (config.var / mark).unlink(missing_ok=True)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function that shows how far a step has come: its name, done, total."""
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    if not sys.stdout.isatty():
        yield _plain_report()
        return
    bars: dict[str, TaskID] = {}
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    ) as progress:

        def report(step: str, done: int, total: int) -> None:
            if step not in bars:
                bars[step] = progress.add_task(step, total=total)
            progress.update(bars[step], completed=done, total=total)

        yield report


def _plain_report() -> Callable[[str, int, int], None]:
    """Return a function that prints a line a quarter, for logs."""
    last: dict[str, int] = {}

    def report(step: str, done: int, total: int) -> None:
        quarter = 4 * done // max(total, 1)
        if quarter > last.get(step, -1):
            last[step] = quarter
            typer.echo(f"{step} {25 * quarter}%")

    return report


def _welcome(host: str, port: int) -> None:
    from rich.console import Console
    from rich.table import Table

    from leitai.demo.load import demo_accounts
    from leitai.demo.load.district import tour_file

    console = Console()
    shown = f"[{host}]" if ":" in host else host
    console.print()
    console.print(both(f"擂台示例：http://{shown}:{port}/", f"Leitai demo: http://{shown}:{port}/"))
    table = Table(box=None, pad_edge=False)
    for heading in (
        both("角色", "role"),
        both("登录名", "account"),
        both("密码", "password"),
        both("姓名、单位", "name and unit"),
    ):
        table.add_column(heading)
    for account in demo_accounts(language()):
        table.add_row(account.role, account.username, account.password, account.person)
    console.print(table)
    if tour_file().exists():
        console.print(
            both(
                f"试一试：以 zhoumin 登录，在首页点“上传表格”，上传 {tour_file()}",
                f"Try it: sign in as zhoumin, “Upload a workbook”, and take {tour_file()}",
            )
        )
    console.print(
        both(
            "数据：云溪区为虚构；县域和房价为公开统计。Ctrl-C 停止。",
            "Data: the district of Yunxi is fictional; counties and house prices are published "
            "statistics. Ctrl-C stops.",
        )
    )
