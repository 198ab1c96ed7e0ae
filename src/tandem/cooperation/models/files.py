"""Files in the room."""

from django.conf import settings
from django.db import models

from tandem.cooperation.models.room import Cooperation, Party


class RoomFile(models.Model):
    """A file that one side put into the room; its bytes are kept by `ui.uploads` under `key`."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="files")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    about = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200)
    mime = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=32, unique=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name
