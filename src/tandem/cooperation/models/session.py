"""The short path of a one-hour session: the times proposed, the two questions after it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.cooperation.models.room import Cooperation, Party


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
