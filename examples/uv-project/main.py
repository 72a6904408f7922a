from importlib.metadata import distributions

import humanize
from fabrikam_greeting import greet
from packaging.version import Version
from rich.console import Console
from rich.table import Table

print(greet("uv"))

table = Table("Package", "Version")
for distribution in sorted(distributions(), key=lambda found: found.metadata["Name"].lower()):
    table.add_row(distribution.metadata["Name"], str(Version(distribution.version)))
Console().print(table)

print(f"{humanize.apnumber(table.row_count)} packages" if table.row_count < 10 else f"{table.row_count} packages")
