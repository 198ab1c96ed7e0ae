from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuideConfig(AppConfig):
    name = "tandem.guide"
    label = "guide"
    verbose_name = _("Guide")

    def ready(self) -> None:
        from tandem.guide import kinds, queries, search
        from tandem.journal import on
        from tandem.ui import menu, terms

        kinds.register_all()
        on("content.edited")(search.edited)
        terms.register(queries.terms_in)
        menu.register(_("Guide"), "guide", order=50)
