"""Pages under load: the real server, signed-in people of all roles, uploads among them."""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from leitai.bench import made
from leitai.bench.measurement import Measurement, Size
from leitai.bench.pages import Page, pages
from leitai.bench.serving import Server, forget_pages, growth
from leitai.bench.store import LARGE, PERSON
from leitai.bench.visiting import Heard, Visitor, arrive, leave
from leitai.demo.accounts import PASSWORD

#: Seconds for a page: one person, and many; with ten times the values.
ALONE, TOGETHER, HUGE = 0.150, 0.250, 0.400
#: By how much the memory may grow from the second third of the time to the last.
MAY_GROW = 0.10
#: Seconds between two uploads of the mixed load, and the cells of each.
UPLOAD_EVERY, UPLOAD_COLUMNS = 60.0, 2
#: Errors that a report spells out.
SPELLED_OUT = 10


def measure_load(folder: Path, size: Size, facts: dict[str, Any]) -> list[Measurement]:
    """One person cold, one person warm, then many with pauses, on the real server."""
    rounds = pages()
    forgotten = forget_pages(folder) if not size.database else False
    with Server(folder, size.database) as server:
        cold, warm, together, spent = asyncio.run(_visits(server, rounds, size))
        held = server.memory[-1][1] if server.memory else 0.0
    facts = facts | {"database": size.database.split(":")[0] or "sqlite", "memory_mib": round(held)}
    huge = size.periods > 100
    return [
        _cold(cold, facts | {"file_cache_emptied": forgotten}),
        *_by_page("alone", warm, rounds, HUGE if huge else ALONE, facts, "one person, warm", spent),
        *_by_page(
            "together", together, rounds, HUGE if huge else TOGETHER, facts,
            f"{size.users} people of all roles, {size.think:g} s between two pages of each, "
            f"{size.seconds:g} s long",
        ),
    ]  # fmt: skip


async def _visits(
    server: Server, rounds: Sequence[Page], size: Size
) -> tuple[Heard, Heard, Heard, dict[str, float]]:
    """Return what was heard cold, warm and together, and processor time a request by page."""
    site, by_person = server.address, _by_person(rounds)
    cold, warm, together = Heard(), Heard(), Heard()
    spent = {}
    people = dict(zip(by_person, await arrive(site, list(by_person), PASSWORD, cold), strict=True))
    for page in rounds:
        await people[page.username].read(page.name, page.addresses[0])
    for page in rounds:
        visitor = people[page.username]
        visitor.heard = Heard()
        for address in page.addresses:
            await visitor.read(page.name, address)
        cold.errors += visitor.heard.errors
        visitor.heard, before = warm, server.spent()
        for number in range(size.requests):
            await visitor.read(page.name, page.addresses[number % len(page.addresses)])
        spent[page.name] = (server.spent() - before) / size.requests
    await leave(list(people.values()))
    await _crowd(site, by_person, size, size.seconds, together)
    return cold, warm, together, spent


async def _crowd(
    site: str, by_person: dict[str, list[Page]], size: Size, seconds: float, heard: Heard
) -> None:
    """Let many people stroll; they are as many of each role as there are roles to share them."""
    names = list(by_person)
    usernames = [names[number % len(names)] for number in range(size.users)]
    visitors = await arrive(site, usernames, PASSWORD, heard)
    until = time.perf_counter() + seconds
    await asyncio.gather(
        *(
            visitor.stroll(by_person[username], until, size.think, random.Random(made.SEED + n))
            for n, (visitor, username) in enumerate(zip(visitors, usernames, strict=True))
        )
    )
    await leave(visitors)


def _by_person(rounds: Sequence[Page]) -> dict[str, list[Page]]:
    found: dict[str, list[Page]] = defaultdict(list)
    for page in rounds:
        found[page.username].append(page)
    return found


