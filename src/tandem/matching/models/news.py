"""What people want to hear of: the searches they keep, and the last letter of news they got."""

from django.conf import settings
from django.db import models


class SavedSearch(models.Model):
    """A list of needs or offers, narrowed by what was chosen, under a name of one's own."""

    class Kind(models.TextChoices):
        NEED = "need"
        OFFER = "offer"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    chosen = models.JSONField(default=dict)
    created = models.DateTimeField()

    class Meta:
        ordering = ["created", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="one_saved_search_of_a_name")]

    def __str__(self) -> str:
        return self.name


class NewsLetter(models.Model):
    """When somebody last got news: the next comes a week later at the earliest, and tells what came since."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} {self.sent:%Y-%m-%d}"
