import { Readable } from "node:stream";
import { badRequest } from "../../http/problem";

/** Metadata may be large because of the readme in it. */
const metadataLimit = 16 * 1024 * 1024;

/** The two parts of a `cargo publish` body. */
export interface PublishBody {
  readonly metadata: unknown;
  /** The `.crate` file; ends early, with an error, when the body does. */
  readonly crate: Readable;
}

/**
 * Takes a publish body apart: length and JSON, length and `.crate`, lengths as 32-bit little-endian numbers
 * (Cargo registry web API, "Publish"). The crate is not held in memory.
 * @throws Problem 400 when the body is not of that form.
 */
export async function readPublishBody(body: Readable): Promise<PublishBody> {
  const source = new ByteSource(body);
  const length = (await source.take(4)).readUInt32LE();
  if (length > metadataLimit) throw malformed("its metadata is too long");
  const text = (await source.take(length)).toString("utf8");
  const size = (await source.take(4)).readUInt32LE();
  try {
    return { metadata: JSON.parse(text), crate: Readable.from(source.stream(size)) };
  } catch {
    throw malformed("its metadata is not JSON");
  }
}

class ByteSource {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(body: Readable) {
    this.#chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async take(count: number): Promise<Buffer> {
    while (this.#rest.length < count) this.#rest = Buffer.concat([this.#rest, await this.#next()]);
    const taken = this.#rest.subarray(0, count);
    this.#rest = this.#rest.subarray(count);
    return taken;
  }

  async *stream(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0;) {
      if (this.#rest.length === 0) this.#rest = await this.#next();
      const part = await this.take(Math.min(left, this.#rest.length));
      left -= part.length;
      yield part;
    }
  }

  async #next(): Promise<Buffer> {
    const next = await this.#chunks.next();
    if (next.done === true) throw malformed("it ends too early");
    return next.value;
  }
}

function malformed(why: string): Error {
  return badRequest("InvalidPackageException", `The body is not a crate upload: ${why}.`);
}
