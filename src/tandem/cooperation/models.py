"""The room of a cooperation: its parties, its phase, who has the ball, what was done, framing, transfer plan."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.domain.lifecycle import MACHINES, ROOM, Machine


class Cooperation(models.Model):
    """Opened when an introduction is accepted. `machine` says whether it is a room or the short path of a
    one-hour session; phases are those of that machine of `domain.lifecycle`.

    `awaited` holds the sides who are expected to act, `awaited_since` the moment the ball came there.
    """

    reference = models.CharField(max_length=60, unique=True)
    introduction = models.ForeignKey("matching.Introduction", on_delete=models.PROTECT, related_name="+")
    machine = models.CharField(max_length=10, default=ROOM.id, choices=[("room", "room"), ("session", "session")])
    title = models.CharField(max_length=140)
    opened = models.DateTimeField()
    phase = models.CharField(max_length=20, default=ROOM.initial.id)
    since = models.DateTimeField()
    awaited = models.JSONField(default=list)
    awaited_since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["introduction", "machine"], name="one_room_and_one_session"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def lifecycle(self) -> Machine:
        return MACHINES[self.machine]


class Party(models.Model):
    """An organisation in the room, and the side it stands on."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=5, choices=[("need", "need"), ("offer", "offer")])
    time_zone = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["side"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "organisation"], name="one_place_per_organisation"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Step(models.Model):
    """A transition that was taken, by whom, with their words. Tandem itself takes some: then there is no party."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    transition = models.CharField(max_length=20)
    party = models.ForeignKey(Party, null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(blank=True)
    what_happens_to_the_work = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.transition


class Framing(models.Model):
    """What one party says of the need and of itself. `version` counts its changes: a stale page is noticed."""

    party = models.OneToOneField(Party, on_delete=models.CASCADE, related_name="framing")
    wording = models.TextField()
    gain = models.TextField()
    brings = models.TextField()
    fears = models.TextField(blank=True)
    failure = models.TextField()
    version = models.PositiveIntegerField(default=1)
    changed = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.party} ({self.version})"


class CommonGoal(models.Model):
    """The goal of both. Every change makes a new version, to be agreed again."""

    cooperation = models.OneToOneField(Cooperation, on_delete=models.CASCADE, related_name="goal")
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    changed = models.DateTimeField()
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.text


class GoalAgreement(models.Model):
    """A party stands behind the common goal as it is now; deleted when what it agreed to changes."""

    party = models.OneToOneField(Party, on_delete=models.CASCADE, related_name="goal_agreement")
    at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return str(self.party)


class TransferPlan(models.Model):
    """What the cooperation hands over; `nothing` says openly that it hands nothing over, and `why`."""

    cooperation = models.OneToOneField(Cooperation, on_delete=models.CASCADE, related_name="transfer")
    nothing = models.BooleanField(default=False)
    why = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.cooperation)


class TransferLine(models.Model):
    """One competence to hand over: the level wanted, who learns (a name per line), who teaches, how."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="transfer_lines")
    framework = models.CharField(max_length=20)
    competence = models.CharField(max_length=200)
    level_wanted = models.PositiveSmallIntegerField(null=True)
    learners = models.TextField(blank=True)
    teachers = models.TextField(blank=True)
    how = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "framework", "competence"], name="competence_once_per_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.competence}"


class LevelRating(models.Model):
    """How one party sees the level of the learners, at the start or at the end."""

    class Moment(models.TextChoices):
        START = "start"
        END = "end"

    line = models.ForeignKey(TransferLine, on_delete=models.CASCADE, related_name="ratings")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    moment = models.CharField(max_length=5, choices=Moment.choices)
    level = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "party", "moment"], name="one_rating_per_party_and_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.moment} {self.level}"


class AutonomyStep(models.Model):
    """One of the four steps of autonomy, reached, with what shows it."""

    class Name(models.TextChoices):
        UNDERSTANDS = "understands", _("The organisation understands what is at stake")
        IN_HOUSE = "in-house", _("It has the skill in house")
        MAINTAINS = "maintains", _("It maintains the work alone")
        DEVELOPS = "develops", _("It develops the work further alone")

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="autonomy_steps")
    name = models.CharField(max_length=12, choices=Name.choices)
    evidence = models.TextField()
    at = models.DateTimeField()
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "name"], name="autonomy_step_once_per_room"),
        ]

    def __str__(self) -> str:
        return self.name


class ProposedTime(models.Model):
    """A time that one side proposes for the session; the other side confirms one."""

    class State(models.TextChoices):
        OPEN = "open"
        AGREED = "agreed"
        DROPPED = "dropped"

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="times")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    starts = models.DateTimeField()
    time_zone = models.CharField(max_length=40)
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cooperation"], condition=Q(state="agreed"), name="one_agreed_time_per_session"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts:%Y-%m-%d %H:%M}"


class SessionAnswer(models.Model):
    """The two questions after a session, and whether to go further. Sealed until the session is closed."""

    class Helped(models.TextChoices):
        MUCH = "much", _("Yes, a lot")
        SOME = "some", _("A little")
        NO = "no", _("No")

    class Further(models.TextChoices):
        YES = "yes", _("Yes, with a project")
        LATER = "later", _("Perhaps later")
        NO = "no", _("No, it is fine like this")

    party = models.OneToOneField(Party, on_delete=models.CASCADE, related_name="session_answer")
    helped = models.CharField(max_length=5, choices=Helped.choices)
    learnt = models.TextField()
    further = models.CharField(max_length=5, choices=Further.choices)
    at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.helped


class Note(models.Model):
    """A message to the other side, or a decision that both want to find again."""

    class Kind(models.TextChoices):
        MESSAGE = "message", _("a message")
        DECISION = "decision", _("a decision we took together")

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField()
    at = models.DateTimeField()
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.kind


class LedgerEntry(models.Model):
    """A sealed record of the room's `domain.ledger`, as it is exported. Never changed; it holds ids only.

    What was done, and by whom, stands beside it, so that erasing a person leaves the chain whole.
    """

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="ledger_entries")
    number = models.PositiveIntegerField()
    record = models.JSONField()
    what = models.TextField(blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "number"], name="ledger_numbers_once_per_room"),
        ]

    def __str__(self) -> str:
        return f"{self.cooperation} {self.number}"


class Milestone(models.Model):
    """Something both want to have reached by a day; `reached` is the day when one side noted it."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="milestones")
    text = models.CharField(max_length=200)
    due = models.DateField()
    reached = models.DateField(null=True)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "text", "due"], name="milestone_once_per_room"),
        ]

    def __str__(self) -> str:
        return self.text
