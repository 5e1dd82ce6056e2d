/** So much of an answer's body is kept: the error pages that servers write themselves are shorter. */
export const MOST_OF_BODY = 4_096;

/**
 * Statuses whose body is worth looking at, since it tells who wrote the answer: 421, and what servers answer in its
 * place for a host that is not theirs (400 Jetty and Tomcat, 403 Traffic Server, 404 Envoy, 409 Cloudflare).
 */
const TELLING: ReadonlySet<number> = new Set([400, 403, 404, 409, 421]);

export function isBodyKept(status: number | null): boolean {
  return status !== null && TELLING.has(status);
}
