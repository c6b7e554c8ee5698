"""Tables of phrases and their meaning, and how tests read them."""

import csv
from importlib.resources import files


def table(name: str, package: str = "tests.data") -> list[dict[str, str]]:
    """The rows of a CSV file that lies beside the code."""
    with files(package).joinpath(name).open(encoding="utf-8") as rows:
        return list(csv.DictReader(rows))
