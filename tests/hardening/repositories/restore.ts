import type { HostileRepository } from "../hostile-repository";
import { cargoRepositories } from "./cargo";
import { mavenRepositories } from "./maven";
import { uvRepositories } from "./uv";

/** What RestoreUpstream runs by itself: the same repositories, whose attempts it meets without a script. */
const taken: readonly (readonly [HostileRepository["id"], string?])[] = [
  ["uv-path-dependency"],
  ["uv-path-dependency-realm"],
  ["uv-member"],
  ["uv-nested"],
  ["uv-nested-uv-toml"],
  ["uv-expand-direct-index"],
  ["uv-second-index-northwind"],
  ["uv-direct"],
  ["uv-source"],
  ["uv-find-links"],
  ["uv-lock-url"],
  ["uv-lock-registry"],
  ["uv-pylock"],
  ["uv-lock-url", "save"],
  ["uv-lock-registry", "save"],
  ["uv-pylock", "save"],
  ["uv-insecure-both"],
  ["cargo-nested-fetch"],
  ["cargo-member"],
  ["cargo-include-list"],
  ["cargo-source-replaced"],
  ["cargo-proxy-cainfo"],
  ["cargo-other-nested"],
  ["cargo-lock"],
  ["cargo-lock", "save"],
  ["maven-settings-two-lines"],
  ["maven-settings-server"],
  ["maven-expand-repository"],
  ["maven-insecure-config"],
];

const known = new Map(
  [...uvRepositories, ...cargoRepositories, ...mavenRepositories].map((repository) => [
    repository.id,
    repository,
  ]),
);

export const restoreRepositories: readonly HostileRepository[] = taken.flatMap(([id, mode = "restore"]) => {
  const repository = known.get(id);
  if (repository === undefined) throw new Error(`there is no hostile repository ${id}`);
  const inputs = { feed: "Fabrikam Fiber/fiber", mode };
  return [
    {
      ...repository,
      id: `restore-${mode === "restore" ? "" : `${mode}-`}${id}`,
      title: `${repository.title}, for RestoreUpstream (${mode})`,
      tasks: [{ task: "RestoreUpstream@1", inputs }],
      run: "true",
      expect: "asked" as const,
    },
  ];
});
