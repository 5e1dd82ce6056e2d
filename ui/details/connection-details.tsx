import type { AnalysedConnection, OriginOnConnection, Redundancy } from '../../src/analysis/analysis.ts';
import type { ConnectionRecord, RefusalReason } from '../../src/model/capture.ts';
import { socketAddress } from '../../src/model/socket-address.ts';
import { CertaintyMark } from '../parts/certainty.tsx';
import { HostName } from '../parts/host-name.tsx';
import { ConnectionLink } from '../parts/links.tsx';
import { Untrusted } from '../parts/untrusted.tsx';
import { formatClock, formatMs, plural } from '../text/format.ts';
import { CAUSES, PROTOCOLS, reasonsText, SOURCES } from '../text/labels.ts';
import { CarriedList } from './carried-list.tsx';
import { type FactRow, Facts, Section } from './section.tsx';

/** Everything known about one connection. */
export function ConnectionDetails({ connection }: { readonly connection: AnalysedConnection }) {
  const { record, origins, redundant, attempts } = connection;
  return (
    <>
      <Section title="Connection">
        <Facts rows={factsOf(record)} />
        {redundant !== null && <RedundantNote redundant={redundant} />}
      </Section>
      <Section title={`${plural(origins.length, 'origin')} on this connection`}>
        <ul class="origins">
          {origins.map((origin) => (
            <OriginLine key={origin.origin} origin={origin} />
          ))}
        </ul>
      </Section>
      <Section title={`Carried ${plural(attempts.length, 'attempt')}`}>
        <CarriedList connection={connection} />
      </Section>
      <Section title="Certificate">
        <CertificateFacts record={record} />
      </Section>
    </>
  );
}

function OriginLine({
  origin: { origin, requests, coalesced, why, certainty },
}: {
  readonly origin: OriginOnConnection;
}) {
  return (
    <li>
      <HostName url={origin} /> <span class="faint">{plural(requests, 'request')}</span>{' '}
      {coalesced && <span class="tag tag-coalesced">coalesced</span>}
      {coalesced && why.length > 0 && <span class="step-note"> {reasonsText(why, certainty)}</span>}{' '}
      {coalesced && <CertaintyMark certainty={certainty} />}
    </li>
  );
}

function RedundantNote({ redundant: { cause, sharedWith, certainty } }: { readonly redundant: Redundancy }) {
  return (
    <p>
      {certainty === 'unknown' ? 'Possibly redundant' : 'Redundant'} ({cause}):{' '}
      <ConnectionLink id={sharedWith} /> {certainty === 'unknown' ? 'might' : 'could'} have carried this, but{' '}
      {CAUSES[cause]}. <CertaintyMark certainty={certainty} />
    </p>
  );
}

function CertificateFacts({ record: { certificate } }: { readonly record: ConnectionRecord }) {
  if (certificate === null) {
    return <p class="faint">Unknown. Deep capture or a NetLog shows it.</p>;
  }
  return (
    <>
      <Facts
        rows={[
          ['Subject', <Untrusted key="s" text={certificate.subject} />],
          ['Issuer', <Untrusted key="i" text={certificate.issuer} />],
        ]}
      />
      <ul class="names mono" aria-label="Names in the certificate">
        {certificate.names.map((name) => (
          <li key={name}>
            <Untrusted text={name} />
          </li>
        ))}
      </ul>
    </>
  );
}

function factsOf(record: ConnectionRecord): FactRow[] {
  const { protocol, openedFor, openedForCertainty, privacyMode, partition, proxy, closedAt, closeReason } =
    record;
  return [
    [
      'Opened for',
      openedFor === null ? (
        <CertaintyMark key="o" certainty="unknown" />
      ) : (
        <>
          <HostName url={openedFor} /> <CertaintyMark certainty={openedForCertainty} />
        </>
      ),
    ],
    ['Protocol', protocol === null ? 'unknown' : PROTOCOLS[protocol]],
    [
      'Address',
      <Untrusted key="a" text={record.remote === null ? 'unknown' : socketAddress(record.remote)} />,
    ],
    ['Opened', record.openedAt === null ? 'not seen in this capture' : formatClock(record.openedAt)],
    ['Closed', closedText(closedAt, closeReason)],
    record.setup === null ? null : ['Setup', setupText(record.setup)],
    [
      'Privacy',
      privacyMode === null
        ? 'unknown'
        : privacyMode
          ? 'without credentials, in a separate pool'
          : 'with credentials',
    ],
    partition === null ? null : ['Network partition', <Untrusted key="p" text={partition} />],
    record.clientCertificate === true ? ['Client certificate', 'sent: not shared with other hosts'] : null,
    proxy === null ? null : ['Proxy', <Untrusted key="x" text={proxy} />],
    record.originFrame === null
      ? null
      : ['ORIGIN frame', <Untrusted key="f" text={record.originFrame.join(', ') || 'empty'} />],
    ...refusalRows(record),
    [
      'Known from',
      `${record.reconstructed ? 'reconstructed from its requests: ' : ''}${record.sources.map((source) => SOURCES[source]).join(', ')}`,
    ],
  ];
}

function refusalRows({ retiredAt, refused, supersededBy }: ConnectionRecord): FactRow[] {
  const others = refused?.map(({ origin, reason }) => `${origin} (${REFUSALS[reason]})`).join(', ');
  return [
    retiredAt === null ? null : ['Retired', formatClock(retiredAt)],
    others === undefined ? null : ['Not shared with', <Untrusted key="r" text={others} />],
    supersededBy === null ? null : ['Abandoned in favour of', <ConnectionLink key="s" id={supersededBy} />],
  ];
}

const REFUSALS: Readonly<Record<RefusalReason, string>> = {
  address: 'its DNS answer has a different address',
  certificate: 'the certificate does not name it',
  'origin-frame': 'the ORIGIN frame does not list it',
};

function closedText(at: number | null, reason: string | null) {
  if (at === null) return 'not seen in this capture';
  return (
    <>
      {formatClock(at)} {reason !== null && <Untrusted text={`(${reason})`} />}
    </>
  );
}

function setupText({ dns, connect, tls }: NonNullable<ConnectionRecord['setup']>): string {
  const phases = [
    ['DNS', dns],
    ['connect', connect],
    ['TLS', tls],
  ] as const;
  const known = phases.filter(([, ms]) => ms !== null);
  return known.map(([name, ms]) => `${name} ${formatMs(ms)}`).join(', ') || 'unknown';
}
