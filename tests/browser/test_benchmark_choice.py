"""A benchmark is proposed, confirmed and read on a sheet; the office sets a ladder up."""

from __future__ import annotations

import re
from typing import Any

from tests.browser.sites import Site, serving


def test_proposed_confirmed_and_read_on_one_sheet(own_site: Site, visit: Any) -> None:
    with serving(own_site):
        propose_confirm_and_read(own_site, visit)


def propose_confirm_and_read(own_site: Site, visit: Any) -> None:
    """Do what the two people do, each in a browser of their own."""
    town = visit(own_site, "shijingtao")
    town.locator(".lt-nav").get_by_role("link", name="对标").click()
    town.get_by_role("row", name=re.compile("石门镇")).get_by_role("link", name="去选").click()
    town.get_by_text("自写理由提出").click()
    form = town.locator("form[action$='/propose']").last
    form.locator("[name=benchmark]").fill("没有这个镇")
    form.locator("[name=reason]").fill("规模相近，项目开工快")
    form.get_by_role("button").click()
    town.get_by_text("“没有这个镇”不在对标范围内").wait_for()
    town.get_by_text("自写理由提出").click()
    form = town.locator("form[action$='/propose']").last
    form.locator("[name=benchmark]").fill("龙湾镇")
    form.locator("[name=reason]").fill("规模相近，项目开工快")
    form.locator("[name=topic]").fill("重大项目")
    form.get_by_role("button").click()
    town.locator("#decide").get_by_text("规模相近，项目开工快").wait_for()
    assert town.locator("form[action$='/confirm']").count() == 0

    office = visit(own_site, "zhoumin")
    office.get_by_role("link", name="石门镇 → 龙湾镇").click()
    office.locator("form[action$='/confirm'] [name=decision]").fill("同意")
    office.get_by_role("button", name="确认").click()
    office.get_by_role("heading", name="石门镇对标龙湾镇").wait_for()
    office.get_by_text("考核办周敏").first.wait_for()
    gaps = office.get_by_role("table", name="逐项差距")
    assert gaps.get_by_role("row", name=re.compile("固定资产投资额")).count() == 1
    ratio = gaps.locator("a[data-trace][href*='/trace/benchmark/']").first
    printed = ratio.inner_text()
    ratio.click()
    office.locator("#trace").get_by_text("本单位 ÷ 标杆 × 100").wait_for()
    assert printed in office.locator("#trace").inner_text()
    office.keyboard.press("Escape")

    office.get_by_role("link", name="打印简报").click()
    office.get_by_role("heading", name="石门镇对标龙湾镇简报").wait_for()
    assert printed in office.locator(".lt-brief").inner_text()
    pdf = office.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1, "the briefing is one sheet"
    with office.expect_download() as waited:
        office.goto(office.url.replace("/briefing/", "/"))
        office.get_by_role("link", name="导出 Excel").click()
    assert waited.value.suggested_filename.endswith(".xlsx")

    town.reload()
    town.get_by_text("考核办周敏").first.wait_for()


def test_a_ladder_is_pasted_checked_named_and_changed(own_site: Site, visit: Any) -> None:
    """The office pastes a list with a slip, finds who is meant, names the ladder, changes it."""
    with serving(own_site):
        office = visit(own_site, "zhoumin")
        office.locator(".lt-nav").get_by_role("link", name="对标").click()
        office.get_by_role("link", name="名次阶梯").click()
        office.get_by_role("link", name="新设名次阶梯").click()
        office.get_by_label("在哪个范围内").select_option(label="云溪区")
        office.get_by_label("名单名称").fill("沿河五镇")
        series = office.get_by_label("排名指标")
        choices = series.locator("option").all_inner_texts()
        wanted = next(text for text in choices if text.startswith("固定资产投资额"))
        series.select_option(label=wanted)
        office.get_by_label("或者只列这些单位").fill("云溪区\n青石真")
        office.get_by_label("按名称、拼音、代码查单位").fill("qingshi")
        office.get_by_role("button", name="查找并核对名单").click()
        office.locator("#checked").get_by_text("认出 1 个单位").wait_for()
        office.locator("#checked").get_by_text("“青石真”不在云溪区关注的单位里").wait_for()
        assert office.get_by_label("名单名称").input_value() == "沿河五镇", "what was typed stays"
        office.get_by_label("或者只列这些单位").fill("云溪区")
        office.locator("[name=add]").first.check()
        office.get_by_role("button", name="查找并核对名单").click()
        office.locator("#checked").get_by_text("认出 2 个单位").wait_for()
        office.get_by_role("button", name="设立", exact=True).click()
        office.get_by_role("heading", name="沿河五镇").wait_for()
        office.get_by_role("link", name="修改", exact=True).click()
        office.get_by_label("名单名称").fill("沿河六镇")
        office.get_by_label("修改理由").fill("增列一镇")
        office.get_by_role("button", name="启用新版本").click()
        office.get_by_role("heading", name="沿河六镇").wait_for()
        office.get_by_role("link", name="上一版").click()
        office.get_by_text("增列一镇").wait_for()
