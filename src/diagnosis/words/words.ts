import type { Finding } from '../finding.ts';

/** What a finding says, in words. */
export type Words = Pick<Finding, 'title' | 'explanation' | 'remedy' | 'references'>;
