"""What must never be in the repository."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_host(lock):
    assert not re.search(r"://|--(extra-)?index-url|--find-links|file:", lock.read_text())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_a_version_and_hashes(lock):
    entries = re.split(r"\n(?=\S)", lock.read_text().strip())
    packages = [entry for entry in entries if not entry.startswith("#")]
    assert packages
    for entry in packages:
        assert re.match(r"[A-Za-z0-9_.\[\], -]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_everything_of_the_base_is_locked_alike_in_the_other_groups():
    def versions(path: Path) -> set[str]:
        return set(re.findall(r"^([\w.\[\], -]+==\S+)", path.read_text(), re.MULTILINE))

    base = versions(ROOT / "requirements/base.txt")
    for lock in LOCKS:
        assert base <= versions(lock), lock.name


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).exists()]


def test_no_compiled_catalogue_database_or_environment_is_tracked():
    forbidden = {".mo", ".sqlite3", ".pyc", ".db"}
    assert [path for path in tracked() if path.suffix in forbidden or ".venv" in path.parts] == []


def test_no_template_has_inline_style_or_script():
    for template in (ROOT / "src").rglob("templates/**/*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", text), template


def test_the_style_sheet_stays_under_twenty_kilobytes():
    assert (ROOT / "src/tandem/ui/static/ui/tandem.css").stat().st_size <= 20_000
