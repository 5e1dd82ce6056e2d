/** One request in a server's own log. */
export interface Served {
  readonly host: string;
  readonly status: number;
}

interface CaddyLine {
  readonly status: number;
  readonly request: { readonly host: string };
}

/** Reads a server's access log: lines of `host[:port] status`, or Caddy's, which are JSON. */
export function readAccessLog(text: string): Served[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [host = '', status = ''] = line.startsWith('{') ? caddyLine(line) : line.split(' ');
      return { host: host.replace(/:\d+$/, ''), status: Number(status) };
    });
}

function caddyLine(line: string): [string, string] {
  const { status, request }: CaddyLine = JSON.parse(line);
  return [request.host, String(status)];
}

/** The response statuses for a host, in the order of its requests. */
export function statusesOf(served: readonly Served[], host: string): number[] {
  return served.filter((each) => each.host === host).map(({ status }) => status);
}
