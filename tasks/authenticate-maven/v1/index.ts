import { maven } from "../../../shared/clients/maven/authenticate/client";
import { runTask } from "../../../shared/shell/run-task";

void runTask(maven);
