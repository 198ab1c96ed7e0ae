"""The room of a cooperation: its parties and its phase."""

from django.db import models

from tandem.domain.lifecycle import ROOM


class Cooperation(models.Model):
    """Opened when an introduction is accepted. Phases are those of `domain.lifecycle.ROOM`."""

    reference = models.CharField(max_length=60, unique=True)
    introduction = models.OneToOneField("matching.Introduction", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=140)
    phase = models.CharField(max_length=20, default=ROOM.initial.id)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Party(models.Model):
    """An organisation in the room, and the side it stands on."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=5, choices=[("need", "need"), ("offer", "offer")])

    class Meta:
        ordering = ["side"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "organisation"], name="one_place_per_organisation"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
