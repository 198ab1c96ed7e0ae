"""The server asks nothing of addresses that people enter."""

import ast
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src/tandem"
CALLS_OUT = {"requests", "httpx", "aiohttp", "urllib3", "http.client", "urllib.request", "ftplib", "xmlrpc.client"}
#: Who may, and why.
ALLOWED = {
    "accounts/views.py": "catches the errors of allauth, which calls the OpenID Connect server of the settings",
}


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_nothing_but_sign_in_and_mail_calls_another_machine():
    """When a feature has to fetch an address, it needs a guarded client first: schemes, addresses inside refused after
    resolving and after each redirect, times and sizes limited."""
    calling = {
        str(file.relative_to(SRC)): found
        for file in SRC.rglob("*.py")
        if (
            found := {
                name for name in imported(file) if any(name == out or name.startswith(f"{out}.") for out in CALLS_OUT)
            }
        )
    }
    assert set(calling) == set(ALLOWED), calling
