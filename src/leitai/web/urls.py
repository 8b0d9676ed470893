"""Addresses of the pages. Names begin with the section that the bar marks as present."""

from __future__ import annotations

from django.conf import settings
from django.urls import path
from django.views.generic import TemplateView

from leitai.web.views import (
    audit,
    benchmark_choices,
    benchmark_comparisons,
    benchmarks,
    boards,
    codes,
    exports,
    health,
    home,
    indicators,
    ladders,
    layouts,
    people,
    practices,
    preferences,
    records,
    scheme_drafts,
    scheme_library,
    scheme_trials,
    schemes,
    search,
    targets,
    tokens,
    trace,
    trips,
    units,
    uploads,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("health/", health.health, name="health"),
    path("search/", search.search, name="search"),
    path("preferences/", preferences.preferences, name="preferences"),
    # Boards and units
    path("boards/", boards.index, name="boards"),
    path("boards/<slug:slug>/", boards.show, name="board"),
    path("boards/<slug:slug>/<str:period>/", boards.show, name="board_period"),
    path("boards/<slug:slug>/<str:period>/<slug:group>/", boards.show, name="board_group"),
    path(
        "boards/<slug:slug>/<str:period>/<slug:group>/screen/",
        boards.screen,
        name="board_screen",
    ),
    path(
        "boards/<slug:slug>/<str:period>/<slug:group>/export.xlsx",
        exports.board_workbook,
        name="board_export",
    ),
    path("boards/<slug:slug>/<str:period>/compute", boards.compute, name="board_compute"),
    path("boards/<slug:slug>/<str:period>/publish", boards.publish, name="board_publish"),
    path("units/<int:pk>/", units.show, name="unit"),
    path("units/codes/", codes.index, name="unit_codes"),
    path("units/codes/enter", codes.enter, name="unit_codes_enter"),
    path("units/<int:pk>/follow-code", codes.follow, name="unit_follow_code"),
    # Benchmarks
    path("benchmarks/", benchmarks.index, name="benchmarks"),
    path("benchmarks/units/<int:pk>/", benchmarks.show, name="benchmark"),
    path("benchmarks/units/<int:pk>/briefing/", benchmarks.briefing, name="benchmark_briefing"),
    path(
        "benchmarks/units/<int:pk>/suggestions/",
        benchmark_choices.suggestions,
        name="benchmark_suggestions",
    ),
    path("benchmarks/units/<int:pk>/propose", benchmark_choices.propose, name="benchmark_propose"),
    path(
        "benchmarks/units/<int:pk>/references",
        benchmark_choices.reference,
        name="benchmark_reference",
    ),
    path(
        "benchmarks/units/<int:pk>/comparisons",
        benchmark_comparisons.state,
        name="benchmark_state",
    ),
    path("benchmarks/pairs/<int:pk>/confirm", benchmark_choices.confirm, name="benchmark_confirm"),
    path("benchmarks/pairs/<int:pk>/return", benchmark_choices.give_back, name="benchmark_return"),
    path(
        "benchmarks/pairs/<int:pk>/withdraw", benchmark_choices.withdraw, name="benchmark_withdraw"
    ),
    path(
        "benchmarks/comparisons/<int:pk>/withdraw",
        benchmark_comparisons.withdraw,
        name="benchmark_withdraw_comparison",
    ),
    path(
        "benchmarks/units/<int:pk>/export.xlsx", exports.benchmark_workbook, name="benchmark_export"
    ),
    path("benchmarks/ladders/", ladders.index, name="benchmark_ladders"),
    path("benchmarks/ladders/<int:pk>/", ladders.show, name="benchmark_ladder"),
    path(
        "benchmarks/ladders/<int:pk>/export.xlsx",
        exports.ladder_file,
        name="benchmark_ladder_export",
    ),
    path(
        "benchmarks/ladders/<int:pk>/goal/<int:unit>",
        ladders.set_goal,
        name="benchmark_ladder_goal",
    ),
    path("benchmarks/practices/", practices.index, name="benchmark_practices"),
    path("benchmarks/practices/note", practices.note, name="benchmark_practice_note"),
    path("benchmarks/practices/<int:pk>/", practices.show, name="benchmark_practice"),
    path(
        "benchmarks/practices/<int:pk>/correct",
        practices.correct,
        name="benchmark_practice_correct",
    ),
    path(
        "benchmarks/practices/<int:pk>/decide", practices.decide, name="benchmark_practice_decide"
    ),
    path(
        "benchmarks/practices/<int:pk>/withdraw",
        practices.withdraw,
        name="benchmark_practice_withdraw",
    ),
    path("benchmarks/trips/", trips.index, name="benchmark_trips"),
    path("benchmarks/trips/plan", trips.plan, name="benchmark_trip_plan"),
    path("benchmarks/trips/<int:pk>/", trips.show, name="benchmark_trip"),
    path("benchmarks/trips/<int:pk>/report", trips.report, name="benchmark_trip_report"),
    path("benchmarks/trips/<int:pk>/measures", trips.add, name="benchmark_trip_add"),
    path("benchmarks/trips/<int:pk>/cancel", trips.cancel, name="benchmark_trip_cancel"),
    path("benchmarks/measures/<int:pk>/close", trips.close, name="benchmark_measure_close"),
    # The way down from a number
    path("trace/score/<int:place>/<str:node>/", trace.score, name="trace_score"),
    path("trace/value/<int:revision>/", trace.value, name="trace_value"),
    path("trace/benchmark/<int:pk>/<slug:item>/", benchmarks.trace_line, name="trace_benchmark"),
    path("trace/sheet/<int:revision>/", trace.sheet, name="trace_sheet"),
    # Data
    path("indicators/", indicators.index, name="indicators"),
    path("indicators/store.zip", exports.store, name="indicator_store"),
    path("indicators/<int:pk>/", indicators.show, name="indicator"),
    path("uploads/", uploads.index, name="uploads"),
    path("uploads/new", uploads.receive, name="upload_receive"),
    path("uploads/<int:pk>/", uploads.show, name="upload"),
    path("uploads/<int:pk>/state/", uploads.state, name="upload_state"),
    path("uploads/<int:pk>/layout/", layouts.show, name="upload_layout"),
    path("uploads/<int:pk>/layout/apply", layouts.apply, name="upload_layout_apply"),
    path("layouts/<int:pk>/forget", layouts.forget, name="layout_forget"),
    path("uploads/<int:pk>/answer", uploads.answer, name="upload_answer"),
    path("uploads/<int:pk>/accept", uploads.accept, name="upload_accept"),
    path("uploads/<int:pk>/discard", uploads.discard, name="upload_discard"),
    # Targets
    path("targets/", targets.index, name="targets"),
    # Rules
    path("schemes/", schemes.index, name="schemes"),
    path("schemes/<slug:slug>/", schemes.show, name="scheme"),
    path("schemes/<slug:slug>/<str:number>/", schemes.show, name="scheme_version"),
    path("schemes/<slug:slug>/<str:number>/file", schemes.text, name="scheme_file"),
    path("schemes/<slug:slug>/<str:number>/trial/", scheme_trials.trial, name="scheme_trial"),
    path("schemes/<slug:slug>/<str:number>/compare/", scheme_trials.compare, name="scheme_compare"),
    path("scheme-library/", scheme_library.index, name="scheme_library"),
    path("scheme-library/<slug:name>/start", scheme_library.start, name="scheme_library_start"),
    path(
        "scheme-library/<slug:name>/<slug:what>/", scheme_library.file, name="scheme_library_file"
    ),
    path("scheme-bans/", scheme_library.bans, name="scheme_bans"),
    # Bonus, penalty and veto
    path("records/", records.index, name="scheme_records"),
    path("records/new", records.new, name="scheme_record_new"),
    path("records/enter", records.enter, name="scheme_record_enter"),
    path("records/<int:pk>/", records.show, name="scheme_record"),
    path("records/<int:pk>/sign", records.sign, name="scheme_record_sign"),
    path("records/<int:pk>/withdraw", records.withdraw, name="scheme_record_withdraw"),
    path("records/<int:pk>/evidence", records.evidence, name="scheme_record_evidence"),
    path("schemes/new", scheme_drafts.create, name="scheme_create"),
    path("schemes/<slug:slug>/draft", scheme_drafts.begin, name="scheme_begin"),
    path(
        "schemes/<slug:slug>/<str:number>/groups/",
        scheme_drafts.compare_groups,
        name="scheme_groups",
    ),
    path("schemes/<slug:slug>/<str:number>/edit", scheme_drafts.edit, name="scheme_edit"),
    path("schemes/<slug:slug>/<str:number>/preview", scheme_drafts.preview, name="scheme_preview"),
    path(
        "schemes/<slug:slug>/<str:number>/item-trial",
        scheme_drafts.item_trial_part,
        name="scheme_item_trial",
    ),
    path("schemes/<slug:slug>/<str:number>/figures", scheme_drafts.figures, name="scheme_figures"),
    path("schemes/<slug:slug>/<str:number>/restore", scheme_drafts.restore, name="scheme_restore"),
    path("schemes/<slug:slug>/<str:number>/replace", scheme_drafts.replace, name="scheme_replace"),
    path("schemes/<slug:slug>/<str:number>/discard", scheme_drafts.discard, name="scheme_discard"),
    path("schemes/<slug:slug>/<str:number>/submit", scheme_drafts.submit, name="scheme_submit"),
    path("schemes/<slug:slug>/<str:number>/decide", scheme_drafts.decide, name="scheme_decide"),
    path(
        "schemes/<slug:slug>/<str:number>/withdraw", scheme_drafts.withdraw, name="scheme_withdraw"
    ),
    path("schemes/<slug:slug>/<str:number>/publish", scheme_drafts.publish, name="scheme_publish"),
    # The record of changes
    path("audit/", audit.index, name="audit"),
    path("audit/verify", audit.verify, name="audit_verify"),
    # Accounts and programs
    path("people/", people.index, name="people"),
    path("people/new", people.register, name="person_register"),
    path("people/<int:pk>/", people.show, name="person"),
    path("people/<int:pk>/roles", people.give_role, name="person_give_role"),
    path("people/<int:pk>/roles/<int:assignment>/end", people.take_role, name="person_take_role"),
    path("tokens/", tokens.index, name="tokens"),
    path("tokens/new", tokens.issue, name="token_issue"),
    path("tokens/<int:pk>/revoke", tokens.revoke, name="token_revoke"),
]

if settings.LEITAI_DEMO or settings.DEBUG:
    # Every component with sample data, for whoever builds a page; absent from real sites.
    urlpatterns += [
        path("styleguide/", TemplateView.as_view(template_name="styleguide/index.html")),
        path("styleguide/window/", TemplateView.as_view(template_name="styleguide/window.html")),
        path("styleguide/screen/", TemplateView.as_view(template_name="styleguide/screen.html")),
    ]
