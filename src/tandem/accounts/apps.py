from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "tandem.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from datetime import timedelta

        from allauth.account.signals import email_confirmed

        from tandem.accounts import actions, adapter, personal_data, queries
        from tandem.journal import periodically
        from tandem.journal import queries as journal

        personal_data.register("account", queries.personal_data)
        personal_data.register("journal", journal.personal_data)
        periodically("accounts.forget_unconfirmed", every=timedelta(days=1))(actions.forget_unconfirmed)
        periodically("accounts.forget_old_sessions", every=timedelta(days=1))(actions.forget_old_sessions)
        periodically("accounts.forget_finished_work", every=timedelta(days=1))(actions.forget_finished_work)
        email_confirmed.connect(adapter.keep_or_drop_ways_in, dispatch_uid="accounts")
