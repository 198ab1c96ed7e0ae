"""Projects."""

from django.db import models

from tandem.directory.models.organisation import Organisation
from tandem.directory.models.record import Record


class Project(Record):
    """Something that organisations did together; shown on their pages."""

    organisations = models.ManyToManyField(Organisation, related_name="projects")
    began = models.DateField(null=True)
    ended = models.DateField(null=True)
