"""Changing the directory. One verb each, one transaction, one event."""

from tandem.directory.actions.organisations import create_organisation, edit_organisation, free_slug
from tandem.directory.actions.reports import report_content

__all__ = ["create_organisation", "edit_organisation", "free_slug", "report_content"]
