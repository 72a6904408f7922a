import type { Client } from "../client";
import { folderOf } from "../set-up";

export const cargo: Client = {
  name: "cargo",
  title: "Cargo",
  program: "cargo",
  protocol: "cargo",
  userAgent: /^cargo\//,
  needs: ["cargo"],
  runsOnJava: false,
  choose({ programs }) {
    const toolchain = programs["cargo"];
    return toolchain && { version: toolchain.version, folders: [folderOf(toolchain)] };
  },
  // Cargo book, `http.cainfo`.
  environment: ({ network }) => ({ CARGO_HTTP_CAINFO: network?.caFile }),
};
