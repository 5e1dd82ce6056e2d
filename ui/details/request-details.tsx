import type { AnalysedRequest } from '../../src/analysis/analysis.ts';
import { costWords } from '../../src/diagnosis/cost-words.ts';
import type { RequestRecord } from '../../src/model/capture.ts';
import { FindingCard } from '../findings/finding-card.tsx';
import { RequestLink } from '../parts/links.tsx';
import { Untrusted } from '../parts/untrusted.tsx';
import { useStore } from '../store/context.ts';
import { startOf } from '../table/request-rows.ts';
import { formatBytes, formatClock, formatMs, plural } from '../text/format.ts';
import { SOURCES } from '../text/labels.ts';
import { AttemptStep } from './attempt-step.tsx';
import { Guide } from './guide.tsx';
import { Headers } from './headers.tsx';
import { type FactRow, Facts, Section } from './section.tsx';

/** Everything known about one request. Its attempts come first: they are what users look for. */
export function RequestDetails({ request }: { readonly request: AnalysedRequest }) {
  const { record } = request;
  const findings = useStore().findings.value.filter(({ requests }) => requests.includes(record.id));
  return (
    <>
      <p class="details-url mono">
        <Untrusted text={record.url} />
      </p>
      <Section title={plural(request.attempts.length, 'attempt')}>
        <Attempts request={request} />
      </Section>
      {findings.length > 0 && (
        <Section title="Why, and what to do">
          {findings.map((finding) => (
            <FindingCard key={finding.id} finding={finding} about={record.id} />
          ))}
        </Section>
      )}
      <Guide request={request} findings={findings} />
      <Section title="Request">
        <Facts rows={factsOf(request)} />
      </Section>
      <Section title="Headers">
        <Headers title="Request headers" headers={record.requestHeaders} />
        <Headers title="Response headers" headers={record.responseHeaders} />
      </Section>
    </>
  );
}

function Attempts({ request }: { readonly request: AnalysedRequest }) {
  const { attempts, resentAs, resendOf } = request;
  return (
    <>
      {attempts.length === 0 && <p class="faint">{unsentText(request.record)}</p>}
      <ol class="steps">
        {attempts.map((_, index) => (
          <AttemptStep key={index} request={request} index={index} />
        ))}
      </ol>
      {resentAs !== null && (
        <p>
          The page sent it again as <RequestLink id={resentAs} />.
        </p>
      )}
      {resendOf !== null && (
        <p>
          The page sent this because <RequestLink id={resendOf} /> was misdirected.
        </p>
      )}
    </>
  );
}

function unsentText({ fromCache, fromServiceWorker }: RequestRecord): string {
  if (fromCache) return 'Answered from the cache, without using the network.';
  if (fromServiceWorker) return 'Answered by a service worker.';
  return 'This capture does not show which connection it was sent on.';
}

function factsOf(request: AnalysedRequest): FactRow[] {
  const { record, cost } = request;
  const start = startOf(request);
  const { endedAt, resourceType, initiator, transferSize, privacyMode, partition, redirectedTo } = record;
  return [
    ['Status', record.status ?? (record.error ? <Untrusted text={record.error} /> : 'unknown')],
    ['Method', <Untrusted key="m" text={record.method} />],
    ['Started', formatClock(start)],
    ['Duration', formatMs(start === null || endedAt === null ? null : endedAt - start)],
    cost === null ? null : ['Cost of its 421s', costWords(cost)],
    resourceType === null ? null : ['Type', <Untrusted key="t" text={resourceType} />],
    initiator === null ? null : ['Initiator', <Untrusted key="i" text={initiator} />],
    redirectedTo === null ? null : ['Redirected to', <Untrusted key="r" text={redirectedTo} />],
    transferSize === null ? null : ['Transferred', formatBytes(transferSize)],
    privacyMode === null ? null : ['Credentials', privacyMode ? 'not sent, separate pool' : 'allowed'],
    partition === null ? null : ['Network partition', <Untrusted key="p" text={partition} />],
    ['Known from', record.sources.map((source) => SOURCES[source]).join(', ')],
  ];
}
