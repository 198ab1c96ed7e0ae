from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    name = "tandem.matching"
    label = "matching"
    verbose_name = _("Matching")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from datetime import timedelta

        from tandem.accounts import personal_data
        from tandem.directory import search
        from tandem.directory.merging import on_merge, rows_of
        from tandem.directory.panels import in_portfolio, on_organisation
        from tandem.directory.queue import on_page
        from tandem.journal import on, periodically
        from tandem.matching import actions, kinds, panels, queries
        from tandem.matching.actions import reported
        from tandem.matching.actions.closing import close_postings
        from tandem.matching.models import Need, Offer
        from tandem.ui import menu

        for model in self.get_models():
            if any(field.name == "organisation" for field in model._meta.fields):
                on_merge(model._meta.label_lower, rows_of(model))
        for posting in (Need, Offer):
            on_merge(f"{posting._meta.label_lower}.drafted_by", rows_of(posting, "drafted_by"))
        personal_data.register("matching", queries.personal_data)
        kinds.register_all()
        periodically("matching.forget_old_drafts", every=timedelta(days=1))(actions.forget_old_drafts)
        periodically("matching.attend_to_waiting", every=timedelta(hours=1))(actions.attend_to_waiting)
        periodically("matching.go_on_with_rounds", every=timedelta(hours=1))(actions.go_on_with_rounds)
        periodically("matching.remind_pairs", every=timedelta(hours=1))(actions.remind_pairs)
        periodically("matching.close_silent_pairs", every=timedelta(hours=1))(actions.close_silent_pairs)
        periodically("matching.pause_silent_offers", every=timedelta(days=1))(actions.pause_silent_offers)
        periodically("matching.ask_about_joint_needs", every=timedelta(days=1))(actions.ask_about_joint_needs)
        periodically("matching.write_news", every=timedelta(days=1))(actions.write_news)

        on("organisation.closed")(close_postings)
        on("content.hidden")(reported.hide_reported)
        on("content.restored")(reported.restore_reported)
        on("content.restored")(actions.note_restored)
        on_page("posting")(reported.thing_on_page)
        for event in actions.OFFER_EVENTS:
            on(event)(actions.note_offer)
        for event in actions.NEED_EVENTS:
            on(event)(actions.note_need)
        for past in sorted(set(actions.PAST.values())):
            on(f"introduction.{past}")(actions.note_introduction)
        search.when_changed("organisation", actions.note_organisations)
        periodically("matching.read_texts", every=timedelta(minutes=1))(actions.read_texts)
        periodically("matching.forget_texts", every=timedelta(days=1))(actions.forget_texts)
        periodically("matching.keep_snapshot", every=timedelta(minutes=1))(actions.keep_snapshots)
        on_organisation(10)(panels.needs)
        on_organisation(20)(panels.offers)
        in_portfolio(20, "may_see")(panels.on_the_lists)
        in_portfolio(21, "may_draft")(panels.drafts)
        in_portfolio(30, "may_see")(panels.introductions)
        in_portfolio(31, "may_introduce")(panels.proposals)
        menu.register(_("Needs"), "postings", "need", order=30)
        menu.register(_("Offers"), "postings", "offer", order=40)
        menu.register(_("My place"), "mine", order=90, visible=lambda request: request.user.is_authenticated)
