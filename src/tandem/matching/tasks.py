"""What happens after the request: e-mails about introductions."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from tandem.matching import queries
from tandem.matching.models import IntroductionStep
from tandem.ui import mail


@task()
def tell_the_other_side(step_id: int) -> None:
    """Write to those who answer for the other side what was done, with the link to answer."""
    step = IntroductionStep.objects.select_related(
        "person", "introduction__need__organisation", "introduction__offer__organisation"
    ).get(pk=step_id)
    introduction = step.introduction
    receiving = introduction.offer if step.side == "need" else introduction.need
    for person in queries.writers_of(receiving.organisation):
        mail.send(
            person,
            "matching/mail/introduction.txt",
            reason=_("you answer for %(organisation)s on Tandem.") % {"organisation": receiving.organisation.name},
            link=reverse("introduction", args=[introduction.reference]),
            step=step,
            introduction=introduction,
            sender=queries.name_shown(introduction, step.side),
        )
