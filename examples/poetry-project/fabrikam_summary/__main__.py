import humanize
from fabrikam_greeting import greet
from tabulate import tabulate

print(greet("Poetry"))
print(tabulate([["packages", humanize.intcomma(1200)]]))
