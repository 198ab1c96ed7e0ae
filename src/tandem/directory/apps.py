from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "tandem.directory"
    label = "directory"
    verbose_name = _("Directory")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from datetime import timedelta

        from tandem.accounts import personal_data
        from tandem.directory import actions, kinds, permissions, queries, tasks  # noqa: F401
        from tandem.directory.search import entries  # noqa: F401
        from tandem.journal import on, periodically
        from tandem.ui import menu

        personal_data.register("directory", queries.personal_data)
        personal_data.ask_before_erasing(permissions.to_hand_over)
        on("person.erased")(actions.forget_addresses)
        periodically("directory.forget_old_invitations", every=timedelta(days=1))(actions.forget_old_invitations)
        periodically("directory.forget_reporters", every=timedelta(days=1))(actions.forget_reporters)
        periodically("directory.end_blocks", every=timedelta(hours=1))(actions.end_blocks)
        periodically("directory.forget_claim_documents", every=timedelta(days=1))(actions.forget_claim_documents)
        periodically("directory.ask_to_confirm", every=timedelta(days=1))(actions.ask_to_confirm)
        periodically("directory.attend_to_consents", every=timedelta(days=1))(actions.attend_to_consents)
        periodically("directory.forget_silent_contacts", every=timedelta(days=1))(actions.forget_silent_contacts)
        on("organisation.closed")(actions.end_with_organisation)
        on("organisation.edited")(actions.end_without_role)
        kinds.register_all()
        menu.register(
            _("Steward"), "steward", order=95, visible=lambda request: permissions.can_steward(request.user).allowed
        )
        menu.register(_("Organisations"), "organisations", order=10)
        menu.register(_("Solutions"), "solutions", order=20)
