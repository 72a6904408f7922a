from importlib.metadata import distributions

from fabrikam_greeting import greet
from humanize import intcomma
from more_itertools import unique_everseen
from packaging.version import Version
from tabulate import tabulate

found = unique_everseen((found.metadata["Name"], Version(found.version)) for found in distributions())
versions = sorted(found)

print(greet("pip"))
print(tabulate(versions, headers=["Package", "Version"]))
print(f"{intcomma(len(versions))} packages")
