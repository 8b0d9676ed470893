"""Writing rules down: schemes, their versions, and the rounds that run them."""

from __future__ import annotations

import hashlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.periods.models import Period
from leitai.apps.standings.models import DraftRevision, Round, Scheme, SchemeVersion
from leitai.apps.standings.monitors import read_monitor
from leitai.apps.units.models import Unit
from leitai.engine import Scheme as Rules


@verb("scheme.create")
def create_scheme(
    act: Act,
    *,
    area: Unit,
    slug: str,
    name: str,
    period_kind: str,
    name_en: str = "",
    monitor: bool = False,
    public: bool = False,
    position: int = 0,
) -> Scheme:
    """Open a name under which versions of rules will stand."""
    act.require("standings.write_scheme", area)
    scheme = Scheme.objects.create(
        area=area,
        slug=slug,
        name=name,
        name_en=name_en,
        period_kind=period_kind,
        monitor=monitor,
        public=public,
        position=position,
    )
    act.note(slug=slug, name=name, period_kind=period_kind)
    return scheme


@verb("scheme.add_version")
def add_version(act: Act, *, scheme: Scheme, text: str) -> SchemeVersion:
    """Enter a scheme file as a draft version.

    Raises:
        leitai.engine.SchemeError: with every problem of the file, by line and path.
        ValidationError: when the version number is taken by other rules.
    """
    act.require("standings.write_scheme", scheme.area)
    rules = read_monitor(text) if scheme.monitor else Rules.from_yaml(text)
    if rules.effective is None:
        raise ValidationError(_("Say from which day the rules hold: effective: 2026-01-01."))
    digest = hashlib.sha256(text.encode()).hexdigest()
    taken = SchemeVersion.objects.filter(scheme=scheme, number=rules.version).first()
    if taken is not None:
        raise ValidationError(
            _("Version %(number)s exists already; give the new rules a new number.")
            % {"number": rules.version}
        )
    version = SchemeVersion.objects.create(
        scheme=scheme,
        number=rules.version,
        text=text,
        sha256=digest,
        valid_from=rules.effective,
        created_by=act.actor,
        created_at=act.at,
    )
    DraftRevision.objects.create(
        version=version, number=1, text=text, sha256=digest, by=act.actor, at=act.at
    )
    act.note(scheme=scheme.slug, number=rules.version, sha256=digest)
    return version


def open_round(act: Act, *, scheme: Scheme, period: Period) -> Round:
    """Return the run of a scheme for a period, opening it on first use.

    Raises:
        ValidationError: when the scheme does not run by periods of this kind.
    """
    act.require("standings.compute", scheme.area)
    if period.kind != scheme.period_kind:
        raise ValidationError(
            _("%(scheme)s runs by %(kind)s; %(period)s is not one.")
            % {"scheme": scheme.name, "kind": scheme.period_kind, "period": period.code}
        )
    known = Round.objects.filter(scheme=scheme, period=period).first()
    return known or _open(act, scheme=scheme, period=period)


@verb("round.open")
def _open(act: Act, *, scheme: Scheme, period: Period) -> Round:
    opened, _created = Round.objects.get_or_create(
        scheme=scheme, period=period, defaults={"opened_at": act.at}
    )
    act.note(scheme=scheme.slug, period=period.code)
    return opened
