from django.urls import path, register_converter
from django.urls.converters import StringConverter

from tandem.matching.views import (
    assistant,
    drafting,
    introductions,
    joint,
    news,
    pausing,
    postings,
    rounds,
    third_party,
    translating,
    weighing,
)


class KindConverter(StringConverter):
    """`needs` or `offers` in the address, `need` or `offer` in the code."""

    regex = "needs|offers"

    def to_python(self, value: str) -> str:
        return value.removesuffix("s")

    def to_url(self, value: str) -> str:
        return f"{value}s"


register_converter(KindConverter, "kind")

urlpatterns = [
    path("mine/", postings.mine, name="mine"),
    path("needs/situations/", assistant.situations, name="situations"),
    path("help/", assistant.help_templates, name="help_templates"),
    path("help/<slug:template>/", assistant.help_template, name="help_template"),
    path("mine/searches/", news.searches, name="searches"),
    path("mine/searches/<kind:kind>/keep/", news.keep, name="search_keep"),
    path("mine/searches/<int:number>/forget/", news.forget, name="search_forget"),
    path("offers/start/", assistant.offer_start, name="offer_start"),
    path("offers/resume/<str:key>/", pausing.resume_by_link, name="offer_resume_by_link"),
    path("offers/<str:reference>/resume/", pausing.resume, name="offer_resume"),
    path("<kind:kind>/", postings.listing, name="postings"),
    path("<kind:kind>/new/", drafting.new, name="draft_new"),
    path("<kind:kind>/<str:reference>/", postings.posting, name="posting"),
    path("needs/<str:reference>/solutions/", drafting.solutions, name="draft_solutions"),
    path("<kind:kind>/<str:reference>/check/", drafting.check, name="draft_check"),
    path("<kind:kind>/<str:reference>/skills/", drafting.chosen_competences, name="draft_competences"),
    path("<kind:kind>/<str:reference>/organisation/", drafting.organisation, name="draft_organisation"),
    path("<kind:kind>/<str:reference>/publish/", drafting.publish, name="draft_publish"),
    path("<kind:kind>/<str:reference>/hand-over/", drafting.hand_over, name="draft_hand_over"),
    path("<kind:kind>/<str:reference>/published/", postings.published, name="published"),
    path("<kind:kind>/<str:reference>/discard/", drafting.discard, name="draft_discard"),
    path("needs/<str:reference>/share/", joint.share, name="need_share"),
    path("needs/<str:reference>/leave/", joint.leave, name="need_leave"),
    path("needs/<str:reference>/invitations/", rounds.round_of, name="round"),
    path("needs/<str:reference>/invitations/next/", rounds.next_five, name="round_next"),
    path("needs/<str:reference>/invitations/stop/", rounds.stop, name="round_stop"),
    path("<kind:kind>/<str:reference>/texts/", translating.translations, name="translations"),
    path("<kind:kind>/<str:reference>/texts/<str:language>/remove/", translating.take_away, name="translation_remove"),
    path("<kind:kind>/<str:reference>/close/", postings.close, name="posting_close"),
    path("<kind:kind>/<str:reference>/question/<slug:name>/", drafting.step, name="draft_step"),
    path("<kind:kind>/<str:reference>/keep/", weighing.keep, name="rankings_keep"),
    path("rankings/<str:reference>/", weighing.then, name="ranking_then"),
    path("weighing/", weighing.weighing, name="weighing"),
    path("weighing/change/", weighing.change, name="weighing_change"),
    path("weighing/<int:number>/", weighing.weighing, name="weighing_version"),
    path("introductions/for-others/new/", third_party.new, name="third_party_new"),
    path("introductions/for-others/<str:reference>/", third_party.proposal, name="third_party"),
    path("introductions/for-others/<str:reference>/<slug:answer>/", third_party.answer, name="third_party_answer"),
    path("introductions/why/", introductions.pair, name="pair"),
    path("introductions/new/", introductions.propose, name="introduction_new"),
    path("introductions/<str:reference>/", introductions.introduction, name="introduction"),
    path("introductions/<str:reference>/<slug:transition>/", introductions.take_step, name="introduction_step"),
]
