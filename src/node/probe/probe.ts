import { InputError } from '../input/read-input.ts';
import { TimeLeft } from '../time-left.ts';
import { type Asker, openAsker, unreachable } from './asker.ts';
import { CLOSED, failureWords } from './failure-words.ts';
import { askInTurn, type Turn } from './in-turn.ts';
import type { Asked } from './probe-response.ts';
import { addressOf } from './resolve-address.ts';
import { type Alpn, type Place, sniFor } from './tls-connection.ts';

export interface ProbeTarget {
  /** The host in question and the path. */
  readonly url: URL;
  /** The host name that the shared connection is opened for; null to open it without SNI. */
  readonly sni: string | null;
  /** An address, or a name that has one. Null: the addresses that the names resolve to. */
  readonly address: string | null;
  /** The port to connect to; null or absent: that of the URL. */
  readonly port?: number | null;
  readonly insecure: boolean;
  /** For the whole probe. */
  readonly timeoutMs: number;
  /** The protocols to offer, by default both. */
  readonly alpn?: readonly Alpn[];
  /** Further hosts to request in turn with the URL's host, in both orders, on one connection. */
  readonly inTurn?: readonly string[];
}

/** The requests of a probe, with their responses. */
export interface Probed {
  /** The other host, on the connection opened for it. Null without SNI, where there is no other host. */
  readonly control: Asked | null;
  /** The host in question, on the connection opened for the other one, or without SNI. */
  readonly apart: Asked;
  /** The host in question, on a connection of its own. */
  readonly own: Asked;
  /** Empty unless hosts were requested in turn. */
  readonly turns: readonly Turn[];
}

/**
 * Requests a host on a connection opened for another name, as a browser that shares it does, and on its own connection.
 * @throws InputError when the shared connection cannot be opened, or the server does not respond on it, or the time is
 *   too short for a comparison
 */
export async function probe(target: ProbeTarget): Promise<Probed> {
  const time = new TimeLeft(target.timeoutMs);
  const series = (target.inTurn ?? []).length > 0 ? 1 : 0;
  const { control, apart } =
    target.sni === null
      ? { control: null, apart: await askAlone(target, null, time.share(2 + series)) }
      : await askShared(target, target.sni, time, series);
  const own = await askAlone(target, sniFor(hostOf(target.url)), time.share(1 + series));
  refuseUnfair(target, { control, apart, own });
  const turns = series === 0 ? [] : await askInOrders(target, time);
  return { control, apart, own, turns };
}

/** The other host first: if it gets no response on its own connection, nothing can be concluded. */
async function askShared(target: ProbeTarget, sni: string, time: TimeLeft, series: number) {
  const place = await placeFor(target, sni, time);
  const asker = await openOrRefuse(place, target, time);
  const control = await asker.ask(authorityOf(target.url, sni), time);
  const hangs = control.answer.late;
  const apart = hangs ? control : await asker.ask(target.url.host, time.share(2 + series));
  asker.close();
  if (hangs || (control.answer.status === null && apart.answer.status === null)) {
    throw refusal(place, sni, control.answer.error);
  }
  return { control, apart };
}

/** A failed connection is a result here, not an error: the server may require a client certificate, for example. */
async function askAlone(target: ProbeTarget, sni: string | null, time: TimeLeft): Promise<Asked> {
  const { url, address } = target;
  try {
    const place = await placeFor(target, sni, time);
    const asker = await openAsker(place, pathOf(url), time);
    const answer = await asker.ask(url.host, time);
    asker.close();
    return answer;
  } catch (error) {
    return unreachable({ sni, authority: url.host }, address, error);
  }
}

async function askInOrders(target: ProbeTarget, time: TimeLeft): Promise<Turn[]> {
  const place = await placeFor(target, target.sni, time);
  const open = (): Promise<Asker> => openOrRefuse(place, target, time);
  const others = (target.inTurn ?? []).map((host) => authorityOf(target.url, host));
  return askInTurn([...new Set([target.url.host, ...others])], open, time);
}

async function placeFor(target: ProbeTarget, sni: string | null, time: TimeLeft): Promise<Place> {
  const { url, insecure, alpn = ['h2', 'http/1.1'] } = target;
  const name = sni ?? hostOf(url);
  const port = target.port ?? (url.port === '' ? 443 : Number(url.port));
  // Without SNI, a server presents its default certificate, which may be that of any of its hosts.
  const certified = sni === null && target.sni === null ? null : name;
  const to = target.address ?? name;
  try {
    return { address: await addressOf(to, time), port, sni, certified, insecure, alpn };
  } catch (error) {
    throw new InputError(`${to}: ${failureWords(error)}`, { cause: error });
  }
}

async function openOrRefuse(place: Place, { url }: ProbeTarget, time: TimeLeft): Promise<Asker> {
  try {
    return await openAsker(place, pathOf(url), time);
  } catch (error) {
    throw refusal(place, place.sni ?? hostOf(url), failureWords(error));
  }
}

/** A response that is only late proves nothing when another one of this server took nearly as long. */
const FAIR = 4;

function refuseUnfair(target: ProbeTarget, { control, apart, own }: Omit<Probed, 'turns'>): void {
  const all = [...(control === null ? [] : [control]), apart, own];
  const late = all.find(({ answer }) => answer.late);
  const silent = apart.answer.status === null && own.answer.status === null;
  if (silent && (control === null || late !== undefined)) throw noResponse(target, late ?? apart, '');
  if (late !== undefined && all.some((one) => one !== late && one.durationMs * FAIR > late.durationMs)) {
    throw noResponse(target, late, ', which is too little time for a comparison (--timeout)');
  }
}

function noResponse({ url }: ProbeTarget, { address, answer }: Asked, hint: string): InputError {
  const where = `${url.host}${address === null ? '' : ` at ${address}`}`;
  return new InputError(`${where}: ${asWords(answer.error)}${hint}`);
}

function refusal({ address, port }: Place, name: string, words: string | null): InputError {
  return new InputError(`${name} at ${address} port ${port}: ${asWords(words)}`);
}

function asWords(error: string | null): string {
  if (error === null) return CLOSED;
  return error.startsWith('NGHTTP2_') ? `the HTTP/2 stream ended with ${error}` : error;
}

/** Without the brackets of an IPv6 address. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function authorityOf({ port }: URL, host: string): string {
  return port === '' ? host : `${host}:${port}`;
}

function pathOf({ pathname, search }: URL): string {
  return `${pathname}${search}`;
}
