/** The web servers that the tests start. */
export const SERVERS: readonly string[];

/** The full path of a server's program, or null. */
export function findServer(name: string): string | null;
