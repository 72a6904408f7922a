from fabrikam_greeting import greet
from inflection import ordinalize, pluralize
from termcolor import colored

print(greet("Poetry"))
print(colored(f"The {ordinalize(3)} of all {pluralize('package')}", "green"))
