/**
 * The causes of redundant connections (redundant-connections.ts defines them), in order of precedence: first a 421 or
 * timing alone, then what the page decides, then what its servers decide. If several apply, the first one is used.
 */
export const REDUNDANCY_CAUSES = [
  'AFTER-421',
  'RACE',
  'CRED',
  'PARTITION',
  'CLIENT-CERT',
  'PROTOCOL',
  'PROXY',
  'CLOSED',
  'IP',
  'CERT',
] as const;

export type RedundancyCause = (typeof REDUNDANCY_CAUSES)[number];
