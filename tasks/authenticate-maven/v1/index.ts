import { maven } from "../../../shared/adapters/maven/adapter";
import { runTask } from "../../../shared/shell/run-task";

runTask(maven);
