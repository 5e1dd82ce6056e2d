import { isMisdirected, withHosts } from '../causes/cause.ts';
import { separateCertificates } from '../causes/separate-certificates.ts';
import { accessLog } from '../guide/product-guide.ts';
import type { ProductKnowledge } from './product.ts';

export const H2O: ProductKnowledge = {
  name: 'H2O',
  /** Recorded from 2.2.5. It never answers 421 by itself, so it has no page of its own. */
  signature: {
    server: /^h2o(\/|$)/i,
    renames: true,
    pages: [],
  },
  causes: [
    {
      applies: isMisdirected,
      text: ({ host }) =>
        `H2O never answers 421 by itself: a handler of yours (mruby), or a server behind H2O, refuses ${host}.`,
      fixes: (failure) => [
        {
          title: `Add ${failure.hosts} to the hosts, or make the handler accept ${failure.config.hosts.length < 2 ? 'it' : 'them'}.`,
          snippet: withHosts(
            failure,
            (hosts) =>
              `hosts:${hosts.map((host) => `\n  "${host}:${failure.config.port}": *served  # as the host whose block begins with &served`).join('')}`,
          ),
        },
        ...(failure.always ? [] : [separateCertificates(failure)]),
      ],
      log: null,
      reference: { title: 'H2O: hosts', url: 'https://h2o.examp1e.net/configure/base_directives.html#hosts' },
    },
  ],
  sniFix: null,
  poolFix: null,
  guide: {
    reason: null,
    access: accessLog('/var/log/h2o/access.log'),
    version: { inServer: /^h2o\/(\d+(?:\.\d+)*)/i, command: 'h2o --version' },
    changes: [],
  },
};
