import { cargo } from "../../../shared/clients/cargo/authenticate/client";
import { maven } from "../../../shared/clients/maven/authenticate/client";
import { renderJsonReport } from "../../../shared/report/json-report";
import { renderLastLine } from "../../../shared/report/last-line";
import { renderSummary } from "../../../shared/report/summary";
import { findBypasses } from "../../../shared/clients/bypass";
import { lockReaders } from "../../../shared/clients/lock-readers";
import { detectProjects } from "../../../shared/clients/project-kinds";
import { sliceOf } from "../../../shared/core/slices";
import { cargo as cargoProtocol } from "../../../shared/protocols/cargo/protocol";
import { maven as mavenProtocol } from "../../../shared/protocols/maven/protocol";
import { pypi } from "../../../shared/protocols/pypi/protocol";
import { uv } from "../../../shared/clients/uv/authenticate/client";
import type { RestoreParts } from "../../../shared/shell/restore/parts";

/** What the task is made of. */
export const parts: RestoreParts = {
  adapters: { uv, cargo, maven },
  protocols: [pypi, cargoProtocol, mavenProtocol],
  lockFormats: lockReaders,
  detectProjects,
  findBypasses,
  sliceOf,
  renderSummary,
  renderJson: renderJsonReport,
  renderLastLine,
};
