"""The page that registers matters from a sheet, and the same by API and command line."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from typer.testing import CliRunner

from leitai.apps.matters.models import Matter, MatterSheet
from leitai.cli.main import app
from tests.apps.matters.world import Desk, make_desk
from tests.people import District, People
from tests.web.scenes import assert_sound, english, words

pytestmark = pytest.mark.django_db
TEXT = "标题,种类,牵头单位,期限\n背街小巷改造,文件落实,{lead},2036-12-31\n公厕改造,{kind},,\n"


@pytest.fixture
def desk(district: District, people: People) -> Desk:
    return make_desk(district, people)


def content(lead: str = "区招商局", kind: str = "其他事项") -> bytes:
    return TEXT.format(lead=lead, kind=kind).encode()


def bring(client: Any, data: bytes) -> Any:
    return client.post("/matters/sheets/bring", {"file": SimpleUploadedFile("清单.csv", data)})


def test_a_sheet_is_looked_through_answered_and_registered(desk: Desk) -> None:
    client = english(desk.office)
    assert "No sheet was brought yet" in words(assert_sound(client.get("/matters/sheets/")))
    answer = bring(client, content(lead="招商局"))
    assert answer.status_code == 302, words(answer.content.decode())
    page = words(assert_sound(client.get(answer.url)))
    assert "2 rows were read. 1 of them cannot be registered" in page
    assert "C2 “招商局” is no unit on record" in page
    refused = client.post(f"{answer.url}register", follow=True)
    assert "Wrong cells: 1" in words(refused.content.decode())
    assert not Matter.objects.exists()
    client.post(f"{answer.url}answer", {"name": "招商局", "unit": desk.lead.pk})
    assert "All 2 rows were understood" in words(assert_sound(client.get(answer.url)))
    done = client.post(f"{answer.url}register", follow=True)
    assert "2 matters are on the list." in words(done.content.decode())
    assert Matter.objects.get(title="背街小巷改造").lead_unit == desk.lead
    assert "on the list" in words(assert_sound(client.get("/matters/sheets/")))


def test_a_file_that_is_no_list_is_told_on_the_form(desk: Desk) -> None:
    answer = bring(english(desk.office), b"a,b\n1,2\n")
    assert answer.status_code == 422
    assert "No matters found" in words(assert_sound(answer))


def test_the_template_comes_back_as_matters(desk: Desk) -> None:
    client = english(desk.office)
    book = openpyxl.load_workbook(io.BytesIO(client.get("/matters/sheets/template/").content))
    page = book.worksheets[0]
    heads = [cell.value for cell in page[1]]
    assert heads[0] == "title"
    told = [str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row]
    assert "区招商局" in told
    page.append([{"title": "新的事", "kind": "other"}.get(str(head)) for head in heads])
    stream = io.BytesIO()
    book.save(stream)
    answer = bring(client, stream.getvalue())
    assert answer.status_code == 302
    client.post(f"{answer.url}register")
    assert Matter.objects.get().title == "新的事"


def test_programs_bring_settle_and_register_a_sheet(desk: Desk) -> None:
    client = english(desk.office)

    def post(path: str, data: Any) -> Any:
        return client.post(f"/api/v1/matter-sheets{path}", json.dumps(data), "application/json")

    coded = base64.b64encode(content(lead="招商局", kind="喝茶")).decode()
    sheet = post("", {"area": desk.area.pk, "name": "清单.csv", "content": coded}).json()
    assert [one["written"] for one in sheet["doubts"]] == ["招商局"]
    faults = [fault["address"] for row in sheet["rows"] for fault in row["faults"]]
    assert faults == ["C2", "B3"]
    settled = post(f"/{sheet['id']}/answers", {"answers": {"招商局": desk.lead.pk}}).json()
    assert settled["rows"][0]["lead"] == "区招商局"
    assert post(f"/{sheet['id']}/register", {}).status_code == 409
    coded = base64.b64encode(content()).decode()
    second = post("", {"area": desk.area.pk, "name": "清单.csv", "content": coded}).json()
    assert post(f"/{second['id']}/register", {}).status_code == 200
    assert Matter.objects.count() == 2
    assert post("", {"area": desk.area.pk, "name": "x", "content": "!"}).status_code == 422


def test_the_command_line_names_each_wrong_cell_or_registers_all(
    desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "清单.csv"

    def run(*more: str) -> Any:
        line = ["matter", "register", "--from", str(file), "--as", desk.office.username, *more]
        return CliRunner().invoke(app, line)

    file.write_bytes(content(lead="没有的局", kind="喝茶"))
    wrong = run()
    assert wrong.exit_code == 1
    assert "C2" in wrong.output
    assert "B3" in wrong.output
    assert not MatterSheet.objects.exists()
    file.write_bytes(content())
    done = run()
    assert done.exit_code == 0, done.output
    assert all(number in done.output for number in Matter.objects.values_list("number", flat=True))
    assert run().exit_code == 1
    assert run("--again").exit_code == 0
    assert Matter.objects.count() == 4
