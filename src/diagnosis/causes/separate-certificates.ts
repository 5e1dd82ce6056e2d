import type { Fix } from '../finding.ts';
import type { Failure } from './cause.ts';

/** Ends coalescing of the two hosts, whatever server answers: browsers share only what one certificate names. */
export function separateCertificates({ host, other, all }: Failure): Fix {
  return {
    title:
      all === null
        ? `Give ${host} and ${other} separate certificates without each other's name (no shared wildcard), or give ${host} an address of its own. Browsers then do not share connections.`
        : `Give ${all} separate certificates without each other's names (no shared wildcard), or an address of its own to each. Browsers then do not share connections.`,
    snippet: null,
  };
}
