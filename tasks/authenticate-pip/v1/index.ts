import { pip } from "../../../shared/clients/pip/authenticate/client";
import { runTask } from "../../../shared/shell/run-task";

void runTask(pip);
