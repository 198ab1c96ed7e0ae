"""What is found wrong."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tandem.directory.models.queue import Case


class Report(models.Model):
    """What somebody found wrong on a page. Who left an address hears at once that it came, and later what was decided.

    A notice of illegal content holds what article 16(2) of Regulation (EU) 2022/2065 asks for: why, where, who, and
    that it is sent in good faith; nobody has to say who they are to report the abuse of a child.
    """

    class Sort(models.TextChoices):
        ERROR = "error", _("something is false or out of date")
        RULES = "rules", _("it goes against the rules or the respect of this place")
        PRIVACY = "privacy", _("it shows personal data of somebody who does not want it")
        ILLEGAL = "illegal", _("I think it is against the law")
        CHILD = "child", _("it shows or prepares the abuse of a child")

    case = models.OneToOneField(Case, null=True, on_delete=models.CASCADE, related_name="report")
    sort = models.CharField(max_length=8, choices=Sort.choices, default=Sort.ERROR)
    page = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    good_faith = models.BooleanField(default=False)
    language = models.CharField(max_length=5, default="en")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.page}"
