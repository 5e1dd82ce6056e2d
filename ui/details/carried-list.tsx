import { useState } from 'preact/hooks';
import type { AnalysedConnection } from '../../src/analysis/analysis.ts';
import { RequestLink } from '../parts/links.tsx';
import { useStore } from '../store/context.ts';
import { attemptClass } from '../table/attempts-cell.tsx';
import { formatMs, plural, UNKNOWN } from '../text/format.ts';

const FIRST_SHOWN = 50;

/** The attempts that a connection carried, in order, with the time since its first use. */
export function CarriedList({ connection }: { readonly connection: AnalysedConnection }) {
  const requests = useStore().analysis.value?.requests;
  const [all, setAll] = useState(false);
  const { attempts, firstAt } = connection;
  const shown = all ? attempts : attempts.slice(0, FIRST_SHOWN);
  return (
    <>
      <ol class="carried">
        {shown.map(({ request, index }) => {
          const attempt = requests?.get(request)?.attempts[index];
          if (attempt === undefined) return null;
          const { startedAt, status, error, stream } = attempt;
          return (
            <li key={`${request} ${index}`}>
              <span class="carried-time">
                {formatMs(startedAt === null || firstAt === null ? null : Math.max(0, startedAt - firstAt))}
              </span>
              <span class="carried-stream faint" title="HTTP/2 or HTTP/3 stream">
                {stream ?? ''}
              </span>
              <span class={attemptClass(attempt)}>{status ?? (error === null ? UNKNOWN : 'failed')}</span>
              <RequestLink id={request} />
            </li>
          );
        })}
      </ol>
      {shown.length < attempts.length && (
        <button type="button" class="button" onClick={() => setAll(true)}>
          Show {plural(attempts.length - shown.length, 'more attempt')}
        </button>
      )}
    </>
  );
}
