import type { OutgoingHttpHeaders } from 'node:http';
import type { LoggedAttempt } from './log.ts';
import type { Fault, LabHost } from './site.ts';

export interface Reply {
  status: number | 'reset' | 'close';
  headers: OutgoingHttpHeaders;
  body: string | Buffer;
}

/** Whether this fault affects the attempt, the `nth` (from 1) of its host. */
function affects(fault: Fault, coalesced: boolean, nth: number): boolean {
  if (fault.when === 'always') return true;
  if (fault.when === 'coalesced') return coalesced;
  return 'nth' in fault.when ? fault.when.nth.includes(nth) : nth <= fault.when.attempts;
}

/** Lets pages of every host read the response, with credentials when the browser sent an Origin. */
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
  // Never cached, so that every load of a page sends the same requests.
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
    headers: Object.fromEntries(
      Object.entries({ 'content-type': 'text/plain; charset=utf-8', ...fault.headers }).filter(
        ([, value]) => value !== '',
      ),
    ),
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

/** The host's response to this attempt, its `nth` (from 1). Preflights are not counted. */
export function replyTo(
  host: LabHost,
  attempt: LoggedAttempt,
  nth: number,
  origin: string | undefined,
): Reply {
  const { fault } = host;
  const isAffected = fault !== undefined && affects(fault, attempt.coalesced, nth);
  const reply = isAffected
    ? failure(fault)
    : attempt.method === 'OPTIONS'
      ? preflight
      : success(host, attempt);
  return { ...reply, headers: { 'cache-control': 'no-store', ...reply.headers, ...crossOrigin(origin) } };
}
