import type { Analysis } from '../../src/analysis/analysis.ts';
import type { Gap } from '../../src/analysis/gaps/gap.ts';
import { gapWords } from '../../src/diagnosis/statements/gaps.ts';
import { useStore } from '../store/context.ts';
import { seesHidden } from '../summary/summary-items.ts';
import { formatCount, plural } from '../text/format.ts';
import { visible } from '../text/visible.ts';
import { FindingCard } from './finding-card.tsx';

/** All findings, worst first, and what this capture cannot tell. */
export function FindingsList() {
  const store = useStore();
  const analysis = store.analysis.value;
  const findings = store.findings.value;
  if (analysis === null) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling element must be reachable by keyboard.
    <section class="findings" aria-label="Findings" tabIndex={0}>
      {!findings.some(({ severity }) => severity !== 'info') && <NothingWrong analysis={analysis} />}
      {findings.map((finding) => (
        <FindingCard key={finding.id} finding={finding} />
      ))}
      <Gaps gaps={analysis.gaps} />
    </section>
  );
}

/** States that nothing is wrong and what was checked: an empty list would not. */
function NothingWrong({ analysis }: { readonly analysis: Analysis }) {
  const { requests, connections, coalescedRequests } = analysis.summary;
  const on =
    connections === null || coalescedRequests === null
      ? 'on unknown connections'
      : `on ${plural(connections, 'connection')}, ${formatCount(coalescedRequests)} coalesced`;
  const { shown } = useStore().captures;
  const reading = shown.value.kind === 'file' && shown.value.reading;
  const limits = seesHidden(analysis) ? '' : ' as far as this capture can tell';
  return (
    <p class="good">
      <span aria-hidden="true">✓ </span>
      {reading ? 'Nothing wrong found so far.' : 'Nothing wrong found.'} {plural(requests, 'request')} {on},
      none misdirected{limits}.
    </p>
  );
}

function Gaps({ gaps }: { readonly gaps: readonly Gap[] }) {
  if (gaps.length === 0) return null;
  return (
    <section class="gaps">
      <h3>What this capture cannot tell</h3>
      <ul>
        {gaps.map((gap) => (
          <GapItem key={gap.code} gap={gap} />
        ))}
      </ul>
    </section>
  );
}

function GapItem({ gap }: { readonly gap: Gap }) {
  const { message, remedy } = gapWords(gap, { place: 'panel' });
  return (
    <li>
      {visible(message)} {remedy !== null && <span class="gap-remedy">{visible(remedy)}</span>}
    </li>
  );
}
