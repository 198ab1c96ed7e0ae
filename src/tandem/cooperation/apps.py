from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CooperationConfig(AppConfig):
    name = "tandem.cooperation"
    label = "cooperation"
    verbose_name = _("Cooperation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from datetime import timedelta

        from tandem.accounts import personal_data
        from tandem.cooperation import actions, kinds, panels, queries, search
        from tandem.directory import search as directory
        from tandem.directory.merging import on_merge, rows_of
        from tandem.directory.panels import on_organisation
        from tandem.journal import on, periodically
        from tandem.ui import menu

        kinds.register_all()
        on("introduction.accepted")(actions.open_room)
        on("organisation.closed")(actions.end_rooms)
        for event in ("cooperation.case_published", "cooperation.case_withdrawn"):
            on(event)(search.case_changed)
        directory.when_changed("organisation", search.organisation_changed)
        for event in ("membership.left", "membership.removed"):
            on(event)(actions.take_links_back)
        for model in self.get_models():
            if any(field.name == "organisation" for field in model._meta.fields):
                on_merge(model._meta.label_lower, rows_of(model))
        personal_data.register("cooperation", queries.personal_data)
        periodically("cooperation.close_silent_sessions", every=timedelta(days=1))(actions.close_silent_sessions)
        periodically("cooperation.ask_how_it_goes", every=timedelta(days=1))(actions.ask_how_it_goes)
        periodically("cooperation.remind_of_signatures", every=timedelta(hours=1))(actions.remind_of_signatures)
        periodically("cooperation.open_silent_evaluations", every=timedelta(hours=1))(actions.open_silent_evaluations)
        periodically("cooperation.follow_up", every=timedelta(days=1))(actions.follow_up)
        periodically("cooperation.forget_unconfirmed_contests", every=timedelta(days=1))(
            actions.forget_unconfirmed_contests
        )
        periodically("cooperation.mark_silent_hours", every=timedelta(days=1))(actions.mark_silent_hours)
        on_organisation(35)(panels.facts)
        on_organisation(36)(panels.cases)
        on_organisation(37)(panels.pairs)
        menu.register(_("Cases"), "cases", order=45)
        menu.register(_("Charter of cooperation"), "charter", order=10, foot=True)
        menu.register(
            _("Rooms"), "rooms_overview", order=80, visible=lambda request: getattr(request.user, "is_steward", False)
        )
