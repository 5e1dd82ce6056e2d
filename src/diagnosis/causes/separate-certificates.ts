import type { Fix } from '../finding.ts';
import type { Failure } from './cause.ts';

/** Ends coalescing of the two hosts, whatever server answers: browsers share only what one certificate names. */
export function separateCertificates({ host, other }: Failure): Fix {
  return {
    title: `Use separate certificates, one that does not name ${other} for ${host} and one that does not name ${host} for ${other} (no shared wildcard), or give ${host} its own address. Browsers then do not share connections.`,
    snippet: null,
  };
}
