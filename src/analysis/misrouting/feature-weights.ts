import type { AnswerFeature } from './features.ts';

/** How near two requests must be for their answers to be alike by rights. */
export type Nearness = 'target' | 'directory' | 'host';

/**
 * What one feature says of a request of b on a connection opened for a, held against b's answers on its own connection
 * and a's on its own. Each number is how many times likelier that is when a's server answered than when b's did.
 */
export interface FeatureWeight {
  /** The features of one group describe one thing and count once, by the strongest of them. */
  readonly group: 'software' | 'site' | 'page';
  readonly near: Nearness;
  /** B's own answers must all say the same, or it is a thing that changes by itself. */
  readonly steady: boolean;
  /** Other than b's own, and not as a's (or nobody knows how a answers); 1 where that says nothing. */
  readonly differs: number;
  /** Other than b's own, and as a's. */
  readonly likeOther: number;
  /** As b's own, where a's is another. */
  readonly agrees: number;
}

/**
 * Counted in the recordings of public sites (five of COALESCOPE_CORPUS; 10 origins, nothing is misrouted), in pairs of good
 * answers of one origin with one status from one address: `server` differed in 0 of 43 pairs for one URL and in 0 of 152
 * in one first directory, but in 63 of 102 elsewhere on the host: a site has many programs behind it, each in its own
 * place, so only what is near is compared. Between origins it differed in 488 of 701. Pairs of 10 origins are no 195
 * independent ones: so 8 is 0.7 against one in eleven; and 24, as a name that is just a's comes about in three of ten pairs
 * of origins by chance. What was counted less, or not at all, weighs less.
 *
 * Held against the same recordings: answers of one origin put on the connection of another, in 210 ways, were never
 * suspected; where they were the other origin's answers instead, they were in 61 of 210 ways. It is made to be right
 * rather than to find all.
 */
export const FEATURE_WEIGHTS: Readonly<Record<AnswerFeature, FeatureWeight>> = {
  server: { group: 'software', near: 'directory', steady: true, differs: 8, likeOther: 24, agrees: 0.1 },
  'x-powered-by': {
    ...{ group: 'software', near: 'directory', steady: true },
    ...{ differs: 6, likeOther: 20, agrees: 0.2 },
  },
  // A cache on the way may be there for one answer and not for the next.
  via: { group: 'software', near: 'directory', steady: true, differs: 2, likeOther: 6, agrees: 0.5 },
  // The same in 37 of 37 pairs for one URL, all of one host; elsewhere on a host another in 18 of 18.
  'strict-transport-security': {
    ...{ group: 'site', near: 'directory', steady: true },
    ...{ differs: 2, likeOther: 6, agrees: 0.5 },
  },
  // Cookies are set once: that one is missing says nothing, that b sets those of a instead of its own does.
  'set-cookie': { group: 'site', near: 'host', steady: false, differs: 1, likeOther: 10, agrees: 0.3 },
  // For a's domain on an answer for b: no server that knows b does that.
  'cookie-domain': { group: 'site', near: 'host', steady: false, differs: 1, likeOther: 40, agrees: 1 },
  'content-type': { group: 'page', near: 'target', steady: true, differs: 4, likeOther: 4, agrees: 0.8 },
  // Two hosts that serve the same files have the same validators on their own connections, too.
  validator: { group: 'page', near: 'directory', steady: false, differs: 1, likeOther: 30, agrees: 0.5 },
  'error-page': { group: 'page', near: 'host', steady: true, differs: 2, likeOther: 6, agrees: 0.3 },
};
