from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObservatoryConfig(AppConfig):
    name = "tandem.observatory"
    label = "observatory"
    verbose_name = _("Observatory")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from datetime import timedelta

        from tandem.accounts import personal_data
        from tandem.directory.merging import on_merge, rows_of
        from tandem.journal import periodically
        from tandem.observatory import queries
        from tandem.observatory.actions import collecting, ecosystem, interviews
        from tandem.ui import menu

        menu.register(_("Observatory"), "observatory", order=60)
        menu.register(_("The ecosystem in figures"), "ecosystem", order=20, foot=True)
        on_merge("observatory.survey", rows_of(self.get_model("Survey"), "owner"))
        personal_data.register("observatory", queries.personal_data)
        periodically("observatory.forget_old", every=timedelta(days=1))(collecting.forget_old)
        periodically("observatory.tell_ecosystem", every=timedelta(days=1))(ecosystem.tell_all)
        periodically("observatory.forget_interviews", every=timedelta(days=1))(interviews.forget_past)
