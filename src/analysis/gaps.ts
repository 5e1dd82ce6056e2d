import type { Capture } from '../model/capture.ts';
import type { Gap } from './analysis.ts';
import type { BrowserFamily } from './browser-family.ts';
import type { ConnectionIndex } from './connection-index.ts';

const NETLOG = 'Record a NetLog with chrome://net-export and open it here.';
const MOZ_LOG = 'Record a log with about:logging (Networking preset) and open it here.';

/** What this capture cannot tell, each with the way to get it. */
export function gapsOf(capture: Capture, family: BrowserFamily | null, index: ConnectionIndex): Gap[] {
  const log = family === 'firefox' ? MOZ_LOG : NETLOG;
  const gaps: Gap[] = [];
  const onNetwork = capture.requests.filter(
    ({ status, fromCache }) => status !== null && status > 0 && !fromCache,
  );
  const add = (code: Gap['code'], message: string, remedy: string | null): void => {
    gaps.push({ code, message, remedy });
  };
  if (onNetwork.length === 0) return gaps;
  if (onNetwork.some(({ attempts }) => (attempts.at(-1)?.connection ?? null) === null)) {
    add('no-connection-ids', 'Which connection carried some requests: they have no connection id.', log);
  }
  if (onNetwork.some(({ attemptsComplete }) => !attemptsComplete)) {
    const message =
      family === null
        ? 'Attempts the browser hid: this capture does not say which browser made it, so none is shown.'
        : 'Attempts the browser hid: they are inferred from timing and connections, not seen.';
    add('hidden-attempts-inferred', message, log);
  }
  const unopened = [...index.byId.values()].filter(({ record }) => record.openedFor === null);
  if (unopened.length > 0) {
    const shared = unopened.filter(({ origins }) => origins.size > 1).length;
    const which =
      shared === 0 ? '' : ` ${shared} of them carried several origins, so some requests were coalesced.`;
    const some = unopened.length === 1 ? 'One connection was' : `${unopened.length} connections were`;
    add(
      'no-opening',
      `${some} open before the recording: what for is not known.${which}`,
      'Open DevTools first, then load the page in a new window.',
    );
  }
  return gaps;
}
