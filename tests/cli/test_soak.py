"""A small dose of `tandem soak`."""

import json
import os
import subprocess
import sys


def test_an_indexer_that_is_killed_again_and_again_loses_nothing_and_doubles_nothing():
    given = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-m", "tandem", "soak", "--rounds", "2", "--format", "json"],
        env={**given, "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["lost"], told["twice"], told["listed"], told["written"]) == (0, 0, 40, 40)
    assert told["killed"] >= 1
