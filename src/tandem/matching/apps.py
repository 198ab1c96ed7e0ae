from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    name = "tandem.matching"
    label = "matching"
    verbose_name = _("Matching")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tandem.ui import menu

        menu.register(_("Needs"), "postings", "need", order=30)
        menu.register(_("Offers"), "postings", "offer", order=40)
        menu.register(_("My place"), "mine", order=90, visible=lambda request: request.user.is_authenticated)
