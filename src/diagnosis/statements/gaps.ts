import type { BrowserFamily } from '../../analysis/browsers/browser-family.ts';
import type { HiddenAttemptEvidence } from '../../analysis/browsers/hidden-attempt-evidence.ts';
import type { Gap, GapCode } from '../../analysis/gaps/gap.ts';

/** Where a text is read: in the panel, which has buttons, or as the command's output and in its files. */
export type Place = 'panel' | 'command';

export interface GapText {
  /** What is not in the capture. */
  readonly message: string;
  /** The way to get it, or null when there is none. */
  readonly remedy: string | null;
}

/** What a capture cannot show, and how to get it. */
export function gapWords<Code extends GapCode>(
  gap: Gap<Code>,
  { place }: { readonly place: Place },
): GapText {
  return SENTENCES[gap.code](gap, place);
}

const SENTENCES: { readonly [Code in GapCode]: (gap: Gap<Code>, place: Place) => GapText } = {
  'no-connection-ids': ({ family, without, answered, reconstructed }, place) => ({
    message: reconstructed ? RECONSTRUCTED : unnamed(without, answered),
    remedy: LOG[family][place],
  }),
  'no-certificates': ({ family }, place) => ({
    message: 'The names in the certificates: that they cover the hosts that share a connection is derived.',
    remedy: CERTIFICATES[family][place],
  }),
  'hidden-attempts-inferred': ({ family, evidence }, place) => ({
    message: HIDDEN[evidence](family),
    remedy: LOG[family][place],
  }),
  'no-control': ({ family, attempts }, place) => ({
    message: `How long requests stall here without a 421: no new connection shows it. ${uncompared(attempts)} without that comparison, with less confidence.`,
    remedy: LOG[family][place],
  }),
  'started-late': () => ({
    message: 'What happened before the recording began: the page was already loaded.',
    remedy: 'Reload the page while recording.',
  }),
  'no-streams': ({ family }, place) => ({
    message: 'The stream numbers of requests.',
    remedy: LOG[family][place],
  }),
  'no-opening': ({ family, connections, shared }) => ({
    message: unopened(connections, shared),
    remedy: RECORD_EARLIER[family],
  }),
  'redundancy-undecided': ({ family, connections }, place) => ({
    message: `Whether an open connection could have been used instead of ${connections === 1 ? 'one' : connections} of these, and what kept the browser from it: no source reports all that decides it.`,
    remedy: LOG[family][place],
  }),
  'low-log-level': () => ({
    message:
      'The addresses of connections, why an open one was not shared, and the stream numbers of HTTP/3: the log was recorded below nsHttp:5.',
    remedy:
      'Record it with the preset Networking of about:logging, or with MOZ_LOG=timestamp,nsHttp:5,nsSocketTransport:5.',
  }),
  redacted: ({ requests }) => ({
    message: `Hosts and URLs of ${requests} ${requests === 1 ? 'request' : 'requests'}: they were removed from the log.`,
    remedy:
      'If you are allowed to, record it again with "Include cookies and credentials", or at least without stripping.',
  }),
};

const RECONSTRUCTED =
  'Which connections there were: Firefox names none. Those shown are reconstructed from addresses, certificates, setup times and the rules of Firefox, and may be wrong.';

function unnamed(without: number, answered: number): string {
  const which = without === answered ? 'requests' : `${without} of ${answered} requests`;
  return `Which connection carried ${which}: no source names it.`;
}

function unopened(connections: number, shared: number): string {
  const some = connections === 1 ? 'one connection was' : `${connections} connections were`;
  const sharing =
    shared === 0
      ? ''
      : ` ${shared} of them carried several origins, so some of the requests there were coalesced.`;
  return `What ${some} opened for: this happened before the recording, or was not recorded.${sharing}`;
}

function uncompared(attempts: number): string {
  return attempts === 1 ? 'One hidden attempt is inferred' : `${attempts} hidden attempts are inferred`;
}

const HIDDEN: Readonly<Record<HiddenAttemptEvidence, (family: BrowserFamily) => string>> = {
  timing: () =>
    'The attempts that the browser hid: those shown are inferred from timing and connections, and some may be missing.',
  traces: () =>
    'The attempts that the browser hid: those shown are inferred from two signs that Firefox leaves in requests that it sent twice, and some may be missing.',
  'no-traces': () =>
    'Whether the browser hid attempts: this version of Firefox leaves none of the signs that other versions leave, not even when the page saw a 421.',
  'no-rule': (family) => NO_RULE[family],
};

const UNKNOWN_BROWSER =
  'Whether the browser hid attempts: the browser is unknown, so nothing is inferred from its rules.';

const NO_RULE: Readonly<Record<BrowserFamily, string>> = {
  chromium: UNKNOWN_BROWSER,
  firefox: UNKNOWN_BROWSER,
  safari:
    'Whether Safari hid attempts: its rules for re-sending a request are unknown, so nothing is inferred.',
  'internet-explorer':
    'Whether the browser hid attempts: its rules for re-sending a request are unknown, so nothing is inferred.',
  // Through a proxy, a browser opens a tunnel for each host, and shares no tunnel between hosts.
  proxy:
    'How the browser shares connections without the proxy: a proxy recorded this capture, and a browser that uses a proxy shares connections differently.',
  program:
    'Whether the program hid attempts: its rules for re-sending a request are unknown, so nothing is inferred.',
  unknown: UNKNOWN_BROWSER,
};

type ByPlace = Readonly<Record<Place, string | null>>;

const NOTHING: ByPlace = { panel: null, command: null };

const NETLOG_BY_COMMAND =
  'Record a NetLog with coalescope record, with coalescope attach, or with chrome://net-export.';

const OWN_LOG = 'If the browser can write a log of its own, that log contains it.';

const WITHOUT_PROXY = "Record it without the proxy, with the browser's own tools.";

/** The log that shows every attempt and connection. Safari and Internet Explorer write none. */
const LOG: Readonly<Record<BrowserFamily, ByPlace>> = {
  chromium: {
    panel: 'Press Ground truth, or record a NetLog with chrome://net-export and open it here.',
    command: NETLOG_BY_COMMAND,
  },
  firefox: {
    panel:
      "Record Firefox's log with about:logging (preset Networking) and open it here, alone or with this capture.",
    command:
      "Record Firefox's log with about:logging (preset Networking) and analyze it, alone or with this capture (--join).",
  },
  safari: NOTHING,
  'internet-explorer': NOTHING,
  proxy: { panel: WITHOUT_PROXY, command: WITHOUT_PROXY },
  program: NOTHING,
  unknown: { panel: OWN_LOG, command: OWN_LOG },
};

const CERTIFICATES: Readonly<Record<BrowserFamily, ByPlace>> = {
  chromium: {
    panel: 'Turn on Deep capture or Ground truth, or record a NetLog with chrome://net-export.',
    command: NETLOG_BY_COMMAND,
  },
  firefox: NOTHING,
  safari: NOTHING,
  'internet-explorer': NOTHING,
  proxy: NOTHING,
  program: NOTHING,
  unknown: NOTHING,
};

const RECORD_EARLIER: Readonly<Record<BrowserFamily, string>> = {
  chromium: 'Open DevTools in a new window first, then load the page.',
  firefox: 'Open DevTools in a new window first, then load the page.',
  safari: 'Open Web Inspector in a new window first, then load the page.',
  'internet-explorer': 'Open the developer tools in a new window first, then load the page.',
  proxy: 'Start the proxy before the browser.',
  program: 'Start the recording before the program sends its first request.',
  unknown: 'Start the recording in a new window before you load the page.',
};
