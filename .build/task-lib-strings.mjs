import { createRequire } from "node:module";
import { StepError } from "./steps.mjs";

/**
 * An esbuild plugin that bundles task-lib's messages in English alone, as the tasks' own are: the nine translations
 * are a fifth of a task's zip. Fails when a new task-lib keeps its messages otherwise.
 */
export const englishStrings = {
  name: "task-lib-english-strings",
  setup(build) {
    build.onLoad({ filter: /[\\/]azure-pipelines-task-lib[\\/]lib-resource\.js$/ }, ({ path }) => {
      const { messages, localizedMessages } = createRequire(path)(path);
      if (messages?.LIB_InputRequired === undefined || localizedMessages === undefined) {
        throw new StepError(`${path} has no messages where task-lib 5.281.0 has them`);
      }
      return { contents: `module.exports = ${JSON.stringify({ messages, localizedMessages: {} })};` };
    });
  },
};
