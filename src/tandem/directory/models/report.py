"""What is found wrong."""

from django.conf import settings
from django.db import models


class Report(models.Model):
    """What somebody found wrong on a page. Answered by e-mail when there is an address."""

    page = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    email = models.EmailField(blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.page}"
