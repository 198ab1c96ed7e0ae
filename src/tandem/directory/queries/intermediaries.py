"""Organisations that accompany others: networks, incubators, digital mediators."""

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from tandem.directory.models import Organisation, State


def named(words: str) -> QuerySet[Organisation]:
    """Published intermediaries for whom somebody acts, whose name or town holds these words, by name."""
    published = Organisation.objects.filter(state=State.PUBLISHED).annotate(role_text=Cast("roles", TextField()))
    found = published.filter(role_text__contains='"intermediary"', memberships__isnull=False).distinct()
    return found.filter(Q(name__icontains=words) | Q(place__icontains=words)).order_by("name", "pk")
