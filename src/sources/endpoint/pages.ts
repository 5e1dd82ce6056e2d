import type { Emit, Evidence } from '../../model/evidence.ts';
import { type CdpReader, createCdpReader } from '../cdp/cdp-reader.ts';
import { asObject, asString } from '../json.ts';
import type { EndpointClient, EndpointEvent } from './client.ts';
import { EndpointError } from './client.ts';

/**
 * Targets are stopped at their beginning until they are listened to, so that nothing of theirs is missed. One that
 * nobody lets go on (this process was ended) goes on when the line is cut.
 */
const AUTO_ATTACH = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };
/** Nobody asks for bodies, so the browser need not keep any. */
const NO_BODIES = { maxTotalBufferSize: 0, maxResourceBufferSize: 0 };

export interface PagesOptions {
  readonly emit: Emit;
  /** A page's target is there and listened to. */
  readonly onPage?: (sessionId: string) => void;
  /** The last page was closed: a browser without a window, which some systems keep running. */
  readonly onLastClosed?: () => void;
}

/**
 * Listens to the requests of all pages of a browser, of their frames and workers, those that come later too.
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
      // A target can be gone again before it is listened to, and some kinds of worker have no network of their own.
      if (!(error instanceof EndpointError)) throw error;
    }
  }

  /** Every target counts its requests by itself, so their names are made different. */
  #reader(): CdpReader {
    this.#count += 1;
    const target = this.#count;
    return createCdpReader((evidence) => {
      // What was under way when the recording began is told of by nobody; the report's gaps say so.
      const isLate = evidence.kind === 'problem' && evidence.problem.code === 'started-late';
      if (!isLate) this.#options.emit(ofTarget(evidence, target));
    });
  }
}

function ofTarget(evidence: Evidence, target: number): Evidence {
  if (evidence.kind !== 'request' && evidence.kind !== 'attempt') return evidence;
  return { ...evidence, key: `${target}/${evidence.key}` };
}

/** The browser's own pages (its address bar is one, with hundreds of requests) send nothing over the network. */
function isOfBrowser({ request }: EndpointEvent['params']): boolean {
  return /^(chrome|devtools|edge|brave):/.test(asString(asObject(request)?.url) ?? '');
}
