import { analyze } from '../analysis/analyze.ts';
import { toAnnotatedHar } from '../report/har/to-annotated-har.ts';
import { readFixtureText } from './fixtures.ts';
import { readText } from './read-text.ts';

type Json = Record<string, unknown>;

/** A small real input of one kind, as JSON and as text in its writer's layout. */
export interface SmallInput {
  readonly name: string;
  readonly json: unknown;
  readonly text: string;
  /** The list that grows with the capture. */
  readonly items: (json: unknown) => unknown[];
}

/** One input of each supported kind, each with a few requests. */
export function smallInputs(): SmallInput[] {
  const entries = (har: unknown) => (har as { log: { entries: unknown[] } }).log.entries;
  const netLog = smallNetLog();
  const har = smallHar();
  const annotated = smallAnnotatedHar(netLog.text);
  const cdp = smallCdpLog();
  const trace = smallTrace();
  return [
    { name: 'HAR', json: har, text: JSON.stringify(har, null, 2), items: entries },
    { name: 'annotated HAR', json: annotated, text: JSON.stringify(annotated), items: entries },
    { name: 'NetLog', ...netLog, items: (json) => (json as { events: unknown[] }).events },
    { name: 'CDP log', json: cdp, text: `[${lines(cdp)}]\n`, items: (json) => json as unknown[] },
    {
      name: 'Chrome trace',
      json: trace,
      text: `{"traceEvents":[\n${lines(trace.traceEvents)}\n]}`,
      items: (json) => (json as { traceEvents: unknown[] }).traceEvents,
    },
  ];
}

function smallHar(): Json {
  const { log } = JSON.parse(readFixtureText('chromium/101.har.json.gz'));
  return { log: { ...log, entries: log.entries.slice(0, 4) } };
}

/** The events of two misdirected requests, and only the constants that they need. */
function smallNetLog() {
  const log = JSON.parse(readFixtureText('chromium/101.netlog.json.gz'));
  const { constants } = log;
  const events: { readonly type: number }[] = log.events.slice(520, 1_300);
  const used = new Set(events.map(({ type }) => type));
  const logEventTypes = Object.fromEntries(
    Object.entries<number>(constants.logEventTypes).filter(([, type]) => used.has(type)),
  );
  const { clientInfo, logEventPhase, timeTickOffset } = constants;
  const few = { clientInfo, logEventPhase, logEventTypes, timeTickOffset };
  const text = `{"constants":${JSON.stringify(few)},\n"events": [\n${lines(events)}],\n"polledData": {}\n}\n`;
  return { json: JSON.parse(text), text };
}

/** An annotated HAR made from a NetLog, so that it includes everything that a plain HAR cannot express. */
function smallAnnotatedHar(netLog: string): Json {
  const analysis = analyze(readText(netLog));
  const { log } = JSON.parse(JSON.stringify(toAnnotatedHar(analysis, [], { sanitise: false })));
  return { log: { ...log, entries: log.entries.slice(0, 4) } };
}

function smallCdpLog(): unknown[] {
  const events: { readonly method?: string; readonly params?: { readonly requestId?: string } }[] =
    JSON.parse(readFixtureText('dialects/cdp.json.gz'));
  const network = events.filter(({ method }) => method?.startsWith('Network.') === true);
  const ids = [...new Set(network.map(({ params }) => params?.requestId))].slice(0, 4);
  return network.filter(({ params }) => ids.includes(params?.requestId));
}

function smallTrace() {
  const text = readFixtureText('dialects/chrome-trace.json.gz');
  const events = text.split('\n').flatMap((line) => {
    const id = /"Resource\w+"/.test(line) ? /"requestId":"([^"]+)"/.exec(line)?.[1] : undefined;
    return id === undefined ? [] : [{ id, line: line.replace(/,\s*$/, '') }];
  });
  const sent = events.filter(({ line }) => /"url":"http.*"ResourceSendRequest"/.test(line)).slice(0, 4);
  const ids = new Set(sent.map(({ id }) => id));
  const wanted = events.filter(({ id }) => ids.has(id));
  return { traceEvents: wanted.map(({ line }): unknown => JSON.parse(line)) };
}

function lines(events: readonly unknown[]): string {
  return events.map((event) => JSON.stringify(event)).join(',\n');
}
