from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "tandem.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tandem.accounts import personal_data, queries
        from tandem.journal import queries as journal

        personal_data.register("account", queries.personal_data)
        personal_data.register("journal", journal.personal_data)
