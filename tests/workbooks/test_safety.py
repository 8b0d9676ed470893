"""Files built to harm, damaged files, and passwords: refused with a message, never a traceback."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile

from leitai.workbooks import Limits, WorkbookError, open_sheet_window, read_tables
from leitai.workbooks.archives import read_chunks
from leitai.workbooks.ole_container import wrap_stream
from leitai.workbooks.xls_marks import workbook_stream
from tests.workbooks import make_files

ROWS = '<row r="1"><c r="A1" t="inlineStr"><is><t>镇</t></is></c><c r="B1" t="inlineStr"><is><t>数</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>甲镇</t></is></c><c r="B2"><v>1</v></c></row>'  # noqa: E501


def _code(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(WorkbookError) as caught:
        read_tables(data, limits=limits)
    assert caught.value.message
    assert caught.value.message_en
    return caught.value.code


def test_the_hand_written_file_is_read() -> None:
    [table] = read_tables(make_files.raw_xlsx(make_files.worksheet(ROWS)))
    assert table.cell("甲镇", "数").number == 1.0


def test_a_file_above_the_limit_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    with pytest.raises(WorkbookError, match="200 MB，上限是 50 MB"):
        read_tables(path)


def test_a_zip_bomb_is_refused_from_its_directory() -> None:
    data = make_files.raw_xlsx(make_files.worksheet(ROWS), {"xl/bomb.xml": b"0" * (64 << 20)})
    assert _code(data) == "bomb"
    assert _code(data, Limits(max_uncompressed=1 << 20)) == "bomb"


def test_too_many_members_are_refused() -> None:
    data = make_files.raw_xlsx(make_files.worksheet(ROWS), {f"x{n}.bin": b"" for n in range(40)})
    assert _code(data, Limits(max_members=30)) == "bomb"


def test_a_member_larger_than_it_claims_is_refused() -> None:
    data = bytearray(make_files.raw_xlsx(make_files.worksheet(ROWS + " " * 5000)))
    name = b"xl/worksheets/sheet1.xml"
    at = data.rindex(name) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, at + 24, 100)
    archive = zipfile.ZipFile(io.BytesIO(bytes(data)))
    assert archive.getinfo(name.decode()).file_size == 100
    with pytest.raises(WorkbookError) as caught:
        list(read_chunks(archive, name.decode()))
    assert caught.value.code == "bomb"
    assert _code(bytes(data)) in ("bomb", "corrupt")


def test_entity_bombs_are_refused() -> None:
    lol = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'
    sheet = make_files.worksheet(ROWS).replace('<?xml version="1.0"?>', lol)
    assert _code(make_files.raw_xlsx(sheet)) == "bomb"
    strings = (lol + "<sst>&b;</sst>").encode()
    data = make_files.raw_xlsx(make_files.worksheet(ROWS), {"xl/sharedStrings.xml": strings})
    assert _code(data) == "bomb"


def test_a_huge_sparse_sheet_is_refused_without_taking_its_memory() -> None:
    far = ROWS + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert _code(make_files.raw_xlsx(make_files.worksheet(far))) == "too_many_cells"


def test_a_formatted_but_empty_far_corner_does_no_harm() -> None:
    far = ROWS + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    [table] = read_tables(make_files.raw_xlsx(make_files.worksheet(far)))
    assert table.range == "A1:B2"


def test_sheet_and_cell_limits() -> None:
    data = make_files.raw_xlsx(make_files.worksheet(ROWS))
    assert _code(data, Limits(max_cells=3)) == "too_many_cells"
    assert _code(data, Limits(max_sheets=0)) == "too_many_sheets"
    assert _code("镇,数\n甲,1\n".encode() * 10, Limits(max_cells=20)) == "too_many_cells"


def test_external_links_and_macros_are_ignored() -> None:
    sheet = make_files.worksheet(
        ROWS + '<row r="3"><c r="A3" t="inlineStr"><is><t>乙镇</t></is></c>'
        "<c r=\"B3\"><f>'file:///etc/[passwd]S'!A1</f><v>7</v></c></row>"
    )
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId9" Type="x" Target="http://127.0.0.1:9/x" TargetMode="External"/>'
        "</Relationships>"
    )
    extra = {
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0",
        "xl/externalLinks/_rels/e.xml.rels": link.encode(),
    }
    [table] = read_tables(make_files.raw_xlsx(sheet, extra))
    assert table.cell("乙镇", "数").number == 7.0


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 broken", "corrupt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "corrupt"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "kind"),
        (b"%PDF-1.7", "kind"),
        (b"\x89PNG\r\n\x1a\n", "kind"),
        (b"a,b\x00c", "kind"),
        ("镇,数\n".encode() + b"\xff\xfe\xfd\xfc,1\n", "encoding"),
    ],
)
def test_other_and_damaged_files_are_refused(data: bytes, code: str) -> None:
    assert _code(data) == code


def test_a_missing_file_sheet_and_cell() -> None:
    with pytest.raises(WorkbookError) as caught:
        read_tables("/nowhere/a.xlsx")
    assert caught.value.code == "missing"
    data = make_files.raw_xlsx(make_files.worksheet(ROWS))
    for sheet, address, code in (
        ("别的", "A1", "no_sheet"),
        ("S", "ZZ9", "no_cell"),
        ("S", "D", "no_cell"),
    ):
        with pytest.raises(WorkbookError) as caught:
            open_sheet_window(data, sheet, address)
        assert caught.value.code == code


def _encrypted(password: str) -> bytes:
    # The encrypting library writes streams below 4,096 bytes wrongly, so some padding is added.
    padding = {
        "docProps/pad.bin": bytes(hashlib.sha256(b"%d" % n).digest()[0] for n in range(9000))
    }
    plain = io.BytesIO(make_files.raw_xlsx(make_files.worksheet(ROWS), padding))
    sealed = io.BytesIO()
    OOXMLFile(plain).encrypt(password, sealed)
    return sealed.getvalue()


def test_the_default_password_of_excel_is_opened_without_asking() -> None:
    [table] = read_tables(_encrypted("VelvetSweatshop"))
    assert table.cell("甲镇", "数").number == 1.0


def test_another_password_is_asked_for() -> None:
    data = _encrypted("秘密123")
    assert _code(data) == "password"
    with pytest.raises(WorkbookError, match="密码不对"):
        read_tables(data, password="错的")
    [table] = read_tables(data, password="秘密123")
    assert table.cell("甲镇", "数").number == 1.0


WHOLE = make_files.raw_xlsx(make_files.worksheet(ROWS))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused_but_never_a_traceback(place: int, patch: bytes) -> None:
    data = WHOLE[:place] + patch + WHOLE[place + len(patch) :]
    try:
        read_tables(data)
    except WorkbookError:
        return


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_tables(data)
    except WorkbookError:
        return


def _xls(tmp_path: Path) -> bytes:
    rows = [["镇", "数"], ["甲镇", 1], ["乙镇", 2]]
    return make_files.grid_xls(tmp_path / "a.xls", rows).read_bytes()


def _patched(data: bytes, kind: int, at: int, patch: bytes) -> bytes:
    """The file with bytes of its first record of a kind replaced."""
    stream = workbook_stream(io.BytesIO(data))
    place = 0
    while struct.unpack_from("<H", stream, place)[0] != kind:
        place += 4 + struct.unpack_from("<H", stream, place + 2)[0]
    place += 4 + at
    return wrap_stream(stream[:place] + patch + stream[place + len(patch) :])


def test_declared_sizes_in_xls_take_no_memory(tmp_path: Path) -> None:
    data = _xls(tmp_path)
    [plain] = read_tables(data)
    # First row behind the last: the reader of values would compute four thousand million rows.
    reversed_range = struct.pack("<IIHH", 60000, 1, 200, 1)
    [table] = read_tables(_patched(data, 0x0200, 0, reversed_range))
    assert table.rows == plain.rows
    assert _code(_patched(data, 0x00FC, 4, struct.pack("<I", 0x7FFFFFFF))) == "corrupt"


def test_a_far_cell_in_xls_is_refused(tmp_path: Path) -> None:
    far = _patched(_xls(tmp_path), 0x00FD, 0, struct.pack("<HH", 65000, 65000))
    assert _code(far) == "too_many_cells"


@pytest.mark.parametrize("size", [0, 4096, 5000, 70_000, 9_000_000])
def test_a_rebuilt_container_holds_the_stream(size: int) -> None:
    stream = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    container = wrap_stream(stream)
    assert workbook_stream(io.BytesIO(container)).startswith(stream)


def test_repeats_in_ods_take_no_memory(tmp_path: Path) -> None:
    path = make_files.grid_ods(tmp_path / "a.ods", [["镇", "数"], ["甲镇", 1], ["乙镇", 2]])
    repeat = 'table:number-columns-repeated="2000000000"'
    value = 'office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
    for extra in (
        f"<table:table-cell {repeat}/><table:table-cell {value}",
        f"<table:table-cell {repeat} {value}",
    ):
        out = io.BytesIO()
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
            for name in source.namelist():
                data = source.read(name)
                if name == "content.xml":
                    end = b"</table:table-row>"
                    data = data.replace(end, extra.encode() + end, 1)
                target.writestr(name, data)
        assert _code(out.getvalue()) == "too_many_cells"
