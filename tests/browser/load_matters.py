"""``python -m tests.browser.load_matters``: what 双塘镇 owes: returned, newly assigned, in hand."""

from __future__ import annotations

import datetime as dt
from typing import Any


def main() -> None:
    import django

    django.setup()
    from django.utils import timezone

    from leitai.apps.audit.services import Act
    from leitai.apps.matters.services import (
        Measure,
        Source,
        assign,
        register_matter,
        report_completion,
        report_progress,
        return_for_rework,
        sign_for,
    )
    from leitai.apps.units.models import Unit, User

    area = Unit.objects.get(name="云溪区", kind="district")
    town = Unit.objects.get(name="双塘镇")
    office = User.objects.get(username="wuruochuan")
    clerk = User.objects.get(username="luoxiaoman")
    today = timezone.localdate()

    def on(back: int, actor: User) -> Act:
        day = today - dt.timedelta(days=back)
        return Act(at=timezone.make_aware(dt.datetime.combine(day, dt.time(9))), actor=actor)

    def assigned(title: str, back: int, due: int, measure: Measure | None = None) -> Any:
        source = Source("meeting", "区政府第31次常务会议纪要，第4条", f"{title}，按期办结。")
        matter = register_matter(
            on(back, office), area=area, title=title, kind="document", source=source,
            measure=measure,
        )  # fmt: skip
        day = today + dt.timedelta(days=due)
        return assign(
            on(back, office), matter=matter, lead_unit=town, due=day, responsible_person="罗小满"
        )

    villages = Measure("已达标的村", 15, "个")
    waste = sign_for(on(20, clerk), matter=assigned("生活垃圾分类达标整改", 21, -3, villages))
    waste = report_progress(on(9, clerk), matter=waste, words="十三个村已达标。", measure_done=13)
    waste = report_completion(on(6, clerk), matter=waste, words="十五个村都办了。", measure_done=15)
    # The office found thirteen: the next report sets the number again.
    returned = return_for_rework(
        on(4, office), matter=waste,
        words="现场核验，南塘村、柴湾村分类投放点未达标。请整改后再报完成。",
    )  # fmt: skip
    report_progress(on(3, clerk), matter=returned, words="核减两个村。", measure_done=13)
    assigned("秋冬季森林防火巡查", 1, 20)
    sign_for(on(8, clerk), matter=assigned("高标准农田建设", 9, 30))


if __name__ == "__main__":
    main()
