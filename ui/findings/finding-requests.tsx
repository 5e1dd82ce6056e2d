import { useState } from 'preact/hooks';
import type { RequestId } from '../../src/model/capture.ts';
import { RequestLink } from '../parts/links.tsx';
import { plural } from '../text/format.ts';

const FIRST_SHOWN = 3;

/** The requests that a finding is about, as links; only the first few until the user expands them. */
export function FindingRequests({ requests }: { readonly requests: readonly RequestId[] }) {
  const [all, setAll] = useState(false);
  if (requests.length === 0) return null;
  const shown = all ? requests : requests.slice(0, FIRST_SHOWN);
  return (
    <ul class="finding-requests" aria-label="Requests">
      {shown.map((id) => (
        <li key={id}>
          <RequestLink id={id} />
        </li>
      ))}
      {shown.length < requests.length && (
        <li>
          <button type="button" class="link" onClick={() => setAll(true)}>
            and {plural(requests.length - shown.length, 'more request')}
          </button>
        </li>
      )}
    </ul>
  );
}
