import { execFile } from "node:child_process";
import { dirname } from "node:path";

/**
 * The folder of the interpreter behind python3, or undefined: version managers put a script on PATH that looks for its
 * interpreters in the home, where the agent's steps have another one.
 */
export function findPythonFolder(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const words = ["-c", "import sys; print(sys.executable)"];
  return new Promise((resolve) => {
    execFile("python3", words, { env: environment, timeout: 20_000 }, (error, stdout) => {
      resolve(error === null ? dirname(stdout.trim()) : undefined);
    });
  });
}
