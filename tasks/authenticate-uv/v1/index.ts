import { uv } from "../../../shared/adapters/uv/adapter";
import { runTask } from "../../../shared/shell/run-task";

runTask(uv);
