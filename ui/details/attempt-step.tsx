import type { AnalysedAttempt, AnalysedRequest } from '../../src/analysis/analysis.ts';
import { basisWords } from '../../src/diagnosis/statements/basis.ts';
import { CertaintyMark } from '../parts/certainty.tsx';
import { HostName } from '../parts/host-name.tsx';
import { ConnectionLink } from '../parts/links.tsx';
import { useStore } from '../store/context.ts';
import { attemptClass } from '../table/attempts-cell.tsx';
import { formatMs, UNKNOWN } from '../text/format.ts';
import { reasonsText } from '../text/labels.ts';
import { visible } from '../text/visible.ts';

interface AttemptStepProps {
  readonly request: AnalysedRequest;
  readonly index: number;
}

/** One attempt: where it went, what came back, and how that is known. */
export function AttemptStep({ request, index }: AttemptStepProps) {
  const store = useStore();
  const attempt = request.attempts[index];
  if (attempt === undefined) return null;
  const { selection, hover } = store;
  const place = { kind: 'attempt', request: request.record.id, index } as const;
  const selected = selection.value?.kind === 'attempt' && selection.value.index === index;
  return (
    <li
      class={`step ${selected ? 'is-selected' : ''}`}
      onPointerEnter={() => {
        hover.value = place;
      }}
      onPointerLeave={() => {
        hover.value = null;
      }}
    >
      <div class="step-line">
        <span class="step-number">{index + 1}</span>
        {attempt.connection === null ? (
          <span class="faint">connection unknown</span>
        ) : (
          <ConnectionLink id={attempt.connection} />
        )}
        {attempt.stream !== null && <span>stream {attempt.stream}</span>}
        <span class={attemptClass(attempt)}>
          {attempt.status ?? (attempt.error && visible(attempt.error)) ?? UNKNOWN}
        </span>
        <Tags attempt={attempt} />
        <CertaintyMark
          certainty={attempt.certainty}
          confidence={attempt.confidence}
          basis={basisWords(attempt.basis)}
        />
        <span class="step-time">{duration(attempt)}</span>
      </div>
      <SharedNote request={request} attempt={attempt} />
    </li>
  );
}

function Tags({ attempt: { hidden, resent, coalesced } }: { readonly attempt: AnalysedAttempt }) {
  return (
    <>
      {hidden && (
        <span class="tag tag-hidden" title="The browser reported it to neither the page nor DevTools">
          hidden
        </span>
      )}
      {resent && (
        <span class="tag tag-resent" title="Sent again because the previous attempt was misdirected">
          re-sent
        </span>
      )}
      {coalesced && (
        <span class="tag tag-coalesced" title="Its connection was opened for another origin">
          coalesced
        </span>
      )}
    </>
  );
}

interface SharedNoteProps {
  readonly request: AnalysedRequest;
  readonly attempt: AnalysedAttempt;
}

/** Which origin the connection was opened for, and why it could be shared. */
function SharedNote({ request, attempt }: SharedNoteProps) {
  const connections = useStore().analysis.value?.connections;
  const { connection, coalesced } = attempt;
  const record = connection === null ? undefined : connections?.get(connection)?.record;
  if (record === undefined) return null;
  if (record.openedFor === null) {
    return <p class="step-note faint">It is unknown which origin this connection was opened for.</p>;
  }
  if (coalesced !== true) return <p class="step-note">On a connection opened for this origin.</p>;
  const reasons =
    request.why.length > 0 ? `: ${reasonsText(request.why, request.whyCertainty)}` : ' for an unknown reason';
  return (
    <p class="step-note">
      Opened for <HostName url={record.openedFor} />; shared{reasons}.{' '}
      {request.why.length > 0 && <CertaintyMark certainty={request.whyCertainty} />}
    </p>
  );
}

function duration({ startedAt, endedAt }: AnalysedAttempt): string {
  return startedAt === null || endedAt === null ? '' : formatMs(Math.max(0, endedAt - startedAt));
}
