"""The job's keyring: gives a token by address, and leaves every other question to others.

Imported, it is a backend of the keyring library (https://github.com/jaraco/keyring), which finds it by the entry point
beside it. Run, on Windows, it is the program `keyring` that pip, pipenv and pdm start; elsewhere that is
feedpass-keyring.sh, which decides by the same rules: change both. Python 3.7 and later, nothing but its own library.
"""

import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PLACES = os.path.join(os.path.dirname(HERE), "keyring-places.txt")

# Of an address in lower case, in which every program finds the same host and path: nothing but what RFC 3986 allows, one
# user name and no password, and no dots, slashes, backslashes and control characters in hexadecimal digits.
ADDRESS = re.compile(
    r"(https?)://(?:[^/?#@:]*@)?([^/?#@]+)(/(?:[]:\[@!$&'()*+,;=._~/a-z0-9-]|%[0-9a-f]{2})*)(?:[?#].*)?",
)
ALLOWED = re.compile(r"[]A-Za-z0-9:/?#\[@!$&'()*+,;=._~%-]*")
AMBIGUOUS = re.compile(r"%2[ef5]|%5c|%[01].|%7f|/\.\.?(?:[/;]|$)")

# What follows an organization: a feed, or nothing that says more. uv is told of a whole organization by
# `<organization>//simple/` (shared/clients/uv/authenticate/machine-file.ts).
FEED = re.compile(r"(?:[^/]+/)?_packaging/[^/].*|/simple/")


def parse(address):
    """Gives origin and path in lower case, or None."""
    if not ALLOWED.fullmatch(address):
        return None
    match = ADDRESS.fullmatch(address.lower())
    if match is None or AMBIGUOUS.search(match.group(3)):
        return None
    scheme, host, path = match.groups()
    port = ":443" if scheme == "https" else ":80"
    return scheme + "://" + (host[: -len(port)] if host.endswith(port) else host), path


def find(address):
    """Gives user name and token for an address of ours, or None."""
    parsed = parse(address)
    if parsed is None or not os.path.exists(PLACES):
        return None
    with open(PLACES, encoding="utf-8") as lines:
        places = [line.rstrip("\n").split(" ", 4) for line in lines]
    for kind, origin, path, variable, login in places:
        if parsed[0] != origin or not parsed[1].startswith(path):
            continue
        if kind == "organization" and not FEED.fullmatch(parsed[1][len(path) :]):
            continue
        token = os.environ.get(variable, "")
        if token:
            return login, token
    return None


def read_arguments(arguments):
    """Gives mode, output, service and user name of the program's `get`; None for all else."""
    options = {"--mode": "password", "--output": "plain"}
    words = []
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if name in options and (equals or rest):
            options[name] = value if equals else rest.pop(0)
        elif word.startswith("-"):
            return None
        else:
            words.append(word)
    mode, output = options["--mode"], options["--output"]
    if mode not in ("password", "creds") or output not in ("plain", "json"):
        return None
    if words[:1] != ["get"] or len(words) not in ((2, 3) if mode == "creds" else (3,)):
        return None
    user = words[2] if len(words) == 3 else ""
    return None if re.search(r"[\x00-\x1f\x7f]", user) else (mode, output, words[1], user)


def answer(arguments):
    """Gives what is to be printed, or None."""
    call = read_arguments(arguments)
    found = None if call is None else find(call[2])
    if found is None:
        return None
    mode, output, _, user = call
    values = {"username": user or found[0]} if mode == "creds" else {}
    values["password"] = found[1]
    return json.dumps(values) if output == "json" else os.linesep.join(values.values())


def pass_on(arguments):
    """Runs the next `keyring` that was not asked yet, ours of other steps included; gives its exit code."""
    asked = os.environ.get("FEEDPASS_KEYRING_ASKED", "").split(os.pathsep) + [HERE]
    endings = os.environ.get("PATHEXT", ".EXE;.BAT;.CMD").split(";")
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        # A folder that depends on where we are may be the repository's.
        if not os.path.isabs(folder) or os.path.normpath(folder) in asked:
            continue
        for ending in endings:
            program = os.path.join(folder, "keyring" + ending)
            if not os.path.isfile(program):
                continue
            # What cmd.exe would read itself is no question for a batch file.
            if ending.lower() in (".bat", ".cmd") and re.search(r'["&|<>^%!()\r\n]', "".join(arguments)):
                return 1
            asked.append(os.path.normpath(folder))
            os.environ["FEEDPASS_KEYRING_ASKED"] = os.pathsep.join(asked)
            return subprocess.call([program] + arguments)
    return 1


def main(arguments):
    text = answer(arguments)
    if text is None:
        return pass_on(arguments)
    sys.stdout.buffer.write((text + os.linesep).encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
else:
    import importlib

    from keyring import backend, credentials

    # Those of other steps: of several distributions of one name, the library sees the first alone.
    for folder in sys.path:
        if os.path.isfile(os.path.join(os.path.dirname(folder), "keyring-places.txt")):
            for name in os.listdir(folder):
                if re.fullmatch(r"feedpass_keyring_\w+\.py", name):
                    importlib.import_module(name[:-3])

    class FeedpassKeyring(backend.KeyringBackend):
        """Asked before all others, and by `ChainerBackend`, which asks the others then: its own priority is 10."""

        priority = 9.95

        def get_credential(self, service, username):
            found = find(service)
            return None if found is None else credentials.SimpleCredential(username or found[0], found[1])

        def get_password(self, service, username):
            found = find(service)
            return None if found is None else found[1]

        def set_password(self, service, username, password):
            raise NotImplementedError("the job's keyring stores nothing")

        def delete_password(self, service, username):
            raise NotImplementedError("the job's keyring stores nothing")
