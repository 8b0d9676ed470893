"""What the repository says of its dependencies, and what it must not say of anything."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.constraints import closure, declared

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"[a-z0-9][a-z0-9.-]*==[A-Za-z0-9.!+]+")
#: Written in halves, so that this file does not name them either.
HOSTS = ("py" + "pi.org", "files.python" + "hosted", "registry.npm" + "js", "npm" + "mirror.com")
PLACES = re.compile(r"(?<![\w.-])/(?:ro" + "ot|wo" + "rk|ho" + "me)/")
DOWNLOADS = re.compile(r"""https?://[^\s"']+\.(?:whl|tgz|tar\.gz)\b|"resolved":""")


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    kept = [line for line in lines if line and not line.startswith("#")]
    for line in kept:
        assert PIN.fullmatch(line), line
    return dict(line.split("==") for line in kept)


def tracked() -> list[Path]:
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
        ).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: there is no list of the repository's files")
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def test_every_declared_dependency_is_pinned() -> None:
    fixed = pins()
    for need in declared():
        assert canonicalize_name(need.name) in fixed, need.name
        assert need.specifier.contains(fixed[canonicalize_name(need.name)], prereleases=True)


def test_all_that_is_needed_behind_them_is_pinned_too() -> None:
    found, _absent = closure(declared())
    assert not set(found) - set(pins())


def test_constraints_name_nothing_that_is_not_needed() -> None:
    found, absent = closure(declared())
    if not absent:
        assert set(pins()) == set(found)
    else:
        unneeded = set(pins()) - set(found) - {canonicalize_name(name) for name in absent}
        assert len(unneeded) <= 8, unneeded


def test_extras_of_a_requirement_are_followed() -> None:
    with_extra, _ = closure([Requirement("django-allauth[mfa]")])
    without, _ = closure([Requirement("django-allauth")])
    assert set(with_extra) > set(without)


def test_no_file_names_a_registry_or_a_place_on_a_machine() -> None:
    faults = []
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        faults += [f"{path.relative_to(ROOT)}: {host}" for host in HOSTS if host in text]
        if place := PLACES.search(text):
            faults.append(f"{path.relative_to(ROOT)}: {place[0]}")
        if path.suffix != ".py" and DOWNLOADS.search(text):
            faults.append(f"{path.relative_to(ROOT)}: a download address")
    assert not faults
