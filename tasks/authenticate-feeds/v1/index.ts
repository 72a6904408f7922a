import { clients } from "../../../shared/clients/clients";
import { runFeeds } from "../../../shared/shell/run-feeds";

void runFeeds(clients);
