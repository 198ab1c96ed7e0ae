"""People. What they may do in an organisation is a `Membership` (directory)."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tandem.ui import languages


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, email: str | None) -> "Person":
        return self.get(email=(email or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody with an account: an e-mail address, a name, a language."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("your name"), max_length=120)
    language = models.CharField(_("language"), max_length=5, choices=languages.choices, default="fr")
    letters = models.BooleanField(_("e-mails that ask nothing of me"), default=True)
    is_active = models.BooleanField(default=True)
    is_steward = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_address"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    @property
    def has_second_factor(self) -> bool:
        """Whether a passkey or an authenticator app stands beside the password or the e-mailed code."""
        return is_mfa_enabled(self)
