import type { FindingKind } from '../../analysis/analysis.ts';
import { ALT_SVC_ON_421, ALTERNATIVE_KEPT, BY_ALTERNATIVE } from './alternative-services.ts';
import { BY_PROXY, CACHEABLE, FROM_CACHE } from './caches-and-proxies.ts';
import { COALESCING_HAZARD } from './coalescing-hazard.ts';
import type { KindKnowledge } from './kind.ts';
import {
  NON_IDEMPOTENT_RESENT,
  NOT_RESENT,
  PERSISTENT,
  RECOVERED,
  RESENT_BY_PAGE,
  SAME_CONNECTION,
  SEEN,
} from './misdirected.ts';
import { ORIGIN_FRAME_CONTRADICTED, ORIGIN_FRAME_MISMATCH, ORIGIN_KEPT } from './origin-frames.ts';
import { REDUNDANT_CONNECTION } from './redundant-connection.ts';
import { CREDENTIALS_SPLIT, RETIRED } from './split-connections.ts';
import { HOST_REFUSED, MISROUTED, RESET, UNVERIFIED } from './wrong-responses.ts';

/** Every kind of finding. */
export const KINDS: Readonly<Record<FindingKind, KindKnowledge>> = {
  'misdirected-recovered': RECOVERED,
  'misdirected-persistent': PERSISTENT,
  'retry-on-same-connection': SAME_CONNECTION,
  'misdirected-not-resent': NOT_RESENT,
  'misdirected-seen': SEEN,
  'resent-by-page': RESENT_BY_PAGE,
  'non-idempotent-resent': NON_IDEMPOTENT_RESENT,
  'misdirected-from-cache': FROM_CACHE,
  'misdirected-cacheable': CACHEABLE,
  'misdirected-by-proxy': BY_PROXY,
  'alt-svc-on-421': ALT_SVC_ON_421,
  'misdirected-by-alternative': BY_ALTERNATIVE,
  'alternative-kept-after-421': ALTERNATIVE_KEPT,
  'origin-frame-mismatch': ORIGIN_FRAME_MISMATCH,
  'origin-frame-contradicted': ORIGIN_FRAME_CONTRADICTED,
  'origin-kept-after-421': ORIGIN_KEPT,
  'misrouted-suspected': MISROUTED,
  'wrong-answer-suspected-unverified': UNVERIFIED,
  'host-refused': HOST_REFUSED,
  'reset-on-coalesced': RESET,
  'coalescing-hazard': COALESCING_HAZARD,
  'connection-retired': RETIRED,
  'redundant-connection': REDUNDANT_CONNECTION,
  'credentials-split': CREDENTIALS_SPLIT,
};

/** Findings about a 421 that say who sent it and what ends it. */
export function isAboutA421(kind: FindingKind): boolean {
  return KINDS[kind].failure === 'misdirected';
}
