import { uv } from "../../../shared/clients/uv/authenticate/client";
import { runTask } from "../../../shared/shell/run-task";

void runTask(uv);
