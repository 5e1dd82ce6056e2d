import type { FileSource } from '../../model/evidence-sources.ts';
import { PERFORMANCE_EVENT, PERFORMANCE_MESSAGE } from '../cdp/performance-log.ts';
import { type Outline, outlineOf } from './outline.ts';

/** Kinds of files that are recognised by their content. */
export type InputKind =
  | FileSource
  | 'zip'
  | 'chrome-trace-proto'
  | 'cdp-in-object'
  | 'playwright-trace'
  | 'webpagetest'
  | 'coalescope-report'
  | 'lighthouse-report'
  | 'net-export-running'
  | 'net-export-part';

/** `2026-11-22 15:38:07.517928 UTC - [Parent 15136: Main Thread]: D/nsHttp …`, time and process optional. */
const MOZ_LOG_LINE =
  /^(?:\d+: )?(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ UTC - )?\[[^\]\n]{1,200}\]: [EWIDV]\/[A-Za-z]\w* /m;

/**
 * A trace in protobuf format begins with the tag of a packet (a line feed), followed by small numbers that text never
 * contains. (The length of a packet alone never fills the bytes that are checked.)
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they distinguish a trace from text
const TRACE_PACKET = /^\n.{0,63}?[\u0000-\u0008]/s;

/** The first file of an archive, or the end of an empty one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what an archive begins with
const ZIP = /^PK(?:\u0003\u0004|\u0005\u0006)/;

/**
 * chrome://net-export writes this text into the file that the user chose, until the recording is stopped
 * (net/log/file_net_log_observer.cc).
 */
const NET_EXPORT_RUNNING = /^\s*Logging is in progress writing data to:/;

/** The kind of a file that begins with `head`, or null if that does not show it (yet). */
export function detectKind(head: string): InputKind | null {
  const text = head.replace(/^\ufeff/, '');
  if (ZIP.test(text)) return 'zip';
  if (TRACE_PACKET.test(text)) return 'chrome-trace-proto';
  if (NET_EXPORT_RUNNING.test(text)) return 'net-export-running';
  const outline = outlineOf(text);
  // A line of a log may begin with a bracket too.
  if (outline === null || outline.members.size === 0) return isMozLog(text) ? 'moz-log' : null;
  const kind = outline.root === 'array' ? kindOfElements(outline) : kindOfDocument(outline);
  return kind ?? kindOfPerformanceLog(outline, text);
}

/** The likely kind of a whole file without a sure sign: its reader then reports what is missing. */
export function likelyKind(head: string): InputKind | null {
  const kind = detectKind(head);
  const outline = outlineOf(head.replace(/^\ufeff/, ''));
  if (kind !== null || outline?.root !== 'object') return kind;
  if (outline.members.get('entries')?.first === '[') return 'har';
  return outline.members.get('events')?.first === '[' ? 'netlog' : null;
}

function isMozLog(text: string): boolean {
  return MOZ_LOG_LINE.test(text.slice(0, 65_536));
}

function kindOfDocument({ members }: Outline): InputKind | null {
  if (members.get('format')?.text === 'coalescope-report') return 'coalescope-report';
  if (members.get('log')?.first === '{') return 'har';
  if (members.get('traceEvents')?.first === '[') return 'chrome-trace';
  if (members.get('constants')?.first === '{') return 'netlog';
  if (members.has('events') && members.has('polledData')) return 'netlog';
  if (members.has('entries') && (members.has('creator') || members.has('version'))) return 'har';
  if (members.get('lighthouseVersion')?.first === '"') return 'lighthouse-report';
  if (LIGHTHOUSE_ARTIFACTS.some((name) => members.has(name))) return 'cdp-in-object';
  if (isPlaywrightEvent(members)) return 'playwright-trace';
  if (members.get('data')?.first === '{' && members.has('statusCode')) return 'webpagetest';
  if (isHarEntry(members)) return 'har';
  if (isNetLogEvent(members)) return 'net-export-part';
  return isCdpEvent(members) ? 'cdp' : null;
}

function kindOfElements({ members }: Outline): InputKind | null {
  if (isCdpEvent(members)) return 'cdp';
  if (isHarEntry(members)) return 'har';
  return members.get('ph')?.first === '"' ? 'chrome-trace' : null;
}

/** `{"method": "Network.requestWillBeSent", "params": …}` */
function isCdpEvent(members: Outline['members']): boolean {
  return /^[A-Z]\w*\.\w+$/.test(members.get('method')?.text ?? '') && members.has('params');
}

/** The log itself, and other artifacts that begin the file (lighthouse/core/gather). */
const LIGHTHOUSE_ARTIFACTS: readonly string[] = [
  'devtoolsLogs',
  'DevtoolsLog',
  'GatherContext',
  'BenchmarkIndex',
  'LighthouseRunWarnings',
  'HostUserAgent',
];

/** `{"startedDateTime": "…", "request": {…}, …}` */
function isHarEntry(members: Outline['members']): boolean {
  return members.get('startedDateTime')?.first === '"' && members.get('request')?.first === '{';
}

/** Lines of a trace: the first one states the browser, others hold a HAR entry each. */
function isPlaywrightEvent(members: Outline['members']): boolean {
  const type = members.get('type')?.text;
  if (type === 'context-options') return members.has('browserName') || members.has('version');
  return type === 'resource-snapshot' && members.get('snapshot')?.first === '{';
}

/** One event of a NetLog outside its document: `{"phase":1,"source":{…},"time":"…","type":2},` */
function isNetLogEvent(members: Outline['members']): boolean {
  const isEvent = members.get('source')?.first === '{' && members.get('time')?.first === '"';
  return isEvent && /\d/.test(members.get('type')?.first ?? '');
}

/** ChromeDriver's and Selenium's log: an array, one event per line, or the body of WebDriver's response (`value`). */
function kindOfPerformanceLog({ root, members }: Outline, text: string): InputKind | null {
  const isInObject = root === 'object' && members.get('value')?.first === '[';
  if (!isInObject && !members.has('message')) return null;
  if (!PERFORMANCE_MESSAGE.test(text) || !PERFORMANCE_EVENT.test(text)) return null;
  return isInObject ? 'cdp-in-object' : 'cdp';
}
