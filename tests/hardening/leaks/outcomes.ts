import type { Clients, PythonClients } from "../../clients/found-clients";
import {
  cargoProject,
  everyProject,
  lockedProject,
  mavenProject,
  pipProject,
  poetryProject,
  taskStep,
  uvProject,
} from "../projects";
import type { Workplace } from "../workplace";
import type { SearchedJob } from "./searched-job";

type Files = Readonly<Record<string, string>>;
export type Found = Pick<Clients, "uv" | "cargo" | "maven39" | "java" | "poetry"> &
  Pick<PythonClients, "pip">;
type Jobs = readonly (readonly [string, SearchedJob])[];

/** Who has no role in the feed; the feed knows the token, and says 403. */
export const stranger = "stranger";

/** The way to the feed on which every answer takes its time: its name in capitals. */
export const slowFeed = "FIBER";

/**
 * A shell script that prints what a text holds in every form that a token could be printed in; each line is a form,
 * and base64 stands at all three offsets.
 */
export const printForms = `show() {
  printf '%s\\n' "$1"
  for before in '' x xy; do printf '%s%s' "$before" "$1" | base64 -w0; echo; done
  printf '%s' "$1" | base64 -w0 | tr '+/' '-_'; echo
  printf '%s' "$1" | od -An -v -tx1 | tr -d ' \\n'; echo
  printf '%s' "$1" | od -An -v -tx1 | tr -d ' \\n' | tr a-f A-F; echo
  printf '{"a":"%s"}<a b="%s"/>https://x.example/?a=%s\\n' "$1" "$1" "$1"
}
env | while IFS= read -r line; do if [ \${#line} -gt 200 ]; then show "\${line#*=}"; fi; done
`;

/** What is told from the outside of a task that only sets the job up for a client. */
interface Authentication {
  readonly task: string;
  readonly project: (at: Workplace, feed?: string) => Files;
  /** A file that is not understood, in the place of one of the project's. */
  readonly malformed: Files;
  /** What the pipeline does with the client. */
  readonly use: string;
  readonly programs: readonly string[];
  readonly environment?: Files;
}

function authentications({ uv, cargo, maven39, java, pip, poetry }: Found): readonly Authentication[] {
  return [
    {
      task: "AuthenticateUv@1",
      project: uvProject,
      malformed: { "pyproject.toml": "[tool.uv]\nindex = \n" },
      use: "uv sync",
      programs: [uv.path],
    },
    {
      task: "AuthenticateCargo@1",
      project: cargoProject,
      malformed: { ".cargo/config.toml": "[registries\n" },
      use: "cargo fetch",
      programs: [cargo.path],
    },
    {
      task: "AuthenticateMaven@1",
      project: mavenProject,
      malformed: { "pom.xml": "<project><repositories></project>" },
      use: "mvn -B -ntp validate",
      programs: [maven39.path, `${java.home}/bin/java`],
      environment: { JAVA_HOME: java.home },
    },
    {
      task: "AuthenticatePip@1",
      project: pipProject,
      malformed: { "requirements.txt": "--index-url\n" },
      use: "python3 -m pip download -vv --no-cache-dir -d out -r requirements.txt",
      programs: [pip.path],
    },
    {
      task: "AuthenticatePoetry@1",
      project: poetryProject,
      malformed: { "pyproject.toml": "[tool.poetry\n" },
      use: "poetry lock --no-interaction",
      programs: [poetry.path],
    },
    {
      task: "AuthenticateFeeds@1",
      project: everyProject,
      malformed: { "pyproject.toml": "[tool.uv]\nindex = \n" },
      use: "uv sync && cargo fetch",
      programs: [uv.path, cargo.path],
    },
  ];
}

function authenticationJobs(at: Workplace, authentication: Authentication): Jobs {
  const { task, project, malformed, use, programs, environment = {} } = authentication;
  const job = (script: string, more: Partial<SearchedJob>): SearchedJob => ({
    steps: `steps:\n${taskStep(task)}- bash: |\n${script.replace(/^/gm, "    ")}\n`,
    sources: project(at),
    programs,
    environment,
    expect: "Failed",
    ...more,
  });
  return [
    ["success", job(use, { expect: "Succeeded" })],
    ["refused configuration", job(use, { sources: { ...project(at), ...malformed }, shows: /:\d+:\d+/ })],
    ["feed says 401", job(use, { identity: "unknown", shows: /401|nauthorized|Authorization error/ })],
    ["feed says 403", job(use, { identity: stranger, shows: /403|orbidden|Authorization error/ })],
    [
      "feed says 404",
      job(use, {
        sources: project(at, "missing"),
        shows: /404|not found|Could not find|match any versions/i,
      }),
    ],
    ["client failure", job(`${printForms}exit 3`, { shows: /Bash exited with code '3'/ })],
    ["cancelled", job("echo started; sleep 30", { expect: "Canceled", cancelAt: /^started$/m })],
    [
      "cancelled in the task",
      job(use, {
        expect: "Canceled",
        cancelAt: new RegExp(`^##\\[section\\]Starting: ${task.slice(0, -2)}`, "m"),
      }),
    ],
  ];
}

