"""What waits for a steward, what was decided and by whom; blocks; notices to all."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tandem.directory.models.membership import new_reference
from tandem.directory.models.organisation import Organisation

PERSON = settings.AUTH_USER_MODEL


class Case(models.Model):
    """One thing to decide. `kind` names an entry of `directory.queue`; `subject_kind` and `subject_id` the row it is
    about; `in_force` is the decision whose effect holds now, also while a contested case waits again."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DECIDED = "decided", _("decided")

    reference = models.CharField(max_length=40, unique=True, default=new_reference)
    kind = models.CharField(max_length=30)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="cases")
    person = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="cases")
    page = models.CharField(max_length=500, blank=True)
    opened = models.DateTimeField()
    due = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    decision = models.CharField(max_length=20, blank=True)
    in_force = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    ground = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    contested = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due"], name="case_waiting_first")]
        constraints = [
            models.CheckConstraint(
                name="decided_case_is_whole",
                condition=Q(state="waiting") | Q(decided_at__isnull=False) & ~Q(decision=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Act(models.Model):
    """The log of stewards: what was done, by whom, with which reason. Rows are added, never changed."""

    class What(models.TextChoices):
        DECIDED = "decided", _("decided")
        UNDONE = "undone", _("undone")
        CONTESTED = "contested", _("contested")
        BLOCKED = "blocked", _("blocked")
        UNBLOCKED = "unblocked", _("block lifted")
        ANNOUNCED = "announced", _("notice to all")
        WITHDRAWN = "withdrawn", _("notice withdrawn")

    at = models.DateTimeField()
    person = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    what = models.CharField(max_length=12, choices=What.choices)
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="acts")
    about = models.CharField(max_length=200, blank=True)
    decision = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.what}"


class Block(models.Model):
    """A person or an organisation may not contact others, or may not use this place, until a day and for a reason."""

    class Scope(models.TextChoices):
        CONTACT = "contact", _("may not contact others")
        PLACE = "place", _("may not use this place")

    person = models.ForeignKey(PERSON, null=True, on_delete=models.CASCADE, related_name="blocks")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="blocks")
    scope = models.CharField(max_length=8, choices=Scope.choices)
    reason = models.TextField()
    at = models.DateTimeField()
    until = models.DateField()
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="block_of_one",
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.until:%Y-%m-%d}"


class Announcement(models.Model):
    """A notice on every page, in each language of the interface, between two moments."""

    text = models.JSONField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="announcement_ends_after_it_starts", condition=Q(ends__gt=F("starts"))),
        ]

    def __str__(self) -> str:
        return f"{self.starts:%Y-%m-%d}"
