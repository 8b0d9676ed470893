"""Old Word and WPS files, through LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from leitai.documents.limits import DocumentError, Limits, check_size

_PROGRAMS = ("soffice", "libreoffice")
# Macros never run, links are never followed, nothing is fetched.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def office_program() -> str:
    """The path of LibreOffice, or an empty text where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), "")


def convert_to_docx(data: bytes, suffix: str, limits: Limits) -> bytes:
    """The same document as .docx, made by LibreOffice in a folder and profile of its own."""
    program = office_program()
    if not program:
        raise DocumentError(
            "office_missing",
            f"读 {suffix} 要用 LibreOffice，本机没有安装。请用 Word 或 WPS 打开，另存为 .docx 后再传。",
            f"Reading {suffix} needs LibreOffice, which is not installed here. "
            "Open it in Word or WPS, save it as .docx and upload again.",
        )
    with tempfile.TemporaryDirectory(prefix="leitai-office-") as folder:
        place = Path(folder)
        source = place / f"in{suffix}"
        source.write_bytes(data)
        profile = place / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        command = [
            program, f"-env:UserInstallation=file://{place}/profile", "--headless", "--norestore",
            "--nolockcheck", "--convert-to", "docx:Office Open XML Text", "--outdir", folder,
            str(source),
        ]  # fmt: skip
        try:
            subprocess.run(  # noqa: S603  # a fixed program on a file with a fixed name
                command, capture_output=True, timeout=limits.office_seconds, check=False
            )
        except (subprocess.TimeoutExpired, OSError) as error:
            raise _failed(suffix) from error
        made = place / "in.docx"
        if not made.is_file():
            raise _failed(suffix)
        check_size(made.stat().st_size, limits)
        return made.read_bytes()


def _failed(suffix: str) -> DocumentError:
    return DocumentError(
        "office_failed",
        f"LibreOffice 打不开这个 {suffix} 文件。请用 Word 或 WPS 打开，另存为 .docx 后再传。",
        f"LibreOffice could not open this {suffix} file. "
        "Open it in Word or WPS, save it as .docx and upload again.",
    )
