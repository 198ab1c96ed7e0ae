"""Screening of answers that no single machine holds: Parquet, counted where it lies, on Spark (the extra `spark`).

Every partition counts its own respondents with the kernel of one machine, and the matrices are added:
what travels is answers × answers, never answers of people.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import Question
from tandem.domain.survey.kernel import Layout, joint_counts
from tandem.domain.survey.screening import State

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame, SparkSession

_COUNTS = "counts"


@contextmanager
def spark_on(master: str) -> Iterator[SparkSession]:
    """A session on `master` (`local[2]`, `spark://…`), ended afterwards.

    Errors: `BadInput` when the extra or Java is not installed.
    """
    if find_spec("pyspark") is None or find_spec("pyarrow") is None:
        raise BadInput(Message(gettext_noop("Spark is an extra: ./tandem install spark")), ("--spark",))
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    # Workers run this Python and find this program, whatever the machine calls "python3".
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    source = str(Path(__file__).parents[2])
    building = SparkSession.builder.master(master).appName("tandem survey screen")
    settings = {
        "spark.ui.enabled": "false",
        "spark.executorEnv.PYTHONPATH": os.pathsep.join([source, os.environ.get("PYTHONPATH", "")]),
        "spark.log.level": "ERROR",
    }
    if master.startswith("local"):
        # A machine whose own name leads nowhere starts all the same.
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    for key, value in settings.items():
        building = building.config(key, value)
    try:
        session = building.getOrCreate()
    except (PySparkException, OSError) as error:
        text = gettext_noop("Spark did not start (it needs Java 17 or newer): %(reason)s")
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BadInput(Message(text, {"reason": reason}), ("--spark",)) from None
    try:
        with warnings.catch_warnings():
            # pandas, which is not used here, is newer than pyspark knows.
            warnings.simplefilter("ignore", FutureWarning)
            yield session
    finally:
        session.stop()


def read_parquet(session: SparkSession, path: Path) -> DataFrame:
    """The table at `path`, a file or a folder of them.

    Errors: `BadInput` naming the file that is no Parquet: looked at before Spark fills the screen about it.
    """
    if not path.exists():
        raise FileNotFoundError(2, "No such file or directory", str(path))
    files = [path] if path.is_file() else sorted(path.rglob("*.parquet"))
    if not files:
        raise BadInput(Message(gettext_noop("there is no file *.parquet in this folder")), (str(path),))
    for file in files:
        with file.open("rb") as opened:
            if opened.read(4) != b"PAR1":
                raise BadInput(Message(gettext_noop("this is not Parquet")), (str(file),))
    return session.read.parquet(*(str(file.resolve()) for file in files))


def levels_of(table: DataFrame, columns: Sequence[str], most: int) -> dict[str, tuple[str, ...]]:
    """The answers given in each column, sorted, as texts; more than `most` are cut one past it. A blank is none."""
    from pyspark.sql import functions as f

    text = [f.trim(f.col(f"`{name}`").cast("string")).alias(f"c{place}") for place, name in enumerate(columns)]
    given = [f.when(f.col(f"c{place}") != "", f.col(f"c{place}")) for place in range(len(columns))]
    [row] = table.select(*text).select(*(f.slice(f.collect_set(one), 1, most + 1) for one in given)).collect()
    return {name: tuple(sorted(found)) for name, found in zip(columns, row, strict=True)}


def state_of(table: DataFrame, levels: dict[str, tuple[str, ...]]) -> State:
    """The joint counts of all respondents: each partition counted by itself, the matrices added."""
    names = list(levels)
    layout = Layout(tuple(names), tuple(len(found) for found in levels.values()))

    def counted(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import pyarrow

        whole = np.zeros((layout.width, layout.width), dtype=np.int64)
        for batch in batches:
            whole += joint_counts([_codes(batch.column(place), name) for place, name in enumerate(names)])
        yield pyarrow.RecordBatch.from_pydict({_COUNTS: pyarrow.array([whole.tobytes()], type=pyarrow.binary())})

    def _codes(column: pyarrow.Array, name: str) -> Question:
        import pyarrow
        from pyarrow import compute

        text: Any = compute.utf8_trim_whitespace(column.cast(pyarrow.string()))
        codes = compute.fill_null(compute.index_in(text, value_set=pyarrow.array(levels[name], pyarrow.string())), -1)
        return Question(name, levels[name], codes.to_numpy(zero_copy_only=False).astype(np.int32))

    rows = table.select(*(f"`{name}`" for name in names)).mapInArrow(counted, f"{_COUNTS} binary").collect()
    empty = np.zeros((layout.width, layout.width), dtype=np.int64)
    parts = (np.frombuffer(row[_COUNTS], dtype=np.int64).reshape(empty.shape) for row in rows)
    return State(layout, reduce(np.add, parts, empty))
