import type { RequestRecord } from '../../model/capture.ts';

/** A response of which the status and the beginning of the body are known. */
interface Refusing {
  readonly status: number | null;
  readonly body: string | null;
}

/** Pages with which a server refuses the host of a request, although their status does not say so. */
const PAGES: readonly RegExp[] = [
  // Jetty's SecureRequestCustomizer, since 10 and before.
  /Invalid SNI|Host does not match SNI/,
  // HTTP.sys, so IIS.
  /Invalid Hostname/,
  // Guards against DNS rebinding, as in webpack-dev-server, Django and the MCP SDKs.
  /Invalid Host header|Invalid HTTP_HOST header/i,
];
const STATUSES = new Set([400, 403]);

/** The words with which a page refuses the host of the request, or null. */
export function hostRefusal({ status, body }: Refusing): string | null {
  if (status === null || body === null || !STATUSES.has(status)) return null;
  return PAGES.flatMap((page) => page.exec(body)?.[0] ?? [])[0] ?? null;
}

/** The same for the response to a request that a page sent. */
export function refusalOf({ status, responseBody }: RequestRecord): string | null {
  return hostRefusal({ status, body: responseBody });
}
