"""The room itself: its parties, its phase, who has the ball, and the steps that were taken."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tandem.cooperation import phases
from tandem.domain.lifecycle import MACHINES, ROOM, Machine, Transition


class Cooperation(models.Model):
    """Opened when an introduction is accepted. `machine` says whether it is a room or the short path of a
    one-hour session; phases are those of that machine of `domain.lifecycle`, as stewards wrote it in the version
    `rules` (`cooperation.phases`).

    `place` counts the rooms of one introduction: each rung of the ladder opens the next.
    `awaited` holds the sides who are expected to act, `awaited_since` the moment the ball came there.
    """

    reference = models.CharField(max_length=60, unique=True)
    introduction = models.ForeignKey("matching.Introduction", on_delete=models.PROTECT, related_name="+")
    machine = models.CharField(max_length=10, default=ROOM.id, choices=[("room", "room"), ("session", "session")])
    place = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=140)
    opened = models.DateTimeField()
    phase = models.CharField(max_length=20, default=ROOM.initial.id)
    rules = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    awaited = models.JSONField(default=list)
    awaited_since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["introduction", "machine", "place"], name="one_room_for_each_rung"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def lifecycle(self) -> Machine:
        return phases.rules(self.rules).machine if self.machine == ROOM.id else MACHINES[self.machine]

    @property
    def is_past_work(self) -> bool:
        """It stands at the evaluation, behind it, or is closed; also in phases that stewards added there."""
        ids = [state.id for state in self.lifecycle.states]
        return self.phase == ids[-1] or ("evaluation" in ids and ids.index(self.phase) >= ids.index("evaluation"))

    @property
    def way_to_amend(self) -> Transition | None:
        """The step that leads from here back to the agreement."""
        steps = [step for step in self.lifecycle.transitions if step.asks and not step.retired]
        return next((step for step in steps if step.target == "agreement" and self.phase in step.sources), None)


#: The two of the introduction, then those who joined, in their order: also the order in which pages show them.
SIDES = ("need", "offer", "p3", "p4", "p5", "p6")
MOST_PARTIES = len(SIDES)


class PartyRole(models.TextChoices):
    """What a further party is in this cooperation."""

    PARTNER = "partner", _("full partner")
    FUNDER = "funder", _("funder")
    EMPLOYER = "employer", _("employer of the volunteer")
    MEMBER = "member", _("member of the consortium")


class Present(models.Manager["Party"]):
    """The parties that are in their rooms; those that left stand in `Party.ever` alone."""

    def get_queryset(self) -> models.QuerySet["Party"]:
        return super().get_queryset().filter(left=None)


class Ever(models.Manager["Party"]):
    """Those that left included."""


class Party(models.Model):
    """An organisation in the room, and the side it stands on, which nobody else takes when it has left.

    The two of the introduction have no `role`; who `joined` later has one, and may stay out of the transfer
    (`transfers`) as a funder, or leave (`left`, with its words). `book` is the first ledger of the room in which it
    gives and receives time.
    """

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=5, choices=[(side, side) for side in SIDES])
    time_zone = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=8, choices=PartyRole.choices, blank=True)
    joined = models.DateTimeField(null=True)
    transfers = models.BooleanField(default=True)
    book = models.PositiveSmallIntegerField(default=1)
    left = models.DateTimeField(null=True)
    farewell = models.TextField(blank=True)

    objects = Present()
    ever = Ever()

    class Meta:
        ordering = ["side"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "organisation"], name="one_place_per_organisation"),
            models.UniqueConstraint(fields=["cooperation", "side"], name="one_party_on_each_side"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Step(models.Model):
    """A transition that was taken, by whom, with their words. Tandem itself takes some: then there is no party."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    transition = models.CharField(max_length=60)
    party = models.ForeignKey(Party, null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(blank=True)
    what_happens_to_the_work = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.transition
