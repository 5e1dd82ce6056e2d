import type { AnswerFeature } from './features.ts';

/** How near two requests must be for their answers to be alike by rights. */
export type Nearness = 'target' | 'directory' | 'host';

/**
 * What one feature says of a request of b on a connection opened for a, held against b's answers on its own connection
 * and a's on its own. Each number is how many times likelier that is when a's server answered than when b's did.
 */
export interface FeatureWeight {
  /** Features of one group tell of one thing and count once, the strongest of them. */
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
 * Counted in the recordings of real sites (src/sources/fixtures/real), where nothing is misrouted: answers of one
 * origin, with one status, from one address. `server` differed in 0 of 62 pairs for one URL and in 0 of 154 in one
 * first directory, but in 240 of 310 of different directories of one host: a site has many programs behind it, each in
 * its own place, so only what is near is compared. In pairs of different origins it differed in 450 of 640. A few pairs
 * of nine origins are no 200 independent ones: 8 is 0.7 against one in eleven, and that it is just a's name, too, is
 * what happens in three of ten pairs of origins by chance. The others have no such counts: they weigh less.
 */
export const FEATURE_WEIGHTS: Readonly<Record<AnswerFeature, FeatureWeight>> = {
  server: { group: 'software', near: 'directory', steady: true, differs: 8, likeOther: 24, agrees: 0.1 },
  'x-powered-by': {
    ...{ group: 'software', near: 'directory', steady: true },
    ...{ differs: 6, likeOther: 20, agrees: 0.2 },
  },
  // A cache on the way may be there for one answer and not for the next.
  via: { group: 'software', near: 'directory', steady: true, differs: 2, likeOther: 6, agrees: 0.5 },
  // One URL of amazon.com had two values within a second.
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
