"""Clients that write without a pause: matters through their life, many at once, uploads, boards.

Each is a script that yields writes and gets their answers. It stands still at a write whose answer
did not come, over any number of crashes, until the same write under the same key is answered.
"""

from __future__ import annotations

import base64
import http.client
import io
import random
import threading
import uuid
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

import openpyxl

from tests.crash.client import Client, upload_form
from tests.crash.ledger import Ledger, Write
from tests.crash.programs import Programs

CHECKS = dict.fromkeys(("facts", "solved", "done", "conclusion", "lawful", "form"), True)
#: Seconds between two looks at an upload that is being read.
LOOK_AGAIN = 0.3


class RefusedError(AssertionError):
    """The site answered a write with a refusal, though nothing speaks against it."""


@dataclass(frozen=True)
class Look:
    """A question in a script; asked again until the answer is as wanted."""

    token: str
    path: str
    wanted: Callable[[Any], bool]


Script = Generator[Write | Look, Any, None]


@dataclass
class Tally:
    """Answers of a round, counted over all writers."""

    acknowledged: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def add(self) -> None:
        with self.changed:
            self.acknowledged += 1
            self.changed.notify_all()

    def wait(self, wanted: int, seconds: float) -> None:
        """Wait until so many answers have come; after the time, with what there is."""
        with self.changed:
            self.changed.wait_for(lambda: self.acknowledged >= wanted, seconds)


class Writer:
    """One client with its script."""

    def __init__(self, site: Programs, ledger: Ledger, script: Script) -> None:
        self.site = site
        self.ledger = ledger
        self.script = script
        self.next: Write | Look = next(script)
        self.broken: Exception | None = None

    def work(self, stop: threading.Event, tally: Tally) -> None:
        """Write until asked to stop or until an answer stays away."""
        try:
            while not stop.is_set():
                looks = isinstance(self.next, Look)
                if not self.send():
                    if looks and not stop.wait(LOOK_AGAIN):
                        continue
                    return
                if not looks:
                    tally.add()
        except Exception as error:
            self.broken = error

    def send(self) -> bool:
        """Send what is next; tell whether it was answered, and then go on to the one after it."""
        sent = self.next
        answer = self.ask(sent)
        if answer is None:
            return False
        if isinstance(sent, Write):
            sent.answer = answer
            self.ledger.answered.append(sent)
        self.next = self.script.send(answer)
        return True

    def ask(self, sent: Write | Look) -> Any:
        """Return the answer; None for none, for an error of the site, for too many questions."""
        client = Client(self.site, sent.token)
        try:
            if isinstance(sent, Look):
                status, answer = client.ask("GET", sent.path)
            else:
                sent.tries += 1
                status, answer = client.ask("POST", sent.path, sent.body, sent.key)
        except (OSError, http.client.HTTPException, ValueError):
            return None
        if status >= 500 or status == 429:
            return None
        if status not in (200, 201):
            raise RefusedError(f"{status} {answer} for {sent}")
        if isinstance(sent, Look) and not sent.wanted(answer):
            return None
        return answer


def write(kind: str, token: str, path: str, chance: random.Random, /, **body: Any) -> Write:
    """Return a write with a mark and a key; ``MARK`` in its body is the mark."""
    mark = f"m{chance.getrandbits(64):016x}"
    key = uuid.UUID(int=chance.getrandbits(128), version=4)
    said = {name: mark if value == "MARK" else value for name, value in body.items()}
    return Write(kind, mark, token, path, said, key)


def handle_matters(site: Programs, place: int, chance: random.Random) -> Script:
    """Bring one matter after another from its registration to its closing and recheck."""
    facts, tokens = site.facts, site.facts["tokens"]
    office, second, clerk = (tokens[name][place] for name in ("office", "second", "clerk"))

    def step(token: str, pk: int, verb: str, /, **body: Any) -> Write:
        return write("step", token, f"/matters/{pk}/{verb}", chance, words="MARK", **body)

    while True:
        made = yield write(
            "register", office, "/matters", chance,
            area=facts["area"], title="MARK", kind="document", source_kind="meeting",
        )  # fmt: skip
        pk = made["id"]
        yield step(office, pk, "assign", lead_unit=facts["bureau"])
        yield step(clerk, pk, "sign_for")
        kept = yield write(
            "filter", office, "/matter-filters", chance, name="MARK", query="light=red"
        )
        yield write("remove", office, f"/matter-filters/{kept['id']}/remove", chance)
        file = {"name": "照片.jpg", "content": base64.b64encode(chance.randbytes(200)).decode()}
        yield step(clerk, pk, "report_progress", progress=40, files=[file])
        yield step(second, pk, "urge")
        yield step(clerk, pk, "report_completion", files=[file])
        yield step(second, pk, "return_for_rework")
        yield step(clerk, pk, "report_completion", files=[file])
        yield step(second, pk, "verify", checks=CHECKS)
        yield step(office, pk, "close_out")
        yield step(second, pk, "recheck")


def handle_many(site: Programs, chance: random.Random) -> Script:
    """Register some matters, give them out in one call, press for them in another."""
    facts, token = site.facts, site.facts["tokens"]["office"][-1]

    def many(verb: str, ids: list[int], /, **body: Any) -> Write:
        path = f"/matters/many/{verb}"
        made = write("step", token, path, chance, matters=ids, words="MARK", **body)
        made.rows = len(ids)
        made.keys = tuple(uuid.uuid5(made.key, f"{verb} {pk}") for pk in ids)
        return made

    while True:
        ids = []
        for _one in range(3):
            made = yield write(
                "register", token, "/matters", chance,
                area=facts["area"], title="MARK", kind="document",
            )  # fmt: skip
            ids.append(made["id"])
        for outcomes in (
            (yield many("assign", ids, lead_unit=facts["bureau"])),
            (yield many("urge", ids)),
        ):
            if not all(one["done"] for one in outcomes):
                raise RefusedError(str(outcomes))


def workbook(form: list[list[Any]], chance: random.Random) -> bytes:
    """Return the bureau's form with two figures that no workbook before had."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in form:
        book.active.append(row)
    for address in ("D4", "D5"):
        book.active[address] = round(chance.uniform(1, 90_000), 2)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def handle_numbers(site: Programs, chance: random.Random) -> Script:
    """Bring a workbook in, wait until it is read, accept it; then compute and publish the board."""
    facts, token = site.facts, site.facts["tokens"]["scorer"][-1]
    while True:
        made = write("upload", token, "/uploads", chance)
        made.mark += ".xlsx"
        made.body = upload_form(facts["source"], made.mark, workbook(facts["form"], chance))
        brought = yield made
        where = f"/uploads/{brought['id']}"
        yield Look(token, where, lambda upload: upload["state"] != "received")
        yield write("accept", token, f"{where}/accept", chance, reason="MARK")
        if chance.random() < 0.5:
            yield write("compute", token, "/boards/towns/2026-10/compute", chance)
            yield write("publish", token, "/boards/towns/2026-10/publish", chance)
