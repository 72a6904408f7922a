import { cargo } from "../../../shared/adapters/cargo/adapter";
import { maven } from "../../../shared/adapters/maven/adapter";
import { renderJsonReport } from "../../../shared/adapters/report/json-report";
import { renderLastLine } from "../../../shared/adapters/report/last-line";
import { renderSummary } from "../../../shared/adapters/report/summary";
import { lockReaders } from "../../../shared/adapters/upstream/lock-readers";
import { uv } from "../../../shared/adapters/uv/adapter";
import type { RestoreParts } from "../../../shared/shell/restore/parts";

/** What the task is made of. */
export const parts: RestoreParts = {
  adapters: { uv, cargo, maven },
  lockFormats: lockReaders,
  detectProjects: (paths) =>
    paths.flatMap((path) => {
      const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".";
      const name = path.slice(path.lastIndexOf("/") + 1);
      const client = (
        {
          "pyproject.toml": "uv",
          "requirements.txt": "uv",
          "Cargo.toml": "cargo",
          "pom.xml": "maven",
        } as const
      )[name as "pom.xml"];
      return client === undefined ? [] : [{ client, folder }];
    }),
  canBypass: () => false,
  findBypasses: () => [],
  sliceOf: (entries, position, total) => entries.filter((_, index) => index % total === position - 1),
  renderSummary,
  renderJson: renderJsonReport,
  renderLastLine,
};
