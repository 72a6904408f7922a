import type { Addresses, HostileRepository, RepositoryFiles } from "../hostile-repository";
import { index, makeWheel, ownIndex, pyproject, script } from "./python-texts";

type Files = (at: Addresses) => RepositoryFiles;

/** uv files credentials by host and by user name, too: what that comes to where one host has several organizations. */
const as = (user: string, address: string): string => address.replace("://", `://${user}@`);

const install = (requirements: string): string =>
  `uv venv -q .venv\nuv pip install --python .venv ${requirements}`;

/** The feed as the project's index, with a user name or without, that is asked for one package first. */
const ownFeed = (at: Addresses, user: string): string =>
  user === "" ? ownIndex(at) : ownIndex(at).replace("://", `://${user}@`);

/** As an index that is asked for nothing, so that no line of a requirements file is overruled. */
const quietFeed = (at: Addresses, user: string): string => ownFeed(at, user).replace("default", "explicit");

/** A requirements file beside it, with the feed and an index of the other organization. */
function lines(own: string, other: string): Files {
  const named = (user: string, address: string): string => (user === "" ? address : as(user, address));
  return (at) => ({
    "pyproject.toml": pyproject([], quietFeed(at, own)),
    "requirements.txt": [
      `--index-url ${named(own, at.feed("pypi/simple/"))}`,
      `--extra-index-url ${named(other, at.other("pypi/simple/"))}`,
      "fabrikam-greeting",
      "contoso-greeting",
      "",
    ].join("\n"),
  });
}

const names = ["VssSessionToken", "someone", "dummy"];

const otherOrganization: readonly HostileRepository[] = [
  ...names.flatMap((user) => [
    {
      id: `uv-user-line-${user.toLowerCase()}`,
      title: `a requirements line with an index of another organization, as ${user}`,
      files: lines("", user),
      run: install("-r requirements.txt"),
      expect: "asked" as const,
    },
    {
      id: `uv-user-own-line-${user.toLowerCase()}`,
      title: `its own index as ${user}, and a requirements line with one of another organization`,
      files: lines(user, ""),
      run: install("-r requirements.txt"),
      expect: "asked" as const,
    },
    {
      id: `uv-user-both-${user.toLowerCase()}`,
      title: `its own index as ${user}, and a requirements line with one of another organization as ${user}`,
      files: lines(user, user),
      run: install("-r requirements.txt"),
      expect: "asked" as const,
    },
    {
      id: `uv-user-script-${user.toLowerCase()}`,
      title: `a script with an index of another organization, as ${user}`,
      files: ((at) => ({
        "pyproject.toml": pyproject(["fabrikam-greeting"], ownIndex(at)),
        "tool.py": script(
          `dependencies = ["contoso-greeting"]\n${index("parts", as(user, at.other("pypi/simple/")))}`,
        ),
      })) satisfies Files,
      run: "uv run tool.py",
      expect: "asked" as const,
    },
  ]),
  {
    id: "uv-user-two",
    title: "two feeds of its own with two user names",
    files: (at) => ({
      "pyproject.toml": pyproject(
        ["fabrikam-greeting", "shared-greeting"],
        index("shared", as("someone", at.shared("pypi/simple/"))) + ownFeed(at, "VssSessionToken"),
      ),
    }),
    run: "uv sync",
    expect: "refused",
  },
  {
    id: "uv-other-nested",
    title: "a project in a folder below with an index of another organization",
    files: (at) => ({
      "pyproject.toml": pyproject(["fabrikam-greeting"], ownIndex(at)),
      "nested/pyproject.toml": pyproject(
        ["fabrikam-greeting", "contoso-greeting"],
        ownIndex(at) + index("parts", at.other("pypi/simple/")),
        "nested",
      ),
    }),
    run: "cd nested && uv lock",
    expect: "asked",
  },
  {
    id: "uv-other-publish-option",
    title: "a wheel that is published to another organization by an option",
    files: (at) => ({ "pyproject.toml": pyproject([], ownIndex(at)) }),
    run: (at) =>
      `${makeWheel("lab9")}\nuv publish --publish-url ${at.other("pypi/upload/")} --check-url ${at.feed("pypi/simple/")} dist/*.whl`,
    expect: "asked",
  },
];

