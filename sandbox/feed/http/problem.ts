const packaging = "Microsoft.VisualStudio.Services.Packaging.Shared.WebApi";
const feeds = "Microsoft.VisualStudio.Services.Feed.WebApi";
const framework = "Microsoft.TeamFoundation.Framework.Server";

/** .NET names per short type, as the service's JSON envelope spells them. Sources: uv#7860, azure-sdk-for-rust#5042. */
const typeNames: Readonly<Record<string, string>> = {
  UnauthorizedRequestException: `${framework}.UnauthorizedRequestException, ${framework}`,
  RequestBlockedException: `${framework}.RequestBlockedException, ${framework}`,
  FeedIdNotFoundException: `${feeds}.FeedIdNotFoundException, ${feeds}`,
  FeedNeedsPermissionsException: `${feeds}.FeedNeedsPermissionsException, ${feeds}`,
  FeedViewNotFoundException: `${feeds}.FeedViewNotFoundException, ${feeds}`,
};

/** An answer that is not a success. What is thrown anywhere below the router becomes the response. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly typeKey: string;
  readonly headers: Readonly<Record<string, string | string[]>>;

  /**
   * @param status HTTP status.
   * @param typeKey Short .NET type of the service's envelope; "" for an answer without envelope.
   * @param message Text of the body and of the reason phrase.
   * @param headers Further response headers.
   */
  constructor(
    status: number,
    typeKey: string,
    message: string,
    headers: Readonly<Record<string, string | string[]>> = {},
  ) {
    super(message);
    this.status = status;
    this.typeKey = typeKey;
    this.headers = headers;
  }

  /** Full .NET name for the envelope. */
  get typeName(): string {
    return typeNames[this.typeKey] ?? `${packaging}.Exceptions.${this.typeKey}, ${packaging}`;
  }
}

/** 404 of a feed that does not exist in the addressed scope. Source: azure-pipelines-tasks#11788. */
export function feedNotFound(feed: string): Problem {
  return new Problem(404, "FeedIdNotFoundException", `The feed with ID '${feed}' doesn't exist.`);
}

/** 404 of a package, version or file. The wording is ours: no public capture of it is known. */
export function packageNotFound(what: string, feed: string): Problem {
  return new Problem(404, "PackageNotFoundException", `The feed '${feed}' has no ${what}.`);
}

/** 400 for what looks like a browser's download of a version that is not saved. Source: pnpm#11602. */
export function browserRefused(): Problem {
  const message = "For security reasons, an upstream package cannot be downloaded from a browser.";
  return new Problem(400, "PotentiallyDangerousRequestException", message);
}

/** 405 with its odd envelope. Source: uv#7860. */
export function methodNotAllowed(method: string, allowed: string): Problem {
  const message = `The requested resource does not support http method '${method}'.`;
  return new Problem(405, "", message, { Allow: allowed });
}

/** 400 for a request that cannot be understood. */
export function badRequest(typeKey: string, message: string): Problem {
  return new Problem(400, typeKey, message);
}
