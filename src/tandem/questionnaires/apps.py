from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionnairesConfig(AppConfig):
    name = "tandem.questionnaires"
    label = "questionnaires"
    verbose_name = _("Questionnaires")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tandem.accounts import personal_data
        from tandem.questionnaires import kinds, permissions, queries
        from tandem.ui import menu

        personal_data.register("questionnaires", queries.personal_data)
        kinds.register_all()
        menu.register(
            _("Contents"),
            "contents",
            order=80,
            visible=lambda request: permissions.can_edit_content(request.user).allowed,
        )
