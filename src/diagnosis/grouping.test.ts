import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Analysis, FindingFacts } from '../analysis/analysis.ts';
import { analyze } from '../analysis/analyze.ts';
import type { Evidence } from '../model/evidence.ts';
import { createNetLogReader } from '../sources/netlog/netlog-reader.ts';
import { buildCapture } from '../testing/build-capture.ts';
import { captureOf, readFixtureText } from '../testing/fixtures.ts';
import { type RequestSketch, sketchCapture } from '../testing/sketch-capture.ts';
import { diagnose } from './diagnose.ts';
import type { Finding } from './finding.ts';

const A = 'https://a.shop.test';
const host = (name: string) => `https://${name}.shop.test`;

/** A request that got 421 on a's connection (or z's, `on` 2) and was re-sent on one of its own, as a log reports it. */
function resent(name: string, nth: number, server = 'nginx', on = '1'): RequestSketch {
  const answerHeaders = [{ name: 'server', value: server }];
  const own = { connection: `1${nth}`, status: 200, startedAt: 10, endedAt: 20 };
  return {
    url: `${host(name)}/${nth}`,
    attempts: [{ connection: on, status: 421, startedAt: 0, endedAt: 10, answerHeaders }, own],
  };
}

function analysisOf(...requests: RequestSketch[]): Analysis {
  const own = requests.flatMap(({ url, attempts }) => {
    const id = attempts?.at(-1)?.connection ?? null;
    return id === null ? [] : [{ id, openedFor: new URL(url).origin }];
  });
  const connections = [{ id: '1', openedFor: A }, { id: '2', openedFor: host('z') }, ...own];
  return analyze(sketchCapture({ source: 'netlog', connections, requests }));
}

function recovered(analysis: Analysis): Finding[] {
  return diagnose(analysis).filter(({ kind }) => kind === 'misdirected-recovered');
}

function found(...requests: RequestSketch[]): Finding[] {
  return recovered(analysisOf(...requests));
}

/** The same analysis, in which the findings about one host have other facts. */
function changed(analysis: Analysis, name: string, facts: Partial<FindingFacts>): Analysis {
  const findings = analysis.findings.map((one) =>
    one.origins[0] === host(name) ? { ...one, ...facts } : one,
  );
  return { ...analysis, findings };
}

const INFERRED = { certainty: 'inferred', confidence: 0.9 } as const;

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
      '4 requests for 3 hosts were sent on connections opened for a.shop.test, got 421, and were re-sent: b.shop.test, c.shop.test and d.shop.test.',
    );
    expect(together?.requests).toEqual(['r1', 'r2', 'r3', 'r4']);
    expect(together?.origins).toEqual([host('b'), host('c'), host('d'), A]);
    expect(together?.connections).toEqual(['1', '11', '12', '13', '14']);
    expect(together?.cost).toMatchObject({ attempts: 4, ms: 40 });
  });

  it('say who is concerned, each with its own requests', () => {
    const concerned = together?.concerned.map(({ origins, requests }) => [origins[0], ...requests]);
    expect(concerned).toEqual([
      [host('b'), 'r1'],
      [host('c'), 'r2', 'r3'],
      [host('d'), 'r4'],
    ]);
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

  it('do not name what the connections were opened for where that differs', () => {
    const [both] = found(resent('b', 1, ''), resent('c', 2, '', '2'));
    expect(both?.title).toContain('2 hosts were sent on connections opened for other hosts');
    expect(both?.remedy).not.toContain('a.shop.test');
  });

  it('count a request once that concerns two of them', () => {
    const twice = {
      url: `${host('b')}/`,
      attempts: [
        { connection: '1', status: 421, startedAt: 0, endedAt: 10 },
        { connection: '2', status: 421, startedAt: 10, endedAt: 20 },
        { connection: '19', status: 200, startedAt: 20, endedAt: 30 },
      ],
    };
    const [only, ...more] = found(twice);
    expect(more).toEqual([]);
    expect(only?.requests).toEqual(['r1']);
    expect(only?.cost).toMatchObject({ attempts: 2, ms: 20 });
  });
});

