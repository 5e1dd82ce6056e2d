import type { Fix, Reference } from '../finding.ts';
import { type Failure, OWN_CERTIFICATES, type Remedy } from './remedy.ts';

const DENY: Reference = {
  title: 'HAProxy: http-request deny',
  url: 'https://docs.haproxy.org/2.6/configuration.html#4.2-http-request%20deny',
};

/** The rule knows hosts that this capture does not: nothing is taken from it. */
const LET_PASS = ({ host }: Failure): Fix => ({
  title: `Let ${host} past the rule: a line before it.`,
  snippet: `http-request allow if { req.hdr(host),host_only,lower -m str ${host} }`,
});

export const HAPROXY: readonly Remedy[] = [
  {
    products: ['haproxy'],
    when: ({ how }) => how === 'misdirected',
    cause: ({ host, other, always }) =>
      always
        ? `HAProxy answers 421 only where a rule says so (http-request deny deny_status 421), and one refuses ${host}.`
        : `HAProxy answers 421 only where a rule says so (http-request deny deny_status 421), and one compares ssl_fc_sni (${other}) with the host (${host}).`,
    fixes: (failure) =>
      failure.always
        ? [LET_PASS(failure)]
        : [
            {
              title: `Let the rule allow the hosts that are served here, whatever the connection was opened for.`,
              snippet: `http-request deny deny_status 421 unless { req.hdr(host),host_only,lower -m str ${failure.other} ${failure.host} }`,
            },
            OWN_CERTIFICATES(failure),
          ],
    log: 'The termination state "PR--" in the HTTP log: refused by a rule.',
    reference: DENY,
  },
];
