import type { AnswerFeature } from './features.ts';

/** How near two requests must be for their answers to be expected to agree. */
export type Nearness = 'target' | 'directory' | 'host';

/**
 * The weight of one feature of an answer for b on a connection opened for a, compared with b's answers on its own
 * connection and a's on its own. Each number is how many times likelier the value is if a's server answered than if b's did.
 */
export interface FeatureWeight {
  /** The features of one group describe one thing and count once, by the strongest of them. */
  readonly group: 'software' | 'site' | 'page';
  readonly near: Nearness;
  /** B's own answers must all agree; otherwise the feature changes by itself. */
  readonly steady: boolean;
  /** Differs from b's own, and from a's (or a's answers are unknown); 1 if that is no evidence. */
  readonly differs: number;
  /** Differs from b's own, and equals a's. */
  readonly likeOther: number;
  /** Equals b's own, while a's differs. */
  readonly agrees: number;
}

/**
 * Counted in the recordings of public sites (five of COALESCOPE_CORPUS; 10 origins, nothing is misrouted), in pairs of good
 * answers of one origin with one status from one address: `server` differed in 0 of 43 pairs for one URL and in 0 of 152
 * in one first directory, but in 63 of 102 elsewhere on the host: a site has many programs, each under its own path, so
 * only near requests are compared. Between origins it differed in 488 of 701. The pairs of 10 origins are not 195
 * independent ones, so 8 is 0.7 against one in eleven; 24, because a name equals a's by coincidence in three of ten pairs
 * of origins. Features that were counted less often, or not at all, have lower weights.
 *
 * Checked on the same recordings: answers of one origin moved to the connection of another, in 210 ways, were never
 * suspected; replaced by the other origin's answers, they were suspected in 61 of 210 ways. The weights favour precision
 * over recall.
 */
export const FEATURE_WEIGHTS: Readonly<Record<AnswerFeature, FeatureWeight>> = {
  server: { group: 'software', near: 'directory', steady: true, differs: 8, likeOther: 24, agrees: 0.1 },
  'x-powered-by': {
    ...{ group: 'software', near: 'directory', steady: true },
    ...{ differs: 6, likeOther: 20, agrees: 0.2 },
  },
  // An intermediate cache may serve one answer and not the next.
  via: { group: 'software', near: 'directory', steady: true, differs: 2, likeOther: 6, agrees: 0.5 },
  // Equal in 37 of 37 pairs for one URL, all of one host; different in 18 of 18 pairs elsewhere on a host.
  'strict-transport-security': {
    ...{ group: 'site', near: 'directory', steady: true },
    ...{ differs: 2, likeOther: 6, agrees: 0.5 },
  },
  // Cookies are set once, so a missing one is no evidence; one of a's instead of b's own is.
  'set-cookie': { group: 'site', near: 'host', steady: false, differs: 1, likeOther: 10, agrees: 0.3 },
  // A cookie for a's domain in an answer for b: no server that knows b sets it.
  'cookie-domain': { group: 'site', near: 'host', steady: false, differs: 1, likeOther: 40, agrees: 1 },
  'content-type': { group: 'page', near: 'target', steady: true, differs: 4, likeOther: 4, agrees: 0.8 },
  // Two hosts that serve the same files have the same validators on their own connections, too.
  validator: { group: 'page', near: 'directory', steady: false, differs: 1, likeOther: 30, agrees: 0.5 },
  'error-page': { group: 'page', near: 'host', steady: true, differs: 2, likeOther: 6, agrees: 0.3 },
};
