"""``python -m tests.browser.load``: the fictional district, two boards, its towns' benchmarks."""

from __future__ import annotations


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from leitai.apps.audit.services import seal
    from leitai.apps.units.models import Unit
    from leitai.demo.load.benchmarks import load_town_benchmarks
    from leitai.demo.load.district import load_district

    call_command("migrate", interactive=False, verbosity=0)
    load_district(lambda _text, _share: None, boards=2)
    load_town_benchmarks(Unit.objects.get(name="云溪区", kind="district"))
    seal()


if __name__ == "__main__":
    main()
