import { Fragment } from 'preact';
import type { BestCase, CertificateChange } from '../../src/analysis/analysis.ts';
import { ConnectionLink } from '../parts/links.tsx';
import { Untrusted } from '../parts/untrusted.tsx';
import { useStore } from '../store/context.ts';
import { formatCount, plural } from '../text/format.ts';

/** What coalescing could save at best, and what that requires. Counts only: no study found that it saves time. */
export function BestCaseNote() {
  const best = useStore().analysis.value?.bestCase ?? null;
  if (best === null) return null;
  return (
    <section class="best-case">
      <h3>Best case</h3>
      <ul>
        <li>
          One connection per address would save {ofAll(best.byAddress.connections, best)}
          {best.certificates.length > 0 ? ', with these names in certificates:' : '.'}
        </li>
        {best.certificates.map((change) => (
          <NamesToAdd key={change.connection} change={change} />
        ))}
        <li>
          ORIGIN frames, with the present certificates, would save{' '}
          {ofAll(best.byOriginFrame.connections, best)} and{' '}
          {plural(best.byOriginFrame.dnsQueries, 'DNS query', 'DNS queries')}.
        </li>
      </ul>
    </section>
  );
}

function ofAll(saved: number, { connections }: BestCase): string {
  return `${formatCount(saved)} of ${plural(connections, 'connection')}`;
}

function NamesToAdd({ change }: { readonly change: CertificateChange }) {
  return (
    <li class="names-to-add">
      <ConnectionLink id={change.connection} />:{' '}
      {change.addNames.map((name, i) => (
        <Fragment key={name}>
          {i > 0 && ', '}
          <Untrusted text={name} />
        </Fragment>
      ))}
    </li>
  );
}
