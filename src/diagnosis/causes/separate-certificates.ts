import type { Fix } from '../finding.ts';
import type { Failure } from './cause.ts';

/** Ends coalescing of the two hosts, whatever server answers: browsers share only what one certificate names. */
export function separateCertificates({ host, other }: Failure): Fix {
  return {
    title: `Give ${host} and ${other} separate certificates without each other's name (no shared wildcard), or give ${host} an address of its own. Browsers then do not share connections.`,
    snippet: null,
  };
}
