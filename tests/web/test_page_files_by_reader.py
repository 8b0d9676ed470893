"""Files of pages for every reader: who sees the page gets its table, and nobody else."""

from __future__ import annotations

import csv
import io

import pytest

from tests.web.world import Site

pytestmark = pytest.mark.django_db

PAGES = ("/targets/", "/uploads/", "/audit/", "/indicators/", "/schemes/")


def test_each_page_gives_both_files_to_whoever_sees_it(site: Site) -> None:
    pages = [*PAGES, f"/indicators/{site.district.funds.indicator_id}/"]
    pages.append(f"/units/{site.units['own'].pk}/")
    for reader in ("assessment_office", "town", "outsider", "anonymous"):
        client = site.client(reader)
        for page in pages:
            shown = client.get(page)
            for ending in ("xlsx", "csv"):
                assert client.get(f"{page}?format={ending}").status_code == shown.status_code
            if shown.status_code == 200:
                assert client.get(f"{page}?format=pdf").status_code == 404


def test_the_report_card_has_the_figures_of_the_page(site: Site) -> None:
    client = site.client("assessment_office")
    address = f"/units/{site.units['own'].pk}/"
    page = client.get(address).content.decode()
    rows = list(
        csv.reader(io.StringIO(client.get(f"{address}?format=csv").content.decode("utf-8-sig")))
    )
    assert len(rows) > 2
    for row in rows[1:]:
        if row[7]:
            assert f"{float(row[7]):,.2f}" in page
