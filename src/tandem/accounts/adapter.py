"""Where allauth meets Tandem."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    """E-mails carry what every e-mail of Tandem carries."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        from tandem.ui.mail import footing

        super().send_mail(template_prefix, email, {**context, **footing()})
