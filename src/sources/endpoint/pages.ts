import type { Emit, Evidence } from '../../model/evidence.ts';
import { type CdpReader, createCdpReader } from '../cdp/cdp-reader.ts';
import { asObject, asString } from '../json.ts';
import type { EndpointClient, EndpointEvent } from './client.ts';
import { EndpointError } from './client.ts';

/**
 * New targets are paused until they are listened to, so that none of their requests is missed. If this process exits
 * first, they continue when the transport closes.
 */
const AUTO_ATTACH = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };
/** Bodies are never requested, so the browser does not have to keep any. */
const NO_BODIES = { maxTotalBufferSize: 0, maxResourceBufferSize: 0 };

export interface PagesOptions {
  readonly emit: Emit;
  /** A page exists and is being listened to. */
  readonly onPage?: (sessionId: string) => void;
  /** The last page was closed. Some systems keep the browser running without a window. */
  readonly onLastClosed?: () => void;
}

/**
 * Listens to the requests of all pages of a browser, and of their frames and workers, including those opened later.
 * Rejects with an EndpointError when the browser refuses.
 */
export async function listenToPages(client: EndpointClient, options: PagesOptions): Promise<void> {
  const targets = new Targets(client, options);
  client.listen((event) => targets.take(event));
  await client.command('Target.setAutoAttach', AUTO_ATTACH);
}

class Targets {
  readonly #client: EndpointClient;
  readonly #options: PagesOptions;
  readonly #readers = new Map<string, CdpReader>();
  readonly #pages = new Set<string>();
  #count = 0;

  constructor(client: EndpointClient, options: PagesOptions) {
    this.#client = client;
    this.#options = options;
  }

  take({ method, params, sessionId }: EndpointEvent): void {
    const child = asString(params.sessionId);
    if (method === 'Target.attachedToTarget' && child !== null) {
      const isPage = asObject(params.targetInfo)?.type === 'page';
      if (isPage) this.#pages.add(child);
      void this.#listen(child, isPage);
    } else if (method === 'Target.detachedFromTarget' && child !== null) {
      this.#readers.delete(child);
      if (this.#pages.delete(child) && this.#pages.size === 0) this.#options.onLastClosed?.();
    } else if (sessionId !== undefined && method.startsWith('Network.') && !isOfBrowser(params)) {
      this.#readers.get(sessionId)?.message(method, params);
    }
  }

  async #listen(sessionId: string, isPage: boolean): Promise<void> {
    this.#readers.set(sessionId, this.#reader());
    const send = (method: string, params?: object) => this.#client.command(method, { ...params }, sessionId);
    try {
      await Promise.all([
        send('Network.enable', NO_BODIES),
        send('Target.setAutoAttach', AUTO_ATTACH),
        send('Runtime.runIfWaitingForDebugger'),
      ]);
      if (isPage) this.#options.onPage?.(sessionId);
    } catch (error) {
      // A target can close before it is listened to, and some kinds of worker have no network domain of their own.
      if (!(error instanceof EndpointError)) throw error;
    }
  }

  /** Each target numbers its own requests, so the keys are prefixed with the target. */
  #reader(): CdpReader {
    this.#count += 1;
    const target = this.#count;
    return createCdpReader((evidence) => {
      // Requests that were in progress when the recording began are missing in every target; the report's gaps say so.
      const isLate = evidence.kind === 'problem' && evidence.problem.code === 'started-late';
      if (!isLate) this.#options.emit(ofTarget(evidence, target));
    });
  }
}

function ofTarget(evidence: Evidence, target: number): Evidence {
  if (evidence.kind !== 'request' && evidence.kind !== 'attempt') return evidence;
  return { ...evidence, key: `${target}/${evidence.key}` };
}

/** The browser's own pages (the address bar is one, with hundreds of requests) send nothing over the network. */
function isOfBrowser({ request }: EndpointEvent['params']): boolean {
  return /^(chrome|devtools|edge|brave):/.test(asString(asObject(request)?.url) ?? '');
}
