import { expect, it } from 'vitest';
import { bytesOf, decode } from '../../testing/bytes.ts';
import { readFixtureText } from '../../testing/fixtures.ts';
import { createMozLogReader } from './reader.ts';

it('holds only requests and connections in progress, however long the log is', () => {
  const log = readFixtureText('firefox/t1.moz_log.gz').split('\n').slice(0, -1).join('\n');
  const reader = createMozLogReader(() => undefined, { decode });
  const held: number[] = [];
  for (let run = 0; run < 4; run += 1) {
    // Gives each run its own object addresses: within one process they all begin alike.
    const own = log.replaceAll(/\b7f(?=[0-9a-f]{10}\b)/g, (0x100 + run).toString(16));
    reader.push(bytesOf(`${own}\n`));
    held.push(reader.size);
  }
  expect(held[0]).toBeGreaterThan(0);
  // Five of the 189 channels of a run were not destroyed when Firefox quit, and nothing ends those.
  expect((held[3] ?? 0) - (held[1] ?? 0)).toBeLessThan(2 * 12);
});
