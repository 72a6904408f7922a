import { startServicesProxy } from "../proxy/services-proxy";
import type { ServicesProxy } from "../proxy/services-proxy";
import { createTestAuthority } from "../tls/test-authority";
import type { TestAuthority } from "../tls/test-authority";
import type { RequestHandler } from "../http/listener";
import { isServicesHost } from "../request/site";

/** How to start the Services face. */
export interface ServicesOptions {
  /** Folder for the files of the certificate authority. */
  readonly folder: string;
  /** Credentials that the proxy asks for; none when absent. */
  readonly credentials?: { readonly user: string; readonly password: string };
}

/** The Services face: real host names, reached through a proxy that holds their certificates. */
export interface ServicesFace {
  readonly authority: TestAuthority;
  readonly proxy: ServicesProxy;
}

/** Starts the proxy that brings requests for Services hosts to the handler. */
export async function startServicesFace(
  options: ServicesOptions,
  handler: RequestHandler,
): Promise<ServicesFace> {
  const authority = await createTestAuthority(options.folder);
  const proxy = await startServicesProxy({
    handler,
    hosts: isServicesHost,
    authority,
    ...(options.credentials && { credentials: options.credentials }),
  });
  return { authority, proxy };
}
