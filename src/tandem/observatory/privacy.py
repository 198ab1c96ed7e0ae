"""Logs that say nothing of respondents: neither an address nor the token of answers on their way."""

from __future__ import annotations

import logging
import re
from typing import Any

#: Pages of respondents, in every language (`urls`, docs/surveys.md).
RESPONDENTS = re.compile(r"(/answers/)[^/\s\"'?]+")


class WithoutTokens(logging.Filter):
    """Takes the token out of what Django logs of a request, and the request itself, which holds the address."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if RESPONDENTS.search(message):
            record.msg, record.args = RESPONDENTS.sub(r"\1…", message), ()
            record.__dict__.pop("request", None)
        return True


def logger_class() -> Any:
    """gunicorn's logger without the lines of respondents' pages; made when gunicorn asks for it."""
    from gunicorn.glogging import Logger

    class Quiet(Logger):
        """`gunicorn --access-logfile - --logger-class tandem.observatory.privacy.AccessLog`."""

        def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> None:
            if not RESPONDENTS.search(environ.get("PATH_INFO", "")):
                super().access(resp, req, environ, request_time)

    return Quiet


def __getattr__(name: str) -> Any:
    if name == "AccessLog":
        return logger_class()
    raise AttributeError(name)
