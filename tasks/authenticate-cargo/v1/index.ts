import { cargo } from "../../../shared/clients/cargo/authenticate/client";
import { runTask } from "../../../shared/shell/run-task";

void runTask(cargo);
