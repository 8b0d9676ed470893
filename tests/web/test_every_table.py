"""Every page with a table gives it away as Excel and CSV, with the columns that it shows."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import openpyxl
import pytest
from django.test import Client

from tests.web.matrix import PAGES, Entry
from tests.web.scenes import english, words
from tests.web.test_permissions import address, line
from tests.web.world import Site

pytestmark = pytest.mark.django_db

#: Pages whose tables are not given away, each with the reason.
EXCEPTIONS = {
    "/": "extracts, each with a link to the whole list, which has its files",
    "/search/": "names found, a way to pages, no data",
    "/audit/verify": "the protocol of one check; what was checked has its own files",
    "/boards/<slug:slug>/<str:period>/<slug:group>/screen/": "for a wall; the board has its files",
    "/benchmarks/units/<int:pk>/briefing/": "for paper; the pair's page has the files",
    "/matters/rules/": "the rules themselves; the API gives them out",
    "/people/<int:pk>/": "the roles of one person; the list of people has them as a file",
    "/uploads/<int:pk>/layout/": "fields of a form, no figures",
    "/trace/score/<int:place>/<str:node>/": "part of a drawer over a page that has files",
    "/trace/value/<int:revision>/": "part of a drawer over a page that has files",
    "/trace/sheet/<int:revision>/": "part of a drawer over a page that has files",
    "/schemes/<slug:slug>/": "the rules themselves; their file is the scheme's own YAML",
    "/schemes/<slug:slug>/<str:number>/": "the rules themselves; their file is their own YAML",
    "/schemes/<slug:slug>/<str:number>/groups/": "the rules of two groups; their file is the YAML",
    "/schemes/<slug:slug>/<str:number>/compare/": "lines of two YAML files; both are given out",
    "/schemes/<slug:slug>/<str:number>/preview": "part of the editor",
    "/schemes/<slug:slug>/<str:number>/item-trial": "part of the editor",
    "/schemes/<slug:slug>/<str:number>/figures": "part of the editor",
    "/schemes/<slug:slug>/<str:number>/trial/": "a trial that counts nothing; the API has it",
    "/bulletins/<int:pk>/": "an issued paper, given out as it was printed",
    "/bulletins/letters/<int:pk>/<int:year>/": "a paper before it is issued",
    "/bulletins/cards/<int:pk>/<str:period>/": "a paper; the unit's page has its files",
    "/bulletins/drafts/<int:pk>/": "a paper before it is issued",
    "/bulletins/boards/<slug:slug>/<str:period>/<slug:group>/": "a paper; the board has its files",
    "/scheme-library/": "ready schemes; each has its YAML and its example as files",
}
#: Headings of the page that stand in the file otherwise, each with how.
OTHERWISE = {
    "": "buttons",
    "Action": "buttons",
    "Order": "buttons",
    "File": "buttons",
    "Against the benchmark": "a picture of the ratio",
    "Change": "the place before",
    "Parts": "a column each",
    "Score": "points and full marks, a column each",
    "To next above": "follows from the totals",
    "Ahead of next": "follows from the totals",
    "Rank interval": "a sheet of its own in the workbook",
    "State": "of an indicator: reported, expected, days late",
    "Pace": "a picture of the share",
    "Of due": "called share of due",
    "Since 2024": "places gained on a ladder; a sheet of their own in the workbook",
}
#: Tables beside the page's own, by route and caption, each with the reason.
PARTS = {
    ("/goals/", "Phases"): "fields of a form; the goals' file says their years",
    ("/benchmarks/units/<int:pk>/", "Year by year at the growth needed"): "worked out from one "
    "rate; a sheet of the page's workbook, with its formulas",
}
TABLE = re.compile(r'<table class="lt-(?:tb|board)\b.*?</table>', re.S)
CAPTION = re.compile(r"<caption[^>]*>(.*?)</caption>", re.S)
HEAD = re.compile(r'<th scope="col".*?</th>', re.S)
LINK = re.compile(r'<a href="([^"]+)" download>(Excel|CSV)</a>')
#: Readers who between them see every page.
READERS = ("assessment_office", "administrator", "principal_leader", "outsider")

READ = [
    entry
    for entry in PAGES
    if entry.method == "GET" and not entry.route.endswith(("export.xlsx", "/file", "evidence"))
]


def files_of(client: Client, url: str, page: str) -> dict[str, list[set[str]]]:
    """The headings of each Excel sheet and each CSV file that a page offers, by kind."""
    found: dict[str, list[set[str]]] = {}
    for href, name in dict.fromkeys(LINK.findall(page)):
        href = unescape(href)
        target = href if href.startswith("/") else url.split("?")[0] + href
        answer = client.get(target)
        assert answer.status_code == 200, target
        files = found.setdefault(name, [])
        if name == "CSV":
            rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
            files.append({bare(heading) for heading in rows[0]})
        else:
            book = openpyxl.load_workbook(io.BytesIO(answer.content))
            for sheet in book.worksheets:
                cells = (str(cell.value) for row in sheet.iter_rows() for cell in row)
                files.append({bare(text) for text in cells})
    return found


def bare(heading: str) -> str:
    """A heading without its unit of measure."""
    return re.split(r"\s*[(（/]", heading)[0].strip()


def name_of(table: str) -> str:
    """What a table is called for those who cannot see it."""
    caption = CAPTION.search(table)
    return words(caption[1]) if caption else ""


@pytest.mark.parametrize("entry", READ, ids=line)
def test_every_table_of_a_page_is_given_away(entry: Entry, site: Site) -> None:
    """Each table has a file of its own, or a sheet in the page's workbook, with its columns."""
    for what, let_in in entry.let_in.items():
        for reader in (one for one in READERS if one in let_in):
            client = english(site.user(reader))
            url = address(entry, site, what, reader)
            response = client.get(url, follow=True)
            if not response.headers.get("Content-Type", "").startswith("text/html"):
                continue
            page = response.content.decode()
            tables = [
                table for table in TABLE.findall(page) if (entry.route, name_of(table)) not in PARTS
            ]
            if not tables or entry.route in EXCEPTIONS:
                continue
            files = files_of(client, url, page)
            assert set(files) == {"Excel", "CSV"}, f"{url} shows a table and gives no file of it"
            if entry.route == "/indicators/<int:pk>/":  # periods across there, down in the file
                continue
            for table in tables:
                shown = {bare(words(head)) for head in HEAD.findall(table)} - set(OTHERWISE)
                for kind, given in files.items():
                    missing = [sorted(shown - one) for one in given]
                    assert [] in missing, f"{url} “{name_of(table)}” has no {kind} file: {missing}"


def test_each_exception_is_a_page() -> None:
    assert set(EXCEPTIONS) <= {entry.route for entry in READ}
