from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompetencesConfig(AppConfig):
    name = "tandem.competences"
    label = "competences"
    verbose_name = _("competences")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tandem.accounts import personal_data
        from tandem.competences import queries
        from tandem.ui import menu

        personal_data.register("competences", queries.personal_data)
        menu.register(_("Skills"), "competences", order=20, foot=True)
