"""What the environment may say: every setting begins with ``LEITAI_``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic_settings import BaseSettings, SettingsConfigDict

#: Good for a demo on one's own machine only; ``leitai serve`` refuses it.
DEFAULT_SECRET_KEY = "leitai-demo-only-not-secret-0123456789abcdefghijklmnopqrstuvwxyz"  # noqa: S105


#: Seconds that a thread keeps its connection to the database. Opening one costs SQLite some three
#: milliseconds a request. Four threads in each of up to four processes keep one each, so a page
#: cache is 16 MiB, not more: what is read comes through the shared memory map anyway.
CONNECTION_AGE = 60


class Config(BaseSettings):
    """Settings of a site.

    Attributes:
        secret_key: signs sessions and tokens; must be set for real service.
        debug: Django's debug mode; never for real service.
        database_url: ``sqlite:///path`` or ``postgresql://user:password@host:port/name``; empty
            means a SQLite file in ``var``.
        var: folder for the database, uploaded files and exported heads.
        allowed_hosts: comma-separated host names the site answers to.
        https: whether the site is reached by HTTPS (secure cookies, HSTS).
        demo: whether the demo accounts are shown on the sign-in page.
        max_upload_mb: largest accepted upload.
        trusted_proxies: proxies in front whose client address headers are believed.
        address: where people reach the site, for links in mails and chats; none without it.
        smtp_host: mail server; without one the site sends no mail (a demo prints it).
        smtp_port, smtp_user, smtp_password: where and as whom to hand mail in.
        smtp_security: ``starttls``, ``tls`` from the first byte, or ``none``.
        mail_from: sender of mails.
        webhook_hosts: comma-separated hosts to which group chats may be joined, by HTTPS; one that
            speaks plain HTTP is written out: ``http://10.1.2.3:8080``.
    """

    model_config = SettingsConfigDict(env_prefix="LEITAI_", extra="ignore")

    secret_key: str = DEFAULT_SECRET_KEY
    debug: bool = False
    database_url: str = ""
    var: Path = Path("var")
    allowed_hosts: str = "localhost,127.0.0.1,[::1]"
    https: bool = False
    demo: bool = False
    max_upload_mb: int = 50
    trusted_proxies: int = 0
    log_level: str = "INFO"
    address: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_from: str = "leitai@localhost"
    webhook_hosts: str = ""


def database(config: Config) -> dict[str, Any]:
    """Return Django's database entry for the configured address.

    SQLite runs with write-ahead log, immediate transactions and full synchronisation, so an
    acknowledged write survives a power cut; either keeps its connections for a while, and
    PostgreSQL checks their health.

    Raises:
        ValueError: for an address of another kind.
    """
    url = urlsplit(config.database_url)
    if url.scheme in ("", "sqlite"):
        path = Path(unquote(url.path.lstrip("/") if url.netloc == "" else url.path))
        name = path if config.database_url and str(path) else config.var / "leitai.sqlite3"
        if config.database_url.startswith("sqlite:////"):
            name = Path("/") / path
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(name),
            "CONN_MAX_AGE": CONNECTION_AGE,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                    "PRAGMA foreign_keys=ON; PRAGMA cache_size=-16384; PRAGMA mmap_size=268435456;"
                ),
            },
        }
    if url.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": url.hostname or "",
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": CONNECTION_AGE,
            "CONN_HEALTH_CHECKS": True,
            # A page's query is over long before compiling it would pay: compiling took a second of
            # counting a hundred thousand rows, counting itself a twentieth.
            "OPTIONS": {
                "options": "-c jit=off",
                **dict(parse_qsl(url.query, keep_blank_values=True)),
            },
        }
    raise ValueError(f"LEITAI_DATABASE_URL: {url.scheme!r} is neither sqlite nor postgresql")


class Refusal(NamedTuple):
    """Why real service must not start, in both languages."""

    zh: str
    en: str


def refusals(config: Config) -> list[Refusal]:
    """Return the reasons why real service must not start with these settings; empty is fine."""
    found = []
    if config.secret_key == DEFAULT_SECRET_KEY:
        found.append(
            Refusal(
                "没有设 LEITAI_SECRET_KEY：请设为至少 50 个随机字符。",
                "LEITAI_SECRET_KEY is not set: set it to at least 50 random characters.",
            )
        )
    elif len(config.secret_key) < 50:
        found.append(
            Refusal(
                "LEITAI_SECRET_KEY 太短：至少要 50 个随机字符。",
                "LEITAI_SECRET_KEY is too short: use at least 50 random characters.",
            )
        )
    if config.debug:
        found.append(
            Refusal(
                "LEITAI_DEBUG 开着：请关掉，它会把内部情况给访客看。",
                "LEITAI_DEBUG is on: turn it off, it shows internals to visitors.",
            )
        )
    if "*" in config.allowed_hosts:
        found.append(
            Refusal(
                "LEITAI_ALLOWED_HOSTS 含有 *：请写明网站应答的主机名。",
                "LEITAI_ALLOWED_HOSTS contains *: name the hosts that the site answers to.",
            )
        )
    if config.demo:
        found.append(
            Refusal(
                "LEITAI_DEMO 开着：登录页会印出演示账号和密码。",
                "LEITAI_DEMO is on: the sign-in page shows account names and passwords.",
            )
        )
    return found
