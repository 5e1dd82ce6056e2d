import { analyze } from '../analysis/analyze.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import type { GuideStep, GuideTopic } from '../diagnosis/guide/step.ts';
import type { Capture, Header } from '../model/capture.ts';
import { sketchCapture } from './sketch-capture.ts';

export const A = 'https://a.shop.test';
export const B = 'https://b.shop.test';

/** The first guide of a capture's findings. */
export function guideOf(capture: Capture): readonly GuideStep[] {
  const found = diagnose(analyze(capture)).find(({ guide }) => guide.length > 0);
  if (found === undefined) throw new Error('no finding with a guide');
  return found.guide;
}

/** The guide's step about a topic. */
export function step(guide: readonly GuideStep[], topic: GuideTopic): GuideStep {
  const found = guide.find((one) => one.topic === topic);
  if (found === undefined) throw new Error(`no ${topic}`);
  return found;
}

/** The known statements of a step, one per line. */
export const said = ({ known }: GuideStep): string => known.map(({ text }) => text).join('\n');

export const headersOf = (headers: Readonly<Record<string, string>>): Header[] =>
  Object.entries(headers).map(([name, value]) => ({ name, value }));

interface SentOptions {
  readonly first?: readonly Header[] | null;
  readonly last?: number;
  readonly lastHeaders?: Readonly<Record<string, string>>;
  readonly protocol?: 'h2' | 'h3';
  readonly origin?: string;
  readonly at?: number;
  readonly reconstructed?: boolean;
  readonly originFrame?: readonly string[];
}

/** A hidden 421 on a's connection and another answer on b's own, as a NetLog records them. Times count from the sketch's start. */
export function sent({
  first = null,
  last = 200,
  lastHeaders = {},
  protocol = 'h2',
  origin = B,
  at = 0,
  ...shared
}: SentOptions) {
  return sketchCapture({
    source: 'netlog',
    connections: [
      { id: '1', openedFor: A, protocol, remote: '192.0.2.7:443', ...shared },
      { id: '2', openedFor: origin, protocol, remote: '192.0.2.7:443' },
    ],
    requests: [
      {
        url: `${origin}/pay`,
        status: last,
        at,
        responseHeaders: lastHeaders,
        attempts: [
          {
            connection: '1',
            status: 421,
            restart: 'misdirected',
            startedAt: at,
            endedAt: at + 9,
            answerHeaders: first,
          },
          {
            connection: '2',
            status: last,
            startedAt: at + 9,
            endedAt: at + 20,
            answerHeaders: last === 421 ? first : null,
          },
        ],
      },
    ],
  });
}
