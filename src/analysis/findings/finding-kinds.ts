export type Severity = 'error' | 'warning' | 'info';

interface FindingTraits {
  readonly severity: Severity;
  /** The finding is about the consequences of 421s, so it states their cost. Other findings would only repeat it. */
  readonly hasCost: boolean;
}

/**
 * Every kind of finding. A new kind is a line here; the compiler then asks for its text (src/diagnosis). Its rule goes
 * into a file in this folder.
 */
export const FINDING_KINDS = {
  'misdirected-recovered': { severity: 'warning', hasCost: true },
  'misdirected-persistent': { severity: 'error', hasCost: true },
  'retry-on-same-connection': { severity: 'warning', hasCost: false },
  'misdirected-not-resent': { severity: 'error', hasCost: true },
  'misdirected-seen': { severity: 'error', hasCost: true },
  'resent-by-page': { severity: 'info', hasCost: false },
  'non-idempotent-resent': { severity: 'info', hasCost: false },
  'misdirected-from-cache': { severity: 'warning', hasCost: false },
  'misdirected-cacheable': { severity: 'info', hasCost: false },
  'misdirected-by-proxy': { severity: 'error', hasCost: false },
  'alt-svc-on-421': { severity: 'info', hasCost: false },
  'misdirected-by-alternative': { severity: 'warning', hasCost: false },
  'alternative-kept-after-421': { severity: 'info', hasCost: false },
  'origin-frame-mismatch': { severity: 'warning', hasCost: false },
  'origin-frame-contradicted': { severity: 'warning', hasCost: false },
  'origin-kept-after-421': { severity: 'info', hasCost: false },
  'misrouted-suspected': { severity: 'warning', hasCost: false },
  'wrong-answer-suspected-unverified': { severity: 'info', hasCost: false },
  'host-refused': { severity: 'error', hasCost: false },
  'reset-on-coalesced': { severity: 'warning', hasCost: false },
  'coalescing-hazard': { severity: 'info', hasCost: false },
  'connection-retired': { severity: 'info', hasCost: false },
  'redundant-connection': { severity: 'info', hasCost: false },
  'credentials-split': { severity: 'info', hasCost: false },
} as const satisfies Readonly<Record<string, FindingTraits>>;

export type FindingKind = keyof typeof FINDING_KINDS;