/** A program in the place of uv, which needs a folder of its own on PATH. */
export type FakeClient = (script: string) => string;

function restoreJobs({ uv, cargo }: Found, fake: FakeClient): Jobs {
  const job = (more: Partial<SearchedJob>, inputs: Files = {}): SearchedJob => ({
    steps: `steps:\n${taskStep("RestoreUpstream@1", { feed: "Fabrikam Fiber/fiber", reportPath: "report.json", ...inputs })}`,
    sources: lockedProject(),
    programs: [uv.path, cargo.path],
    expect: "Failed",
    ...more,
  });
  const cut = { ...lockedProject(), "uv.lock": "[[package]]\nname = " };
  return [
    ["success", job({ expect: "Succeeded", shows: /Restored 2 projects/ })],
    ["refused configuration", job({ sources: cut, shows: /uv\.lock:\d+:\d+/ })],
    ["feed says 401", job({ identity: "unknown", shows: /401|token/ })],
    ["feed says 403", job({ identity: stranger, shows: /403|permission|role/ })],
    ["feed says 404", job({ shows: /404|no feed|not found/i }, { feed: "Fabrikam Fiber/missing" })],
    [
      "client failure",
      job({ programs: [fake(`${printForms}exit 3`), cargo.path], shows: /uv in \. ended with 3/ }),
    ],
    [
      "cancelled",
      job({
        programs: [fake("echo started; sleep 30"), cargo.path],
        expect: "Canceled",
        cancelAt: /^started$/m,
      }),
    ],
  ];
}

function saveJobs(): Jobs {
  const job = (more: Partial<SearchedJob>, feed = "fiber"): SearchedJob => ({
    steps: `steps:\n${taskStep("RestoreUpstream@1", { feed: `Fabrikam Fiber/${feed}`, mode: "save", onUnsaved: "fail", reportPath: "report.json" })}`,
    sources: lockedProject(),
    expect: "Failed",
    ...more,
  });
  const { "uv.lock": lock = "", ...others } = lockedProject();
  const missing = { ...others, "uv.lock": lock.replaceAll("2.1.0", "9.9.9") };
  return [
    ["success", job({ expect: "Succeeded", shows: /Read the lock files of 2 projects/ })],
    [
      "refused configuration",
      job({ sources: { ...others, "uv.lock": "[[package]]\nname = " }, shows: /uv\.lock:\d+:\d+/ }),
    ],
    ["feed says 401", job({ identity: "unknown", shows: /401|token/ })],
    ["feed says 403", job({ identity: stranger, shows: /403|permission|role/ })],
    ["feed says 404", job({ shows: /404|no feed|not found/i }, "missing")],
    ["a file that is nowhere", job({ sources: missing, shows: /Not saved: upstream-basics 9\.9\.9/ })],
    [
      "cancelled",
      job(
        { expect: "Canceled", cancelAt: /^##\[section\]Starting: RestoreUpstream[\s\S]*?^Feed /m },
        slowFeed,
      ),
    ],
  ];
}

/** Every task with every outcome, each with `System.Debug` and without, by what a test is called. */
export function searchedJobs(
  at: Workplace,
  found: Found,
  fake: FakeClient,
): ReadonlyMap<string, SearchedJob> {
  const all: readonly (readonly [string, Jobs])[] = [
    ...authentications(found).map((each) => [each.task, authenticationJobs(at, each)] as const),
    ["RestoreUpstream@1", restoreJobs(found, fake)],
    ["RestoreUpstream@1, mode save", saveJobs()],
  ];
  return new Map(
    all.flatMap(([task, jobs]) =>
      jobs.flatMap(([outcome, job]) => [
        [`${task}: ${outcome}`, job] as const,
        [`${task}: ${outcome}, System.Debug`, { ...job, variables: { "System.Debug": "true" } }] as const,
      ]),
    ),
  );
}
