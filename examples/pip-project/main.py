from importlib.metadata import distributions

import click
from fabrikam_greeting import greet
from prettytable import PrettyTable

table = PrettyTable(["Package", "Version"])
for found in sorted(distributions(), key=lambda found: found.metadata["Name"].lower()):
    table.add_row([found.metadata["Name"], found.version])

click.echo(greet("pip"))
click.echo(table)
