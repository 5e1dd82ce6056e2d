import type { Capture, RequestRecord } from '../model/capture.ts';
import type { Steps } from '../model/steps.ts';
import type { Gap } from './analysis.ts';
import type { BrowserFamily } from './browser-family.ts';
import type { ConnectionIndex } from './connection-index.ts';
import { tracesAreGone } from './firefox/discarded.ts';

const LOG: Readonly<Record<BrowserFamily, string>> = {
  chromium: 'Press Ground truth in the panel, or record a NetLog with chrome://net-export and open it here.',
  firefox:
    "Record Firefox's log with about:logging (preset Networking) and open it here, alone or with this capture.",
};
const DEEP: Readonly<Record<BrowserFamily, string | null>> = {
  chromium: 'Turn on Deep capture or Ground truth, or record a NetLog with chrome://net-export.',
  firefox: null,
};

const HIDDEN_UNKNOWN =
  'Whether the browser hid attempts: the browser is not known, so no rule of one applies.';
const HIDDEN: Readonly<Record<BrowserFamily, string>> = {
  chromium:
    'The attempts that the browser hid: those shown are inferred from timing and connections, and some may be missing.',
  firefox:
    'The attempts that the browser hid: those shown are inferred from two traces that Firefox leaves in requests that it sent twice, and some may be missing.',
};

const NO_TRACES =
  'Whether the browser hid attempts: this Firefox leaves none of the traces that others left, not even where the page saw a 421.';

interface Look {
  readonly capture: Capture;
  readonly family: BrowserFamily;
  readonly index: ConnectionIndex;
  /** The requests that were answered over the network. */
  readonly answered: readonly RequestRecord[];
}

const RULES: readonly ((look: Look) => Gap | null)[] = [
  noConnectionIds,
  hiddenAttemptsInferred,
  startedLate,
  noOpening,
  noCertificates,
  noStreams,
  lowLogLevel,
  redacted,
];

/** What this capture cannot tell, each with the way to get it. */
export function* gapsOf(
  capture: Capture,
  family: BrowserFamily | null,
  index: ConnectionIndex,
): Steps<Gap[]> {
  const answered = capture.requests.filter(overNetwork);
  const look: Look = { capture, family: family ?? 'chromium', index, answered };
  const gaps: Gap[] = [];
  for (const rule of RULES) {
    yield;
    const gap = rule(look);
    if (gap !== null) gaps.push(gap);
  }
  return gaps;
}

function overNetwork({ status, origin, fromCache, fromServiceWorker }: RequestRecord): boolean {
  return status !== null && status > 0 && origin !== null && !fromCache && !fromServiceWorker;
}

function noConnectionIds({ answered, family, index }: Look): Gap | null {
  const without = answered.filter(({ attempts }) => (attempts.at(-1)?.connection ?? null) === null).length;
  if (without === 0) return null;
  if ([...index.byId.values()].some(({ record }) => record.reconstructed)) return reconstructed(family);
  const which = without === answered.length ? 'requests' : `${without} of ${answered.length} requests`;
  return {
    code: 'no-connection-ids',
    message: `Which connection carried ${which}: nothing here names it.`,
    remedy: LOG[family],
  };
}

function reconstructed(family: BrowserFamily): Gap {
  const message =
    'Which connections there were: Firefox names none. Those shown are put together from addresses, certificates, set-up times and its rules, and may be wrong.';
  return { code: 'no-connection-ids', message, remedy: LOG[family] };
}

function hiddenAttemptsInferred({ capture, answered, family }: Look): Gap | null {
  if (answered.every(({ attemptsComplete }) => attemptsComplete)) return null;
  const message =
    capture.browser === null
      ? HIDDEN_UNKNOWN
      : family === 'firefox' && tracesAreGone(capture.requests)
        ? NO_TRACES
        : HIDDEN[family];
  return { code: 'hidden-attempts-inferred', message, remedy: LOG[family] };
}

function startedLate({ capture, answered }: Look): Gap | null {
  const pages = capture.requests.some(({ resourceType }) => resourceType === 'document');
  // A source that does not tell resource types says nothing about pages.
  if (pages || answered.length === 0 || capture.requests.every(({ resourceType }) => resourceType === null)) {
    return null;
  }
  return {
    code: 'started-late',
    message: 'What happened before the recording began: the page was already loaded.',
    remedy: 'Reload the page while recording.',
  };
}

function noOpening({ index }: Look): Gap | null {
  const unopened = [...index.byId.values()].filter(
    ({ record, origins }) => record.openedFor === null && record.protocol !== 'http/1.1' && origins.size > 0,
  );
  if (unopened.length === 0) return null;
  const shared = unopened.filter(({ origins }) => origins.size > 1).length;
  const some = unopened.length === 1 ? 'one connection was' : `${unopened.length} connections were`;
  const then =
    shared === 0 ? '' : ` Several origins rode on ${shared} of them, so some requests there were coalesced.`;
  return {
    code: 'no-opening',
    message: `What ${some} opened for: that happened before the recording, or unseen.${then}`,
    remedy: 'Open DevTools in a new window first, then load the page.',
  };
}

function noCertificates({ index, family }: Look): Gap | null {
  const shared = [...index.byId.values()].filter(({ origins }) => origins.size > 1);
  if (shared.length === 0 || shared.some(({ record }) => record.certificate !== null)) return null;
  return {
    code: 'no-certificates',
    message:
      'Which names the certificates hold: that they cover the hosts that share a connection is derived.',
    remedy: DEEP[family],
  };
}

function noStreams({ answered, family }: Look): Gap | null {
  const multiplexed = answered.filter(({ protocol }) => protocol === 'h2' || protocol === 'h3');
  if (multiplexed.length === 0) return null;
  if (multiplexed.some(({ attempts }) => (attempts.at(-1)?.stream ?? null) !== null)) return null;
  return { code: 'no-streams', message: 'The stream numbers of requests.', remedy: LOG[family] };
}

/** At nsHttp:5 the log has what every host that it connected to resolved to. */
function lowLogLevel({ capture }: Look): Gap | null {
  if (!capture.sources.includes('moz-log') || capture.resolutions.size > 0) return null;
  if (capture.connections.length === 0) return null;
  return {
    code: 'low-log-level',
    message:
      'The addresses of connections, why an open one was not shared, and the stream numbers of HTTP/3: the log was recorded below nsHttp:5.',
    remedy:
      'Record it with the preset Networking of about:logging, or with MOZ_LOG=timestamp,nsHttp:5,nsSocketTransport:5.',
  };
}

function redacted({ capture }: Look): Gap | null {
  const requests = capture.requests.filter(({ attempts }) => attempts.length > 0);
  const hidden = requests.filter(({ origin }) => origin === null).length;
  if (hidden === 0) return null;
  return {
    code: 'redacted',
    message: `Hosts and URLs of ${hidden} ${hidden === 1 ? 'request' : 'requests'}: they were taken out of the log.`,
    remedy:
      'Record it again with "Include cookies and credentials" or at least without stripping, if you may.',
  };
}
