/** How many characters of an answer's body are kept. Error pages made by servers themselves are shorter. */
export const MOST_OF_BODY = 4_096;

/**
 * Statuses whose body is kept, because it shows who wrote the answer: 421, and what servers send instead of it for a
 * host that is not theirs (400 Jetty and Tomcat, 403 Traffic Server, 404 Envoy, 409 Cloudflare).
 */
const KEPT: ReadonlySet<number> = new Set([400, 403, 404, 409, 421]);

export function isBodyKept(status: number | null): boolean {
  return status !== null && KEPT.has(status);
}
