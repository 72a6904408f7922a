import type { JobEndpoint } from "../job/job-endpoints";
import { readProperty } from "./command-effect";
import type { CommandEffect } from "./command-effect";

const guid = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i;
const emptyGuid = "00000000-0000-0000-0000-000000000000";

/** AW/TaskCommandExtension.cs:751-842: changes an endpoint for later steps; never the system connection. */
export const setEndpoint: CommandEffect = {
  allowedWhenRestricted: false,
  // AW/TaskCommandExtension.cs:781
  secret: (command) =>
    readProperty(command, "field").toLowerCase() === "authparameter" ? command.data : undefined,
  apply: (step, command) => {
    if (command.data === "") {
      throw new Error("The command setendpoint needs a value.");
    }
    const id = guid.exec(readProperty(command, "id").trim())?.[1]?.toLowerCase();
    if (id === undefined) {
      throw new Error("Invalid endpoint id: it must be a GUID.");
    }
    if (id === emptyGuid) {
      step.warning("The system connection cannot be changed by a task.");
      return;
    }
    const endpoint = step.job.endpoints.find((candidate) => candidate.id === id);
    if (endpoint === undefined) {
      throw new Error(`There is no endpoint with the id '${id}'.`);
    }
    const field = readProperty(command, "field").toLowerCase();
    changeField(endpoint, { field, key: readProperty(command, "key"), value: command.data });
  },
};

function changeField(
  endpoint: JobEndpoint,
  change: { readonly field: string; readonly key: string; readonly value: string },
): void {
  const { field, key, value } = change;
  if (field === "url") {
    if (!URL.canParse(value)) {
      throw new Error(`'${value}' is not a valid address for an endpoint.`);
    }
    endpoint.url = value;
    return;
  }
  if (key === "") {
    throw new Error("The command setendpoint needs a key.");
  }
  if (field === "authparameter") {
    endpoint.parameters.set(key, value);
  } else if (field === "dataparameter") {
    endpoint.data.set(key, value);
  } else {
    throw new Error(
      `'${field}' is not a field of an endpoint: expected url, dataParameter or authParameter.`,
    );
  }
}
