import type { OutgoingHttpHeaders } from 'node:http';
import type { LoggedAttempt } from './log.ts';
import type { Fault, LabHost } from './site.ts';

export interface Reply {
  status: number | 'reset' | 'close';
  headers: OutgoingHttpHeaders;
  body: string | Buffer;
}

/** Does this fault strike the attempt, the `nth` (from 1) of its host? */
function strikes(fault: Fault, coalesced: boolean, nth: number): boolean {
  if (fault.when === 'always') return true;
  if (fault.when === 'coalesced') return coalesced;
  return 'nth' in fault.when ? fault.when.nth.includes(nth) : nth <= fault.when.attempts;
}

/** Lets every host's page use the answer, with credentials when the browser sent an Origin. */
function crossOrigin(origin: string | undefined): OutgoingHttpHeaders {
  if (origin === undefined) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'timing-allow-origin': origin,
    vary: 'origin',
  };
}

const preflight: Reply = {
  status: 204,
  // Never kept, so that every run of a page makes the same requests.
  headers: {
    'access-control-allow-methods': 'GET, POST, PUT, DELETE',
    'access-control-allow-headers': 'content-type, x-shop',
    'access-control-max-age': '0',
  },
  body: '',
};

function failure(fault: Fault): Reply {
  return {
    status: fault.status,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...fault.headers },
    body: fault.body ?? `${fault.status}\n`,
  };
}

function success(host: LabHost, attempt: LoggedAttempt): Reply {
  const file = host.files?.[attempt.path.split('?')[0] ?? ''];
  if (file) return { status: 200, headers: { 'content-type': file.type, ...file.headers }, body: file.body };
  const { method, path, connection } = attempt;
  const body = JSON.stringify({ host: attempt.host, method, path, connection });
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

/** What the host answers to this attempt, the `nth` (from 1) that it got, preflights not counted. */
export function replyTo(
  host: LabHost,
  attempt: LoggedAttempt,
  nth: number,
  origin: string | undefined,
): Reply {
  const { fault } = host;
  const struck = fault !== undefined && strikes(fault, attempt.coalesced, nth);
  const reply = struck ? failure(fault) : attempt.method === 'OPTIONS' ? preflight : success(host, attempt);
  return { ...reply, headers: { 'cache-control': 'no-store', ...reply.headers, ...crossOrigin(origin) } };
}
