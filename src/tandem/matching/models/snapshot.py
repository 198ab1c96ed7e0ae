"""What the snapshots of published offers and needs have still to learn (docs/algorithms/matching.md)."""

from django.db import models


class PostingChange(models.Model):
    """That an offer or a need, or what counts for it, changed: written in the transaction that did so.

    `generation` is the first generation of the snapshot that knows it; None while none does.
    """

    posting_id = models.BigIntegerField()
    generation = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["generation"], name="%(class)s_generation")]

    def __str__(self) -> str:
        return str(self.posting_id)


class OfferChange(PostingChange):
    """A change of an offer."""


class NeedChange(PostingChange):
    """A change of a need."""


class Generation(models.Model):
    """A generation of a snapshot that was made from this database: another one's folder is never read."""

    number = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["-number"]

    def __str__(self) -> str:
        return self.name


class OfferGeneration(Generation):
    """A generation of the snapshot of offers."""


class NeedGeneration(Generation):
    """A generation of the snapshot of needs."""
