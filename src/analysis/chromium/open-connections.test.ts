import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SKETCH_START, sketchCapture } from '../../testing/sketch-capture.ts';
import { indexConnections, usableFrom } from '../connections/connection-index.ts';
import { OpenConnections } from './open-connections.ts';
import { CHROMIUM_RULES } from './rules.ts';

const lives = fc.array(fc.tuple(fc.nat(50), fc.option(fc.nat(50))), { maxLength: 20 });

test('counts what was open over a time and finds the oldest, as looking at each would', () => {
  fc.assert(
    fc.property(lives, fc.nat(100), fc.nat(50), (spans, after, length) => {
      const from = SKETCH_START + after;
      const connections = spans.map(([openedAt, lasted], i) => ({
        id: String(i),
        openedAt,
        closedAt: lasted === null ? null : openedAt + lasted,
      }));
      const { byId } = indexConnections(
        sketchCapture({ source: 'har', connections, requests: [] }),
        CHROMIUM_RULES,
      );
      const uses = [...byId.values()].sort((a, b) => usableFrom(a) - usableFrom(b));
      const open = uses.filter(
        ({ record }) =>
          (record.openedAt ?? 0) <= from + length && (record.closedAt ?? Number.POSITIVE_INFINITY) >= from,
      );
      const found = new OpenConnections(uses);
      expect(found.during(from, from + length)).toBe(open.length);
      if (open.length > 0) expect(found.first(from, () => true)).toBe(open[0]);
    }),
  );
});
