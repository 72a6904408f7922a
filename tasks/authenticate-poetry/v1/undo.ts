import { undoTask } from "../../../shared/shell/undo";

undoTask();
