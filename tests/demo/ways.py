"""Three doors to the same room: a step of a script by services, HTTP API and command line."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from django.test import Client
from django.utils import timezone
from typer.testing import CliRunner

from leitai.apps.matters.models import Matter
from leitai.apps.matters.selectors.filters import Filter
from leitai.apps.matters.selectors.lists import matters_for, rows_of
from leitai.apps.matters.selectors.statistics import statistics_by, statistics_for
from leitai.apps.units.models import Unit, User
from leitai.cli.main import app
from leitai.cli.matter_words import plain_json
from leitai.demo.load.matters import Player
from leitai.demo.matters_script import Script, Step

Values = dict[str, Any]
#: How a list is asked for: with what has ended, the most there are.
MOST = 500


@contextmanager
def clock(moment: dt.datetime) -> Iterator[None]:
    """Let it be this moment, where the district stands."""
    at = timezone.make_aware(moment) if timezone.is_naive(moment) else moment
    with mock.patch("django.utils.timezone.now", return_value=at):
        yield


class Services(Player):
    """By the services: the way on which the demo is loaded."""

    def listed(self, by: str, day: dt.date) -> list[Values]:
        found = matters_for(self.people[by], Filter(ended=True), day)
        return _plain([vars(row) for row in rows_of(list(found), day)])

    def counted(self, by: str, day: dt.date, start: dt.date, grouping: str) -> Values:
        user, area = self.people[by], self.area.pk
        whole = statistics_for(user, start, day, day, area)
        groups = statistics_by(user, grouping, start, day, day, area)[1]
        return _plain({"all": whole.figures(), "groups": [one.figures() for one in groups]})


def _plain(values: Any) -> Any:
    return json.loads(plain_json(values))


class Api:
    """By the HTTP API, as programs of other houses do."""

    def __init__(self, area: Unit) -> None:
        self.area = area
        self.ids = dict(Unit.objects.filter(above__ancestor=area).values_list("name", "pk"))
        self.people = {user.username: user for user in User.objects.all()}
        self.matters: dict[str, int] = {}

    def take(self, script: Script, step: Step) -> None:
        with clock(step.at):
            if step is script.steps[0]:
                self.matters[script.key] = self._begin(script, step)["id"]
                return
            path = f"/matters/{self.matters[script.key]}/{step.verb}"
            given = {name: self._meant(name, value) for name, value in step.given.items()}
            given.update(given.pop("changes", {}))
            self._post(step.by, path, {"words": step.words, **given})

    def _begin(self, script: Script, step: Step) -> Values:
        name, total, unit = script.measure or ("", None, "")
        return self._post(
            step.by,
            "/matters",
            {
                "area": self.area.pk,
                "title": script.title,
                "kind": script.kind,
                "draft": step.verb == "draft",
                "source_kind": script.source,
                "source_name": script.source_name,
                "source_words": script.source_words,
                "measure_name": name,
                "measure_total": total,
                "measure_unit": unit,
                "contact": self.people[script.contact].pk if script.contact else None,
                "parent": self.matters[script.parent] if script.parent else None,
            },
        )

    def _meant(self, name: str, value: Any) -> Any:
        given: dict[str, Callable[[Any], Any]] = {
            "lead_unit": lambda one: self.ids[one],
            "supporting": lambda all_: [self.ids[one] for one in all_],
            "due": dt.date.isoformat,
            "until": dt.date.isoformat,
            "checks": lambda codes: dict.fromkeys(codes, True),
            "into": lambda key: self.matters[key],
            "files": lambda files: [
                {"name": file, "content": base64.b64encode(text.encode()).decode()}
                for file, text in files
            ],
        }
        return given.get(name, lambda one: one)(value)

    def _client(self, by: str) -> Client:
        client = Client(headers={"Accept-Language": "zh-hans"})
        client.force_login(self.people[by])
        return client

    def _post(self, by: str, path: str, data: Values) -> Values:
        answer = self._client(by).post(f"/api/v1{path}", json.dumps(data), "application/json")
        assert answer.status_code == 200, (path, data, answer.content.decode())
        found: Values = answer.json()
        return found

    def listed(self, by: str, day: dt.date) -> list[Values]:
        answer = self._client(by).get(f"/api/v1/matters?ended=true&limit={MOST}")
        found: list[Values] = answer.json()["items"]
        return found

    def counted(self, by: str, day: dt.date, start: dt.date, grouping: str) -> Values:
        query = f"start={start}&end={day}&by={grouping}&area={self.area.pk}"
        found: Values = self._client(by).get(f"/api/v1/matters/statistics?{query}").json()
        return {name: found[name] for name in ("all", "groups")}


class CommandLine:
    """By ``leitai matter …``, one command a step."""

    #: Name of what a step takes → the option that gives it.
    OPTIONS = {
        "lead_unit": "--lead", "due": "--due", "until": "--until", "level": "--level",
        "responsible_person": "--person", "progress": "--progress", "measure_done": "--done",
    }  # fmt: skip

    def __init__(self, area: Unit, folder: Path) -> None:
        self.folder = folder
        self.numbers: dict[str, str] = {}

    def take(self, script: Script, step: Step) -> None:
        with clock(step.at):
            if step is script.steps[0]:
                self.numbers[script.key] = self._begin(script, step)
                return
            line = ["step", self.numbers[script.key], step.verb.replace("_", "-")]
            line += [*self._options(step), *(["--words", step.words] if step.words else [])]
            made = json.loads(self._run(step.by, *line, "--json"))
            self.numbers[script.key] = made["number"]

    def _begin(self, script: Script, step: Step) -> str:
        line = ["register", "--title", script.title, "--kind", script.kind]
        line += ["--source", script.source, "--source-name", script.source_name]
        line += ["--source-words", script.source_words]
        if script.measure:
            name, total, unit = script.measure
            line += ["--counted", name, "--total", str(total), "--counted-in", unit]
        if script.contact:
            line += ["--contact", script.contact]
        if script.parent:
            line += ["--parent", self.numbers[script.parent]]
        if step.verb == "draft":
            line += ["--draft"]
        made = json.loads(self._run(step.by, *line, "--json"))
        return made["number"] or str(made["id"])

    def _options(self, step: Step) -> list[str]:
        line: list[str] = []
        for name, value in step.given.items():
            if name == "supporting":
                line += [part for one in value for part in ("--support", one)] or ["--alone"]
            elif name == "checks":
                line += [part for code in value for part in ("--check", code)]
            elif name == "into":
                line += ["--into", self.numbers[value]]
            elif name == "changes":
                line += [part for key, one in value.items() for part in (f"--{key}", one)]
            elif name == "files":
                line += [part for file in value for part in ("--file", self._file(*file))]
            elif value not in ("", None):
                line += [self.OPTIONS[name], str(value)]
        return line

    def _file(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, "utf-8")
        return str(path)

    def _run(self, by: str, *line: str) -> str:
        ran = CliRunner().invoke(app, ["matter", *line, "--as", by])
        assert ran.exit_code == 0, (line, ran.output, ran.exception)
        return ran.stdout

    def listed(self, by: str, day: dt.date) -> list[Values]:
        ran = self._run(by, "list", "--ended", "--limit", str(MOST), "--json")
        found: list[Values] = json.loads(ran)["items"]
        return found

    def counted(self, by: str, day: dt.date, start: dt.date, grouping: str) -> Values:
        line = ["statistics", "--from", str(start), "--to", str(day), "--by", grouping, "--json"]
        found = json.loads(self._run(by, *line))
        return {name: found[name] for name in ("all", "groups")}


def numbers() -> dict[int, str]:
    """Return what the matters are called, by their ids."""
    return dict(Matter.objects.values_list("pk", "number"))
