import type { Browser, Header } from '../../model/capture.ts';
import type { Emit } from '../../model/evidence.ts';
import { firstFieldValue } from '../../model/header-fields.ts';
import { chromeVersion, parseHeaderObject, parseStatus } from '../http.ts';
import { asBoolean, asObject, asString, type JsonObject } from '../json.ts';
import { CdpHop, type ResponseExtra } from './cdp-hop.ts';
import { ExtraInfoPairing } from './extra-info.ts';

export interface CdpReaderOptions {
  /** The browser that sends the messages. When unknown, it is read from the headers of its requests. */
  readonly browser?: Browser | null;
}

export interface CdpReader {
  /** One event of the DevTools protocol, by its method (`Network.responseReceived`). Unknown methods are skipped. */
  message(method: string, params: unknown): void;
}

/** The most requests that are tracked at a time. When there are more, the older half is dropped. */
const MAX_FOLLOWED = 10_000;

interface Chain {
  readonly pairing: ExtraInfoPairing<readonly Header[], ResponseExtra>;
  hop: CdpHop | null;
  hops: number;
}

/** Reads the Network events of one Chromium target as they arrive, live or from a file. */
export function createCdpReader(emit: Emit, options: CdpReaderOptions = {}): CdpReader {
  const reader = new NetworkEvents(emit, options.browser ?? null);
  return { message: (method, params) => reader.message(method, params) };
}

class NetworkEvents {
  readonly #emit: Emit;
  readonly #chains = new Map<string, Chain>();
  #browser: Browser | null;
  #announced = false;
  #reportedEarlier = false;

  constructor(emit: Emit, browser: Browser | null) {
    this.#emit = emit;
    this.#browser = browser;
  }

  message(method: string, value: unknown): void {
    const params = asObject(value);
    const id = asString(params?.requestId);
    if (params === null || id === null) return;
    switch (method) {
      case 'Network.requestWillBeSent':
        this.#announce(params);
        this.#requestWillBeSent(id, params);
        break;
      case 'Network.requestWillBeSentExtraInfo': {
        const headers = parseHeaderObject(params.headers);
        if (headers !== null) this.#chainOf(id).pairing.request(headers);
        break;
      }
      case 'Network.responseReceivedExtraInfo':
        this.#chainOf(id).pairing.response({
          status: parseStatus(params.statusCode),
          headers: parseHeaderObject(params.headers),
        });
        break;
      case 'Network.requestServedFromCache':
        this.#chains.get(id)?.hop?.servedFromCache();
        break;
      case 'Network.responseReceived':
        this.#responseReceived(id, params);
        break;
      case 'Network.loadingFinished':
        this.#chains.get(id)?.hop?.finished(params.timestamp, params.encodedDataLength);
        break;
      case 'Network.loadingFailed':
        this.#chains.get(id)?.hop?.failed(params.timestamp, errorOf(params));
    }
  }

  #requestWillBeSent(id: string, params: JsonObject): void {
    const request = asObject(params.request);
    const url = asString(request?.url);
    const method = asString(request?.method);
    if (!url || !method) {
      this.#problem('bad-request', `The request ${id} of the DevTools log has no URL or no method.`);
      return;
    }
    const chain = this.#chainOf(id);
    const redirect = asObject(params.redirectResponse);
    if (redirect !== null && chain.hop !== null) {
      chain.hop.answered(redirect, asBoolean(params.redirectHasExtraInfo));
      chain.hop.redirectedTo(url);
      chain.hop.finished(params.timestamp, redirect.encodedDataLength);
      chain.pairing.settle();
    }
    chain.hop = new CdpHop(this.#emit, { key: `${id}.${chain.hops}`, url, method, params });
    chain.hops += 1;
    chain.pairing.open(chain.hop);
  }

  #responseReceived(id: string, params: JsonObject): void {
    const response = asObject(params.response);
    const chain = this.#chains.get(id);
    if (response === null) return;
    if (chain?.hop) {
      chain.hop.answered(response, asBoolean(params.hasExtraInfo));
      chain.pairing.settle();
    } else if (!this.#reportedEarlier) {
      this.#reportedEarlier = true;
      this.#problem('started-late', 'Responses to requests from before the recording are omitted.');
    }
  }

  #chainOf(id: string): Chain {
    let chain = this.#chains.get(id);
    if (chain === undefined) {
      if (this.#chains.size >= MAX_FOLLOWED) this.#dropOlderHalf();
      chain = { pairing: new ExtraInfoPairing(), hop: null, hops: 0 };
      this.#chains.set(id, chain);
    }
    return chain;
  }

  /** Half at a time, because finding the first key of a Map walks over all keys that were deleted before it. */
  #dropOlderHalf(): void {
    let left = MAX_FOLLOWED / 2;
    for (const id of this.#chains.keys()) {
      if (left === 0) break;
      this.#chains.delete(id);
      left -= 1;
    }
  }

  #announce(params: JsonObject): void {
    if (this.#announced) return;
    this.#announced = true;
    const headers = parseHeaderObject(asObject(params.request)?.headers);
    const version = chromeVersion(firstFieldValue(headers, 'user-agent'));
    this.#browser ??= version === null ? null : { name: 'Chrome', version };
    this.#emit({ kind: 'source', source: 'cdp', browser: this.#browser });
  }

  #problem(code: string, message: string): void {
    this.#emit({ kind: 'problem', problem: { code, message } });
  }
}

/** `net::ERR_…`. A request that the page aborted may have no error text. */
function errorOf(params: JsonObject): string | null {
  return asString(params.errorText) || (params.canceled === true ? 'net::ERR_ABORTED' : 'net::ERR_FAILED');
}
