import { cargo } from "../../../shared/clients/cargo/authenticate/client";
import { maven } from "../../../shared/clients/maven/authenticate/client";
import { renderJsonReport } from "../../../shared/report/plain-report";
import { renderLastLine } from "../../../shared/report/last-line";
import { renderSummary } from "../../../shared/report/summary";
import { findBypasses } from "../../../shared/clients/bypass";
import { lockReaders } from "../../../shared/clients/clients";
import { detectProjects } from "../../../shared/clients/uv/restore/detect";
import { sliceOf } from "../../../shared/core/slices";
import { uv } from "../../../shared/clients/uv/authenticate/client";
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
