import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyze } from '../analysis/analyze.ts';
import type { Evidence } from '../model/evidence.ts';
import { createNetLogReader } from '../sources/netlog/netlog-reader.ts';
import { buildCapture } from '../testing/build-capture.ts';
import { captureOf, readFixtureText } from '../testing/fixtures.ts';
import { type RequestSketch, sketchCapture } from '../testing/sketch-capture.ts';
import { diagnose } from './diagnose.ts';

const A = 'https://a.shop.test';
const host = (name: string) => `https://${name}.shop.test`;

/** A request that got 421 on a's connection and was re-sent on one of its own, as a log reports it. */
function resent(name: string, nth: number, server = 'nginx'): RequestSketch {
  const answerHeaders = [{ name: 'server', value: server }];
  const own = { connection: `1${nth}`, status: 200, startedAt: 10, endedAt: 20 };
  return {
    url: `${host(name)}/${nth}`,
    attempts: [{ connection: '1', status: 421, startedAt: 0, endedAt: 10, answerHeaders }, own],
  };
}

function found(...requests: RequestSketch[]) {
  const own = requests.flatMap(({ url, attempts }) => {
    const id = attempts?.at(-1)?.connection ?? null;
    return id === null ? [] : [{ id, openedFor: new URL(url).origin }];
  });
  const connections = [{ id: '1', openedFor: A }, ...own];
  const analysis = analyze(sketchCapture({ source: 'netlog', connections, requests }));
  return diagnose(analysis).filter(({ kind }) => kind === 'misdirected-recovered');
}

describe('findings with one cause and one fix', () => {
  const [together, ...others] = found(
    resent('b', 1, ''),
    resent('c', 2, ''),
    resent('c', 3, ''),
    resent('d', 4, ''),
  );

  it('are one, with everything and everyone concerned', () => {
    expect(others).toEqual([]);
    expect(together?.title).toBe(
      '4 requests for 3 hosts were sent on connections opened for other hosts, got 421, and were re-sent: b.shop.test, c.shop.test and d.shop.test.',
    );
    expect(together?.requests).toEqual(['r1', 'r2', 'r3', 'r4']);
    expect(together?.origins).toEqual([host('b'), host('c'), host('d'), A]);
    expect(together?.connections).toEqual(['1', '11', '12', '13', '14']);
    expect(together?.cost).toMatchObject({ attempts: 4, ms: 40 });
  });

  it('name no host as if it were the only one', () => {
    const { explanation, remedy, cause } = together ?? {};
    for (const words of [explanation, remedy, cause]) expect(words ?? '').not.toMatch(/[bcd]\.shop\.test/);
  });

  it('keep the id of the first, so that it stays while a capture grows', () => {
    expect(together?.id).toBe(found(resent('b', 1, ''))[0]?.id);
  });

  it('name three hosts, and count the others', () => {
    const many = found(...['b', 'c', 'd', 'e', 'f'].map((name, i) => resent(name, i + 1, '')));
    expect(many.map(({ title }) => title).join()).toContain(
      ': b.shop.test, c.shop.test, d.shop.test and 2 more.',
    );
  });
});

describe('findings stay apart', () => {
  it('where another server answered', () => {
    expect(found(resent('b', 1, 'Apache'), resent('c', 2, 'Caddy'))).toHaveLength(2);
  });

  it('where the lines of configuration name the host', () => {
    const both = found(resent('b', 1), resent('c', 2));
    expect(both).toHaveLength(2);
    expect(both[0]?.fixes[0]?.snippet).toContain('b.shop.test');
    expect(both[1]?.fixes[0]?.snippet).toContain('c.shop.test');
  });
});

const captures = [
  ['the shop', () => buildCapture((emit) => shopEvents().forEach(emit))],
  ...['rules', 'direct', 'goaway'].map(
    (name) =>
      [name, () => captureOf(createNetLogReader, readFixtureText(`netlog/${name}.netlog.json.gz`))] as const,
  ),
] as const;

function shopEvents(): Evidence[] {
  return JSON.parse(readFileSync(new URL('../../ui/sample/sample.json', import.meta.url), 'utf8'));
}

describe.each(captures)('in a recording (%s)', (_, capture) => {
  const analysis = analyze(capture());
  const findings = diagnose(analysis);

  it('the same paragraph never stands twice for one kind and certainty', () => {
    const grouped = findings.filter(({ kind }) => kind !== 'coalescing-hazard');
    const paragraphs = grouped.map(({ kind, certainty, explanation, cause, fixes }) =>
      JSON.stringify([kind, certainty, explanation, cause, fixes]),
    );
    expect(paragraphs).toEqual([...new Set(paragraphs)]);
  });

  it('no request, connection or origin of a finding is lost', () => {
    for (const member of ['requests', 'connections', 'origins'] as const) {
      const inFacts = new Set(
        analysis.findings.flatMap((one) => one[member].map((id) => `${one.kind} ${id}`)),
      );
      const inGroups = findings.flatMap((one) => one[member].map((id) => `${one.kind} ${id}`));
      expect(new Set(inGroups)).toEqual(inFacts);
    }
  });
});
