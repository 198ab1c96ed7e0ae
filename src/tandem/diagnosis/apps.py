from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiagnosisConfig(AppConfig):
    name = "tandem.diagnosis"
    label = "diagnosis"
    verbose_name = _("Diagnosis")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from datetime import timedelta

        from tandem.accounts import personal_data
        from tandem.diagnosis import actions, panels, queries  # noqa: F401 – panels register themselves
        from tandem.diagnosis.views import door, plan  # noqa: F401 – their panels register themselves
        from tandem.directory.merging import on_merge, rows_of
        from tandem.journal import periodically

        for model in self.get_models():
            if any(field.name == "organisation" for field in model._meta.fields):
                on_merge(model._meta.label_lower, rows_of(model))
        personal_data.register("diagnosis", queries.personal_data)
        periodically("diagnosis.forget_old", every=timedelta(days=1))(actions.forget_old)
        periodically("diagnosis.follow_up_plans", every=timedelta(days=1))(actions.follow_up)
