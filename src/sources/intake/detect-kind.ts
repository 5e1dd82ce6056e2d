import type { FileSource } from '../../model/evidence-sources.ts';
import { type Outline, outlineOf } from './outline.ts';

/** Kinds of files that are recognised by their content. */
export type InputKind = FileSource | 'chrome-trace-proto' | 'coalescope-report';

/** `2026-11-22 15:38:07.517928 UTC - [Parent 15136: Main Thread]: D/nsHttp …`, time and process optional. */
const MOZ_LOG_LINE =
  /^(?:\d+: )?(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ UTC - )?\[[^\]\n]{1,200}\]: [EWIDV]\/[A-Za-z]\w* /m;

/**
 * A trace in protobuf format begins with the tag of a packet (a line feed), followed by small numbers that text never
 * contains. (The length of a packet alone never fills the bytes that are checked.)
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they distinguish a trace from text
const TRACE_PACKET = /^\n.{0,63}?[\u0000-\u0008]/s;

/** The kind of a file that begins with `head`, or null if that does not show it (yet). */
export function detectKind(head: string): InputKind | null {
  const text = head.replace(/^\ufeff/, '');
  if (TRACE_PACKET.test(text)) return 'chrome-trace-proto';
  const outline = outlineOf(text);
  // A line of a log may begin with a bracket too.
  if (outline === null || outline.members.size === 0) return isMozLog(text) ? 'moz-log' : null;
  return outline.root === 'array' ? kindOfElements(outline) : kindOfDocument(outline);
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
  return isCdpEvent(members) ? 'cdp' : null;
}

function kindOfElements({ members }: Outline): InputKind | null {
  if (isCdpEvent(members)) return 'cdp';
  return members.get('ph')?.first === '"' ? 'chrome-trace' : null;
}

/** `{"method": "Network.requestWillBeSent", "params": …}` */
function isCdpEvent(members: Outline['members']): boolean {
  return /^[A-Z]\w*\.\w+$/.test(members.get('method')?.text ?? '') && members.has('params');
}
