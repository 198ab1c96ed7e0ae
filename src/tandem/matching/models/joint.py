"""Needs that two organisations share: the question, the answers, who writes the shared need."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tandem.matching.models.postings import Need


class JointQuestion(models.Model):
    """Two needs so alike that their owners are asked, without learning whose the other is, whether they would share
    one. `first` is the one that was published first; `shared` is what came of it."""

    class State(models.TextChoices):
        ASKED = "asked"
        AGREED = "agreed"
        DECLINED = "declined"
        EXPIRED = "expired"

    first = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    asked = models.DateTimeField()
    shared = models.ForeignKey(Need, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="no_pair_is_asked_twice"),
            models.CheckConstraint(name="a_pair_is_two", condition=~Q(first=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} + {self.second_id}"


class JointAnswer(models.Model):
    """What the owners of one of the two needs said."""

    question = models.ForeignKey(JointQuestion, on_delete=models.CASCADE, related_name="answers")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    agrees = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "need"], name="one_answer_for_each_need")]

    def __str__(self) -> str:
        return f"{self.question} {self.need_id}"


class NeedAuthorship(models.Model):
    """An organisation that writes a shared need, with the need that it had before."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="authorships")
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.CASCADE, related_name="need_authorships"
    )
    original = models.ForeignKey(Need, null=True, on_delete=models.SET_NULL, related_name="+")
    since = models.DateTimeField()
    left = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["need", "organisation"], condition=Q(left=None), name="an_organisation_writes_a_need_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} – {self.need}"
