/**
 * What makes a connection redundant (redundant-connections.ts says when), the nearest first: what a 421 or time alone
 * kept apart, then what the page decides, then what its servers decide. Of several that fit, a connection has the first.
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
