"""The environment, read in one place."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def flag(name: str) -> bool:
    """True when the variable is set to anything but nothing, 0, no or false."""
    return os.environ.get(name, "").strip().lower() not in {"", "0", "no", "false"}


def names(name: str) -> list[str]:
    """A comma-separated variable as a list, blanks left out."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def data_folder() -> Path:
    """Where database, index and files live: TANDEM_DATA, else `var/` in the checkout."""
    return Path(os.environ.get("TANDEM_DATA") or ROOT / "var").resolve()
