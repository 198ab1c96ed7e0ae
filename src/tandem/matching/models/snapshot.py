"""What the snapshot of published offers has still to learn (docs/algorithms/matching.md)."""

from django.db import models


class OfferChange(models.Model):
    """That an offer, or what counts for it, changed: written in the transaction that did so.

    `generation` is the first generation of the snapshot that knows it; None while none does.
    """

    offer_id = models.BigIntegerField()
    generation = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["generation"], name="offerchange_generation")]

    def __str__(self) -> str:
        return str(self.offer_id)


class OfferGeneration(models.Model):
    """A generation of the snapshot that was made from this database: another one's folder is never read."""

    number = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return self.name