def measure_soak(folder: Path, size: Size, facts: dict[str, Any]) -> list[Measurement]:
    """Mixed load for minutes: people read, an office uploads and accepts; memory stays flat."""
    from leitai.apps.indicators.models import DataSource

    rounds = pages()
    source = DataSource.objects.get(code="bench").pk
    heard, brought = Heard(), Heard()
    with Server(folder, size.database) as server:
        asyncio.run(_mixed(server, rounds, size, source, heard, brought))
        memory = [(round(at), round(held, 1)) for at, held in server.memory]
    grown = growth(memory)
    errors = [*heard.errors, *brought.errors]
    failed = f"{len(errors)} errors, the first: {errors[0]}" if errors else ""
    if grown > MAY_GROW:
        failed = failed or f"memory grew by {grown:.0%}"
    facts = facts | {
        "database": size.database.split(":")[0] or "sqlite",
        "requests": heard.requests + brought.requests,
        "errors": errors[:SPELLED_OUT],
        "memory_mib": memory,
        "memory_growth": round(grown, 3),
    }
    method = (
        f"{size.soak:g} s of {size.users} people with {size.think:g} s between two pages of each, "
        f"and an office that uploads, checks and accepts corrections of "
        f"{size.units * UPLOAD_COLUMNS:,} cells every {_pause(size):g} s"
    )
    every = tuple(second for each in heard.seconds.values() for second in each)
    found = [
        Measurement("soak-pages", "any page under mixed load", method, every, TOGETHER, "p95",
                    failed, facts)
    ]  # fmt: skip
    for name, seconds in brought.seconds.items():
        found.append(
            Measurement(f"soak-{name.split(': ')[1].replace(' ', '-')}", name, method,
                        tuple(seconds), None, "p95", failed)
        )  # fmt: skip
    return found


def _pause(size: Size) -> float:
    return min(UPLOAD_EVERY, size.soak / 5)


async def _mixed(
    server: Server, rounds: Sequence[Page], size: Size, source: int, heard: Heard, brought: Heard
) -> None:
    ended = asyncio.Event()

    async def uploads() -> None:
        (office,) = await arrive(server.address, [PERSON], PASSWORD, brought)
        for number in range(10_000):
            if ended.is_set():
                break
            await _correct(office, size, source, number)
            try:
                await asyncio.wait_for(ended.wait(), _pause(size))
            except TimeoutError:
                continue
        await leave([office])

    async def people() -> None:
        await _crowd(server.address, _by_person(rounds), size, size.soak, heard)
        ended.set()

    await asyncio.gather(people(), uploads())


async def _correct(office: Visitor, size: Size, source: int, number: int) -> None:
    """Bring corrected figures of the newest month: the same cells, other numbers each time."""
    columns = min(UPLOAD_COLUMNS, size.series)
    seed = made.SEED + time.time_ns() % 1_000_000_007
    numbers = made.figures(size.units, columns, seed=seed)
    title = f"{LARGE}2026年10月主要指标完成情况"
    content = made.workbook(numbers, title)
    await office.bring(f"{title}（更正{number}）.xlsx", content, source, "测速：更正")


def _cold(heard: Heard, facts: dict[str, Any]) -> Measurement:
    each = {name: round(seconds[0], 4) for name, seconds in heard.seconds.items()}
    return Measurement(
        "load-cold",
        "the first answer of each kind of page after the server's start",
        "one request a kind, by HTTP, right after leitai serve began to answer",
        tuple(seconds[0] for seconds in heard.seconds.values()),
        failed=heard.errors[0] if heard.errors else "",
        facts=facts | {"pages": each},
    )


def _by_page(
    label: str,
    heard: Heard,
    rounds: Sequence[Page],
    budget: float,
    facts: dict[str, Any],
    how: str,
    spent: Mapping[str, float] | None = None,
) -> list[Measurement]:
    """Return a measurement for each kind of page that was asked for, or that went wrong."""
    failed = f"{len(heard.errors)} errors, the first: {heard.errors[0]}" if heard.errors else ""
    return [
        Measurement(
            f"load-{label}-{page.name}",
            f"{page.work}: {how}",
            "GET by HTTP from leitai serve, signed in by the form, until the last byte",
            tuple(heard.seconds.get(page.name, ())),
            budget,
            "p95",
            failed,
            facts | ({"processor_seconds": round(spent[page.name], 4)} if spent else {}),
        )
        for page in rounds
        if failed or heard.seconds.get(page.name)
    ]
