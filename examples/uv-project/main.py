from importlib.metadata import distributions

import humanize
from fabrikam_greeting import greet
from packaging.version import Version
from sortedcontainers import SortedDict
from tabulate import tabulate

versions = SortedDict({found.metadata["Name"]: Version(found.version) for found in distributions()})

print(greet("uv"))
print(tabulate(versions.items(), headers=["Package", "Version"]))
print(f"{humanize.intcomma(len(versions))} packages")
