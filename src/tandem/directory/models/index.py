"""What the search index has yet to hear of."""

from django.db import models


class IndexChange(models.Model):
    """A record whose search entry is out of date, written in the transaction that changed the record."""

    kind = models.CharField(max_length=40)
    record_id = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"
