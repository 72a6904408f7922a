import type { Protocol } from "../contents/version-key";

/** A public registry behind a feed. What it can be asked is known to the room of its protocol alone. */
export interface UpstreamRegistry {
  /** The protocol that it speaks. */
  readonly kind: Protocol;
  readonly location: string;
}

/** An upstream source of a feed: a named public registry. */
export interface UpstreamSource<Registry extends UpstreamRegistry = UpstreamRegistry> {
  readonly id: string;
  readonly name: string;
  readonly registry: Registry;
}

/** The registry cannot be reached or answers 5xx. */
export class UpstreamDown extends Error {
  override readonly name = "UpstreamDown";
}

/** A file that was asked of a registry is not in it (404 or 410). */
export class UpstreamFileMissing extends Error {
  override readonly name = "UpstreamFileMissing";
}
