"""``python -m tests.browser.load``: the fictional district with its last two boards."""

from __future__ import annotations


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from leitai.apps.audit.services import seal
    from leitai.demo.load.district import load_district

    call_command("migrate", interactive=False, verbosity=0)
    load_district(lambda _text, _share: None, boards=2)
    seal()


if __name__ == "__main__":
    main()
