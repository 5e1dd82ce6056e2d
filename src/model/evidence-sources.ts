import type { EvidenceSource } from './capture.ts';

/** The source of a whole capture: the kind of file that it was read from, or `live`. Part of the report's contract. */
export type CaptureKind = 'har' | 'netlog' | 'cdp' | 'chrome-trace' | 'moz-log' | 'live';

/** The sources that are read from files. */
export type FileSource = Exclude<EvidenceSource, 'webrequest'>;

/** What the rest of the code needs to know about a source of evidence. */
export interface SourceTraits {
  /** Precedence. When two sources state the same fact, the value of the higher rank is shown. No two are equal. */
  readonly rank: number;
  /** The kind of a capture in which this is the source of the highest rank. */
  readonly kind: CaptureKind;
  /**
   * It is the browser's own log: it reports every attempt, and of each connection its end, its proxy and its client
   * certificate. What it does not report did not happen.
   */
  readonly isCompleteLog: boolean;
  /**
   * Whether it reports all headers of a message (`all`), so that a missing header was not sent; a selection (`some`);
   * or none.
   */
  readonly requestHeaders: ReportedHeaders;
  readonly responseHeaders: ReportedHeaders;
}

export type ReportedHeaders = 'all' | 'some' | 'none';

/** Every source of evidence. The compiler asks for a line for each, here and wherever a source has a text. */
export const SOURCE_TRAITS: Readonly<Record<EvidenceSource, SourceTraits>> = {
  // biome-ignore-start format: one line per source, to be read as a table
  // The extension's worker keeps a few response headers only (sources/webrequest/kept-headers.ts).
  webrequest: {
    rank: 1,
    kind: 'live',
    isCompleteLog: false,
    requestHeaders: 'none',
    responseHeaders: 'some',
  },
  har: { rank: 2, kind: 'har', isCompleteLog: false, requestHeaders: 'all', responseHeaders: 'all' },
  'chrome-trace': {
    rank: 3,
    kind: 'chrome-trace',
    isCompleteLog: false,
    requestHeaders: 'none',
    responseHeaders: 'all',
  },
  cdp: { rank: 4, kind: 'cdp', isCompleteLog: false, requestHeaders: 'all', responseHeaders: 'all' },
  'moz-log': { rank: 5, kind: 'moz-log', isCompleteLog: true, requestHeaders: 'all', responseHeaders: 'all' },
  netlog: { rank: 6, kind: 'netlog', isCompleteLog: true, requestHeaders: 'all', responseHeaders: 'all' },
  // biome-ignore-end format: end of the table
};

/** All sources, the one of the highest rank first. */
export const SOURCES_BEST_FIRST: readonly EvidenceSource[] = (
  Object.keys(SOURCE_TRAITS) as EvidenceSource[]
).sort((a, b) => SOURCE_TRAITS[b].rank - SOURCE_TRAITS[a].rank);

/** See {@link SourceTraits.isCompleteLog}. */
export function isCompleteLog(source: EvidenceSource): boolean {
  return SOURCE_TRAITS[source].isCompleteLog;
}

/** A complete log is among these sources: of what they report, nothing that it would have reported is missing. */
export function isLogged({ sources }: { readonly sources: readonly EvidenceSource[] }): boolean {
  return sources.some(isCompleteLog);
}

/** The kind of a capture read from files. Where several were joined, it is that of the source of the highest rank. */
export function captureKindOf(sources: readonly EvidenceSource[]): CaptureKind {
  const best = SOURCES_BEST_FIRST.find((source) => sources.includes(source));
  return best === undefined ? 'live' : SOURCE_TRAITS[best].kind;
}
