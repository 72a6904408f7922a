import type { ContainerDefinition, StepDefinition } from "./pipeline-definition";
import type { Field, YamlSource } from "./yaml-source";

/** What a step's target calls the agent's own machine. AW/ExecutionContext.cs, WellKnownStepTargetStrings */
export const hostTarget: ContainerDefinition = { name: "host", env: new Map() };

/** Reads `resources`: containers with their image and environment. The image is nobody's concern here. */
export function readContainers(source: YamlSource, field: Field | undefined): ContainerDefinition[] {
  const list =
    field === undefined
      ? undefined
      : source.fields(field.value, "resources", ["containers"]).get("containers");
  if (list === undefined) {
    return [];
  }
  return source.items(list, "containers").map((item) => {
    const fields = source.fields(item, "a container", ["container", "image", "env"]);
    const name = fields.get("container");
    if (name === undefined) {
      throw source.errorAt(item, "container", "a container needs the key 'container' with its name");
    }
    const env = fields.get("env");
    const entries = env === undefined ? [] : [...source.anyFields(env.value, "env")];
    return {
      name: source.text(name, "container"),
      env: new Map(entries.map(([key, value]) => [key, source.text(value, key)])),
    };
  });
}

/** The name of a container that there is; an image as such is not supported. */
export function readContainerName(
  source: YamlSource,
  field: Field,
  containers: readonly ContainerDefinition[],
): string {
  const name = source.text(field, "container");
  const found = containers.find((container) => container.name.toLowerCase() === name.toLowerCase());
  if (found === undefined) {
    const names = containers.map((container) => container.name).join(", ");
    const reason = `there is no container '${name}' in resources: expected ${names === "" ? "none" : names}`;
    throw source.errorAt(field.value, "container", reason);
  }
  return found.name;
}

/** The containers that the agent starts for a job: its own first, then those that steps name. AW/ExecutionContext.cs */
export function usedContainers(
  own: string | undefined,
  steps: readonly StepDefinition[],
  containers: readonly ContainerDefinition[],
): ContainerDefinition[] {
  const names = [...new Set([own, ...steps.map(({ target }) => target.container)])];
  return names.flatMap((name) => containers.find((container) => container.name === name) ?? []);
}
