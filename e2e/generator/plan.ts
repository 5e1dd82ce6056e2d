import type { RedundancyCause } from '../../src/analysis/analysis.ts';
import type { LabSite } from '../lab/site.ts';

/** What can make a lost round trip hard to detect. Each plan has one of these as its subject. */
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

/** `field`: a run like a page of the web, with many simultaneous confounders (field/make-plan.ts). */
export type Confounder = (typeof CONFOUNDERS)[number] | 'field';

/** One request of a page. It is JSON, because it is passed to the page. */
export interface PageRequest {
  /** The host name without a port. */
  readonly host: string;
  readonly path: string;
  readonly how: 'fetch' | 'image' | 'script' | 'module' | 'frame' | 'preconnect' | 'dns-prefetch';
  readonly method: 'GET' | 'POST';
  readonly credentials: 'include' | 'omit';
  /** Adds a header that requires a preflight. */
  readonly preflight: boolean;
  /** ms after the start of its wave. */
  readonly after: number;
  /** The requests of the document in a frame. */
  readonly inside?: readonly PageRequest[];
}

export type Step =
  /** Requests that start together. The next step starts when all have ended. */
  | { readonly kind: 'wave'; readonly requests: readonly PageRequest[] }
  /** Nothing happens during this time, ms. */
  | { readonly kind: 'pause'; readonly time: number }
  /** The server closes every connection (GOAWAY, or the end of a keep-alive). */
  | { readonly kind: 'retire' }
  /** The same while `running` wait for their responses. `requests` start when the browser has received it. */
  | {
      readonly kind: 'retire-under';
      readonly running: readonly PageRequest[];
      readonly requests: readonly PageRequest[];
    };

/** One run of a browser against a lab, completely decided in advance. Plain JSON. */
export interface Plan {
  readonly seed: number;
  readonly confounder: Confounder;
  /** ms. */
  readonly roundTrip: number;
  readonly site: LabSite;
  readonly steps: readonly Step[];
  /** Throttling as in DevTools, in ms and bytes per second; null without throttling. */
  readonly throttling: { readonly latency: number; readonly throughput: number } | null;
  /** The cause of its redundant connections, if these are its subject (redundancy/make-plan.ts). */
  readonly cause?: RedundancyCause;
  /** Hosts that are reached without the run's proxy. */
  readonly direct?: readonly string[];
  /** The browser presents a client certificate to every server that requests one. */
  readonly clientCertificate?: boolean;
  /** Whether the browser blocks third-party cookies. Requests to third parties then have separate pools. */
  readonly blocksThirdParties?: boolean;
  /** Conditions like those of the web (field/make-plan.ts). */
  readonly field?: FieldConditions;
}

/** Conditions of the web that a lab on loopback does not have by itself. */
export interface FieldConditions {
  /** How long DNS over HTTPS takes to resolve each host, ms. */
  readonly resolution: Readonly<Record<string, number>>;
  /** QUIC is on in the browser although no host speaks it. */
  readonly quic: boolean;
  /** Additional processes that keep a core busy. */
  readonly busyProcesses: number;
  /** Resources that the page's HTML itself requests while it is parsed. */
  readonly atLoad: readonly PageRequest[];
}

/** Whether its lab needs a server for HTTP/3. */
export function usesHttp3({ confounder }: Plan): boolean {
  return confounder === 'h3' || confounder === 'alt-svc';
}
