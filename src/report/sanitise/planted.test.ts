import { describe, expect, it } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import { diagnose } from '../../diagnosis/diagnose.ts';
import { readFixtureText } from '../../testing/fixtures.ts';
import { readText } from '../../testing/read-text.ts';
import { toAnnotatedHar } from '../har/to-annotated-har.ts';
import { sourceKindOf, toReport } from '../json/to-report.ts';
import { toText } from '../text/to-text.ts';
import { isKeptHeader } from './kept-headers.ts';

/** A place in a recording where a text stands. */
interface Place {
  /** `.log.entries[].request.headers[].{accept}`: indices are left out, and a pair has its name. */
  readonly path: string;
  /** The header's name, if it is one. */
  readonly header: string | null;
  readonly text: string;
  readonly put: (text: string) => void;
}

/** One place of each kind: the one in the middle of all places with the same path. */
function placesIn(root: unknown): Place[] {
  const all = new Map<string, Place[]>();
  visit(root, '');
  return [...all.values()].flatMap((places) => places[places.length >> 1] ?? []);

  function visit(node: unknown, path: string): void {
    if (typeof node !== 'object' || node === null) return;
    const pair = 'name' in node && 'value' in node ? String(node.name).toLowerCase() : null;
    for (const [key, value] of Object.entries(node)) {
      const header =
        pair !== null && key === 'value' ? pair : /\.headers$/.test(path) ? key.toLowerCase() : null;
      const at = `${path}${Array.isArray(node) ? '[]' : header === null ? `.${key}` : `.{${header}}`}`;
      if (typeof value !== 'string') visit(value, at);
      else all.set(at, [...(all.get(at) ?? []), { path: at, header, text: value, put }]);

      function put(text: string): void {
        Object.assign(node ?? {}, { [key]: text });
      }
    }
  }
}

/** What docs/privacy.md says is kept beside headers, by where it stands in a recording. */
const KEPT: readonly RegExp[] = [
  // Who wrote the file, and which browser it was.
  /^\.log\.(version|(creator|browser)\.(name|version))$|\.clientInfo\.(name|version)$/,
  // Times, ids, versions of protocols.
  /DateTime$|[cC]onnection(Id)?$|\.(scriptId|testID|httpVersion)$/,
  // Addresses of servers, proxies on the way, and the names in certificates.
  /(IPAddress|_ip_addr|\.address|\.proxy(_chain)?)$|\.(subjects|sanList)\[\]$|[sS]ecurity(Details|State)\b/,
  // What the request was for and who started it.
  /\._?(initiator_?[tT]ype|priority|resourceType)$|\._initiator\.type$/,
];

function isKept({ path, header }: Place): boolean {
  return header === null ? KEPT.some((place) => place.test(path)) : isKeptHeader(header);
}

/** Longer than anything that is exempt, and like nothing that a recording has. */
const secretFor = (nth: number): string => `zQ7x${(nth * 7919 + 1_000_000).toString(36)}Kp9Lw3Vr5`;

function outputs(root: unknown): string[] {
  const capture = readText(JSON.stringify(root));
  const analysis = analyze(capture);
  const findings = diagnose(analysis);
  const tool = { name: 'coalescope', version: '0' };
  const report = toReport(analysis, findings, { name: 'x', kind: sourceKindOf(capture), tool });
  return [
    JSON.stringify(report),
    toText(report, { all: true }),
    JSON.stringify(toAnnotatedHar(analysis, findings)),
  ];
}

const RECORDINGS = [
  ['chromium/101.har.json.gz', 12],
  ['dialects/firefox.har.gz', 12],
  ['dialects/webpagetest.har.gz', 12],
  ['dialects/cdp.json.gz', 400],
  ['dialects/chrome-trace.json.gz', 400],
  ['dialects/netlog-everything.json.gz', 1_000],
] as const;

describe.each(RECORDINGS)('a secret at any kind of place in %s', (name, most) => {
  it('is in no sanitised output, but where the documentation says so', { timeout: 120_000 }, () => {
    const root = JSON.parse(readFixtureText(name));
    const records: unknown[] = root.log?.entries ?? root.events ?? root.traceEvents ?? root;
    records.splice(most);
    const places = placesIn(root);
    expect(places.length).toBeGreaterThan(40);
    let kept = 0;
    for (const [nth, place] of places.entries()) {
      const secret = secretFor(nth);
      const isUrl = /^https?:/.test(place.text);
      place.put(isUrl ? `${place.text}${place.text.includes('?') ? '&' : '?'}token=${secret}` : secret);
      const leaks = outputs(root).some((output) => output.includes(secret));
      if (leaks) expect(isKept(place), place.path).toBe(true);
      if (leaks) kept += 1;
      place.put(place.text);
    }
    // Otherwise the secrets would be put where nothing is read.
    expect(kept).toBeGreaterThan(3);
  });
});