describe('lines of configuration', () => {
  it('name every host that needs them', () => {
    const [both, ...others] = found(resent('b', 1), resent('c', 2));
    expect(others).toEqual([]);
    expect(both?.fixes[0]?.title).toContain('a.shop.test, b.shop.test and c.shop.test');
    expect(both?.fixes[0]?.snippet).toContain('server_name a.shop.test b.shop.test c.shop.test;');
    expect(both?.fixes[1]?.snippet).toContain('^(a\\.shop\\.test|b\\.shop\\.test|c\\.shop\\.test)$');
  });

  it('put hosts that never shared a connection into separate blocks', () => {
    const [both, ...others] = found(resent('b', 1), resent('c', 2, 'nginx', '2'));
    expect(others).toEqual([]);
    const names = [...(both?.fixes[0]?.snippet?.matchAll(/server_name (.*);/g) ?? [])].map(([, all]) => all);
    expect(names).toEqual(['a.shop.test b.shop.test', 'z.shop.test c.shop.test']);
  });

  it('are the same for all virtual hosts of Apache', () => {
    const [both] = found(resent('b', 1, 'Apache'), resent('c', 2, 'Apache'));
    expect(both?.fixes[0]?.snippet).toContain(
      'in all 3 virtual hosts, ServerName a.shop.test and ServerName b.shop.test and ServerName c.shop.test',
    );
  });
});

describe('findings stay apart', () => {
  it('where another server answered', () => {
    expect(found(resent('b', 1, 'Apache'), resent('c', 2, 'Caddy'))).toHaveLength(2);
  });

  it('where the version of the server has another fix', () => {
    expect(found(resent('b', 1, 'Apache/2.4.58'), resent('c', 2, 'Apache/2.4.71'))).toHaveLength(2);
  });

  it('where the lines have another port', () => {
    expect(found(resent('b', 1), { ...resent('c', 2), url: `${host('c')}:8443/2` })).toHaveLength(2);
  });

  it('where one is inferred, if the explanation says so', () => {
    const analysis = changed(analysisOf(resent('b', 1, ''), resent('c', 2, '')), 'b', INFERRED);
    expect(recovered(analysis).map(({ certainty }) => certainty)).toEqual(['observed', 'inferred']);
  });

  it('where their severity differs', () => {
    const analysis = changed(analysisOf(resent('b', 1, ''), resent('c', 2, '')), 'b', { severity: 'error' });
    expect(recovered(analysis).map(({ severity }) => severity)).toEqual(['error', 'warning']);
  });
});

describe('a group whose parts are not equally certain', () => {
  const posts = analysisOf(
    { ...resent('b', 1, ''), method: 'POST' },
    { ...resent('c', 2, ''), method: 'POST' },
  );
  const twice = diagnose(changed(posts, 'b', INFERRED)).filter(
    ({ kind }) => kind === 'non-idempotent-resent',
  );

  it('is as certain as the most certain, and each part says how certain it is', () => {
    expect(twice.map(({ certainty, confidence }) => [certainty, confidence])).toEqual([['observed', 1]]);
    expect(twice[0]?.concerned.map(({ certainty }) => certainty)).toEqual(['inferred', 'observed']);
  });

  it('does not state what is inferred as a fact', () => {
    expect(twice[0]?.title).toContain('were sent twice (1 of them probably)');
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

  it('the same paragraph never stands twice', () => {
    const paragraphs = findings.map(({ explanation, cause, fixes }) =>
      JSON.stringify([explanation, cause, fixes]),
    );
    expect(paragraphs).toEqual([...new Set(paragraphs)]);
  });

  it('no request, connection or origin of a finding is lost or added', () => {
    for (const member of ['requests', 'connections', 'origins'] as const) {
      const inFacts = analysis.findings.flatMap((one) => one[member].map((id) => `${one.kind} ${id}`));
      const inGroups = findings.flatMap((one) => one[member].map((id) => `${one.kind} ${id}`));
      const concerned = findings.flatMap((one) =>
        one.concerned.flatMap((each) => each[member].map((id) => `${one.kind} ${id}`)),
      );
      expect(new Set(inGroups)).toEqual(new Set(inFacts));
      expect(concerned.sort()).toEqual(inFacts.sort());
    }
  });
});
