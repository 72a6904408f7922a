import type { Protocol } from "../feed/start-feed";
import type { SetUp } from "./set-up";

/** A client as `npm start` and the bench know it; its room is `clients/<name>.ts`. */
export interface Client {
  /** One lower-case word: the name of its job in the examples, and of the variable `sandbox.<name>`. */
  readonly name: string;
  readonly title: string;
  /** What is typed to run it. */
  readonly program: string;
  /** What it speaks with a feed; others may speak the same. */
  readonly protocol: Protocol;
  /** The User-Agent of its requests, which tells it from the others. */
  readonly userAgent: RegExp;
  /** The names under which the set-up says that something is missing that it needs. */
  readonly needs: readonly string[];
  /** Whether it trusts the authorities of a Java trust store and not those of a PEM file. */
  readonly runsOnJava: boolean;
  /** The program to run; undefined when the set-up has found none. */
  choose(found: SetUp): ChosenProgram | undefined;
  /** Variables of its own, beside those that all programs read. */
  environment(place: ClientPlace): Environment;
}

export interface ChosenProgram {
  readonly version: string;
  /** Folders that a step needs on PATH to run it, beside those that are there. */
  readonly folders: readonly string[];
}

/** The machine on which a client runs. */
export interface ClientPlace {
  readonly home: string;
  readonly javaHome?: string;
  /** Absent where the feed is reached directly. */
  readonly network?: ProxiedNetwork;
}

/** How the machine reaches the Services face: through a proxy whose certificates a test authority signs. */
export interface ProxiedNetwork {
  readonly proxyUrl: string;
  /** PEM file with the authority. */
  readonly caFile: string;
  readonly javaTrustStore?: { readonly file: string; readonly password: string };
}

export type Environment = Readonly<Record<string, string | undefined>>;
