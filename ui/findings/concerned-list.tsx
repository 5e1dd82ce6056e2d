import { useState } from 'preact/hooks';
import type { Concerned, Finding } from '../../src/diagnosis/finding.ts';
import type { RequestId } from '../../src/model/capture.ts';
import { CertaintyMark } from '../parts/certainty.tsx';
import { ConnectionLink } from '../parts/links.tsx';
import { Untrusted } from '../parts/untrusted.tsx';
import { plural } from '../text/format.ts';
import { hostAndPort } from '../text/host.ts';
import { FindingRequests } from './finding-requests.tsx';

const FIRST_SHOWN = 5;
/** A wildcard certificate can stand for thousands of hosts. */
const MORE_SHOWN = 100;
const MOST_CONNECTIONS = 4;

interface ConcernedListProps {
  readonly finding: Finding;
  /** The request whose details show the list: it needs no link to itself. */
  readonly about?: RequestId;
}

/** Who is concerned by a finding: its requests as links, under the hosts where there are several. */
export function ConcernedList({ finding, about }: ConcernedListProps) {
  const [most, setMost] = useState(FIRST_SHOWN);
  const { concerned, requests } = finding;
  if (concerned.length < 2) return <FindingRequests requests={requests.filter((id) => id !== about)} />;
  const shown = concerned.slice(0, most);
  return (
    <ul class="concerned" aria-label="Who is concerned">
      {shown.map((one) => (
        <li key={one.origins.join(' ')}>
          <ConcernedHost one={one} finding={finding} about={about} />
        </li>
      ))}
      {shown.length < concerned.length && (
        <li>
          <button type="button" class="link" onClick={() => setMost(most + MORE_SHOWN)}>
            and {plural(concerned.length - shown.length, 'more host')}
          </button>
        </li>
      )}
    </ul>
  );
}

interface ConcernedHostProps extends ConcernedListProps {
  readonly one: Concerned;
}

/** Where it has no requests, its connections are all there is to look at. */
function ConcernedHost({ one, finding, about }: ConcernedHostProps) {
  const { certainty, confidence, requests, connections } = one;
  return (
    <>
      <span class="concerned-host">
        <Untrusted text={namesOf(one, finding)} />
      </span>
      {certainty !== finding.certainty && <CertaintyMark certainty={certainty} confidence={confidence} />}
      <FindingRequests requests={requests.filter((id) => id !== about)} />
      {requests.length === 0 && (
        <span class="finding-connections">
          {connections.slice(0, MOST_CONNECTIONS).map((id) => (
            <ConnectionLink key={id} id={id} />
          ))}
        </span>
      )}
    </>
  );
}

/** A hazard is about all hosts of a certificate, any other finding about one host. */
function namesOf({ origins }: Concerned, { kind }: Finding): string {
  const about = kind === 'coalescing-hazard' ? origins : origins.slice(0, 1);
  return about.map(hostAndPort).join(', ');
}
