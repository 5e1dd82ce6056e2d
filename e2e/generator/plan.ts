import type { RedundancyCause } from '../../src/analysis/analysis.ts';
import type { LabSite } from '../lab/site.ts';

/** What stands between a lost round trip and seeing it; each plan has one of them as its subject. */
export const CONFOUNDERS = [
  'none',
  '408',
  'close',
  'queueing',
  'alt-svc',
  'alt-svc-dead',
  'h3',
  'throttling',
  'cache',
  'service-worker',
  'frames',
  'connect-proxy',
  'h2-proxy',
] as const;
export type Confounder = (typeof CONFOUNDERS)[number];

/** One thing that a page asks for. JSON, for it goes into the page. */
export interface PageRequest {
  /** Its name without a port. */
  readonly host: string;
  readonly path: string;
  readonly how: 'fetch' | 'image' | 'script' | 'module' | 'frame' | 'preconnect';
  readonly method: 'GET' | 'POST';
  readonly credentials: 'include' | 'omit';
  /** With a header that needs a preflight. */
  readonly preflight: boolean;
  /** ms after its wave has begun. */
  readonly after: number;
  /** What a frame's document asks for itself. */
  readonly inside?: readonly PageRequest[];
}

export type Step =
  /** Requests that are started together; the next step begins when all have ended. */
  | { readonly kind: 'wave'; readonly requests: readonly PageRequest[] }
  /** The server closes every connection (GOAWAY, or the end of a keep-alive). */
  | { readonly kind: 'retire' }
  /** The same while `running` wait for their answers; `requests` begin when the browser has heard of it. */
  | {
      readonly kind: 'retire-under';
      readonly running: readonly PageRequest[];
      readonly requests: readonly PageRequest[];
    };

/** One run of a browser against a lab, all of it decided beforehand. Plain JSON. */
export interface Plan {
  readonly seed: number;
  readonly confounder: Confounder;
  /** ms. */
  readonly roundTrip: number;
  readonly site: LabSite;
  readonly steps: readonly Step[];
  /** ms and bytes a second, as DevTools throttles; null: not. */
  readonly throttling: { readonly latency: number; readonly throughput: number } | null;
  /** Why connections are redundant in it, where it is about that (redundancy/make-plan.ts). */
  readonly cause?: RedundancyCause;
  /** Hosts that are reached past the run's proxy. */
  readonly direct?: readonly string[];
  /** The browser has a certificate of its own, and shows it to whoever asks. */
  readonly clientCertificate?: boolean;
  /** Whether the browser keeps third parties from their cookies: what it sends them is in pools of its own then. */
  readonly blocksThirdParties?: boolean;
}

/** Whether its lab needs a server that speaks HTTP/3. */
export function usesHttp3({ confounder }: Plan): boolean {
  return confounder === 'h3' || confounder === 'alt-svc';
}
