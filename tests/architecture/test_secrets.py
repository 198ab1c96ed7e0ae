"""No key, password or token is in a tracked file."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SIGNS = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    "a key of a cloud": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of a code host": r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|glpat-[A-Za-z0-9_-]{20,}|github_pat_[A-Za-z0-9_]{30,})",
    "a token of a package index": r"\bpypi-[A-Za-z0-9_-]{40,}",
    "a token of a chat": r"\bxox[abprs]-[A-Za-z0-9-]{10,}",
    "a password in an address": (
        r"\b[a-z][a-z0-9+]*://[^\s:/@\"'{}<>]+:(?!password@|mot-?de-?passe@|palavra-passe@|secret@)"
        r"[^\s@/\"'{}<>]{3,}@[\w.-]+"
    ),
    "a secret that is set": (
        r"(?i)\b(?:secret_key|api_key|access_token|smtp_password)\b\s*[=:]\s*"
        r"[\"'][A-Za-z0-9+/_=-]{24,}[\"']"
    ),
}
#: Keys written for a test, useless elsewhere.
INVENTED = {"tests/cli/test_doctor.py"}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def found_in(text: str) -> list[str]:
    return [name for name, sign in SIGNS.items() if re.search(sign, text)]


def test_no_tracked_file_holds_a_secret():
    guilty = {}
    for file in tracked():
        name = str(file.relative_to(ROOT))
        if name in INVENTED or file == Path(__file__):
            continue
        try:
            found = found_in(file.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue
        if found:
            guilty[name] = found
    assert guilty == {}


def test_the_search_finds_what_it_looks_for():
    examples = {
        "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
        "a key of a cloud": "AKIA" + "ABCDEFGHIJKLMNOP",
        "a token of a code host": "ghp_" + "a" * 36,
        "a token of a package index": "pypi-" + "a" * 50,
        "a token of a chat": "xoxb-" + "1234567890",
        "a password in an address": "postgres://me:" + "tr0ub4dor@db.example.org",
        "a secret that is set": 'SECRET_KEY = "' + "a1" * 20 + '"',
    }
    assert {name: found_in(text) for name, text in examples.items()} == {name: [name] for name in SIGNS}
