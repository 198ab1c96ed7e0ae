"""What happens after the request: e-mails about introductions."""

from django_tasks import task

from tandem.matching import queries
from tandem.matching.models import IntroductionStep
from tandem.ui import mail

#: Steps after which the other side has nothing to answer and nobody to meet.
NOTHING_LEFT_TO_DO = {"decline", "withdraw"}


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
            "introduction",
            introduction.reference,
            essential=step.transition not in NOTHING_LEFT_TO_DO,
            step=step,
            introduction=introduction,
            receiver=receiving.organisation.name,
            sender=queries.name_shown(introduction, step.side),
        )
