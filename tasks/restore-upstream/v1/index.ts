import { runRestore } from "../../../shared/shell/restore/run-restore";
import { parts } from "./parts";

void runRestore(parts);
