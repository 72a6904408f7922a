import { cargo } from "../../../shared/adapters/cargo/adapter";
import { runTask } from "../../../shared/shell/run-task";

runTask(cargo);