/** Every way to a feed of the job's own organization. */
const ownWays: readonly (readonly [
  slug: string,
  title: string,
  files: Files,
  run: string | ((at: Addresses) => string),
])[] = [
  ...names.map(
    (user) =>
      [
        `user-${user.toLowerCase()}`,
        `the user name ${user} in the feed's address`,
        (at: Addresses) => ({
          "pyproject.toml": pyproject(["fabrikam-greeting", "upstream-basics"], ownFeed(at, user)),
        }),
        "uv sync",
      ] as const,
  ),
  [
    "unnamed",
    "an index without a name",
    (at) => ({
      "pyproject.toml": pyproject(
        ["fabrikam-greeting"],
        `[[tool.uv.index]]\nurl = "${at.feed("pypi/simple/")}"\ndefault = true\n`,
      ),
    }),
    "uv sync",
  ],
  [
    "index-url",
    "an index-url",
    (at) => ({
      "pyproject.toml": pyproject(
        ["fabrikam-greeting"],
        `[tool.uv]\nindex-url = "${at.feed("pypi/simple/")}"\n`,
      ),
    }),
    "uv sync",
  ],
  [
    "one-name",
    "two feeds, one with a user name",
    (at) => ({
      "pyproject.toml": pyproject(
        ["fabrikam-greeting", "shared-greeting"],
        index("shared", as("someone", at.shared("pypi/simple/"))) + ownIndex(at),
      ),
    }),
    "uv sync",
  ],
  [
    "lines",
    "a requirements file that names another feed of the organization",
    (at) => ({
      "pyproject.toml": pyproject(["fabrikam-greeting"], quietFeed(at, "")),
      "requirements.txt": `--index-url ${at.shared("pypi/simple/")}\nshared-greeting\n`,
    }),
    install("-r requirements.txt"),
  ],
  [
    "lines-user",
    "the same as VssSessionToken",
    (at) => ({
      "pyproject.toml": pyproject(["fabrikam-greeting"], quietFeed(at, "")),
      "requirements.txt": `--index-url ${as("VssSessionToken", at.shared("pypi/simple/"))}\nshared-greeting\n`,
    }),
    install("-r requirements.txt"),
  ],
  [
    "script-user",
    "a script that names another feed of the organization as VssSessionToken",
    (at) => ({
      "pyproject.toml": pyproject(["fabrikam-greeting"], ownIndex(at)),
      "tool.py": script(
        `dependencies = ["shared-greeting"]\n${index("shared", as("VssSessionToken", at.shared("pypi/simple/")), "default = true\n")}`,
      ),
    }),
    "uv run tool.py",
  ],
  [
    "option",
    "an index on the command line",
    (at) => ({ "pyproject.toml": pyproject(["fabrikam-greeting"], ownIndex(at)) }),
    (at) => install(`--index-url ${at.shared("pypi/simple/")} shared-greeting`),
  ],
  [
    "option-user",
    "the same as VssSessionToken",
    (at) => ({ "pyproject.toml": pyproject(["fabrikam-greeting"], ownIndex(at)) }),
    (at) => install(`--index-url ${as("VssSessionToken", at.shared("pypi/simple/"))} shared-greeting`),
  ],
  [
    "variables",
    "indexes in a later step's environment",
    (at) => ({ "pyproject.toml": pyproject(["fabrikam-greeting"], ownIndex(at)) }),
    (at) =>
      `export UV_DEFAULT_INDEX=${at.feed("pypi/simple/")} UV_INDEX=shared=${at.shared("pypi/simple/")}\n${install("fabrikam-greeting shared-greeting")}`,
  ],
  [
    "tool",
    "a tool",
    (at) => ({ "pyproject.toml": pyproject(["fabrikam-greeting"], ownIndex(at)) }),
    (at) =>
      `uv tool run --default-index ${at.feed("pypi/simple/")} --from fabrikam-greeting python -c "import fabrikam_greeting"`,
  ],
  [
    "direct",
    "a file of the feed by its address",
    (at) => ({
      "pyproject.toml": pyproject(
        [
          `fabrikam-greeting @ ${at.feed("pypi/download/fabrikam-greeting/1.0.0/fabrikam_greeting-1.0.0-py3-none-any.whl")}`,
        ],
        ownIndex(at),
      ),
    }),
    "uv sync",
  ],
  [
    "frozen",
    "a lock that is restored without a cache",
    (at) => ({ "pyproject.toml": pyproject(["fabrikam-greeting", "upstream-basics"], ownIndex(at)) }),
    "uv lock && uv cache clean -q && uv sync --frozen",
  ],
  [
    "publish-option",
    "a wheel to publish by an option",
    (at) => ({ "pyproject.toml": pyproject([], ownIndex(at)) }),
    (at) =>
      `${makeWheel("lab10")}\nuv publish --publish-url ${at.shared("pypi/upload/")} --check-url ${at.shared("pypi/simple/")} dist/*.whl`,
  ],
];

/** A second index that is public, of another organization: it works, and gets no credentials. */
const publicSecond: readonly HostileRepository[] = [1, 2, 3, 4, 5, 6].flatMap((number) =>
  (["services", "server"] as const).map((face) => ({
    id: `uv-innocent-public-${face}-${number}`,
    title: `a public feed of another organization as second index, by the name open${number} (${face})`,
    face,
    files: (at: Addresses) => ({
      "pyproject.toml": pyproject(
        ["fabrikam-greeting", "open-greeting"],
        index(`open${number}`, at.open("pypi/simple/")) + ownIndex(at),
      ),
    }),
    run: "uv sync",
    expect: "works" as const,
    elsewhereAnonymous: true as const,
  })),
);

export const uvOnOneHost: readonly HostileRepository[] = [
  ...otherOrganization,
  ...ownWays.flatMap(([slug, title, files, run]) =>
    (["services", "server"] as const).map((face) => ({
      id: `uv-innocent-${slug}-${face}`,
      title: `${title} (${face})`,
      face,
      files,
      run,
      expect: "works" as const,
    })),
  ),
  ...publicSecond,
];
