import { clients } from "../../../shared/clients/clients";
import { runRestore } from "../../../shared/shell/restore/run-restore";

void runRestore(clients);
