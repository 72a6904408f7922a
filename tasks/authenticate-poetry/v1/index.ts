import { poetry } from "../../../shared/clients/poetry/authenticate/client";
import { runTask } from "../../../shared/shell/run-task";

void runTask(poetry);
