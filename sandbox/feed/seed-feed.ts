import type { FileStore } from "./store/file-store";
import type { SeedPackage } from "./world/definition";
import type { Feed } from "./world/model";

/** Puts a package file into a feed as if somebody had pushed it. */
export async function seedFeed(feed: Feed, store: FileStore, seed: SeedPackage): Promise<void> {
  const { content, ...file } = seed;
  feed.contents.add({ ...file, ...(await store.writeBuffer(content)), storedAt: new Date() });
}
