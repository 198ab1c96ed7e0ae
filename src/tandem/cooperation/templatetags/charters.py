"""How pages call a version of the charter."""

from django import template

from tandem.cooperation.content import name_of

register = template.Library()
register.filter("charter_name", name_of)
