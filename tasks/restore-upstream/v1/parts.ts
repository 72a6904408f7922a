import { cargo } from "../../../shared/adapters/cargo/adapter";
import { maven } from "../../../shared/adapters/maven/adapter";
import { renderJsonReport } from "../../../shared/adapters/report/json-report";
import { renderLastLine } from "../../../shared/adapters/report/last-line";
import { renderSummary } from "../../../shared/adapters/report/summary";
import { findBypasses } from "../../../shared/adapters/upstream/bypass";
import { lockReaders } from "../../../shared/adapters/upstream/lock-readers";
import { detectProjects } from "../../../shared/adapters/upstream/project-kinds";
import { sliceOf } from "../../../shared/adapters/upstream/slices";
import { uv } from "../../../shared/adapters/uv/adapter";
import type { RestoreParts } from "../../../shared/shell/restore/parts";

/** What the task is made of. */
export const parts: RestoreParts = {
  adapters: { uv, cargo, maven },
  lockFormats: lockReaders,
  detectProjects,
  findBypasses,
  sliceOf,
  renderSummary,
  renderJson: renderJsonReport,
  renderLastLine,
};
