import { expect, it } from 'vitest';
import { readOptions } from './options.ts';

it('takes a port and a round trip, and needs neither', () => {
  expect(readOptions([])).toEqual({ port: 0, roundTrip: 0 });
  expect(readOptions(['--port', '8443', '--rtt=20'])).toEqual({ port: 8443, roundTrip: 20 });
});

it('says what is wrong with a value', () => {
  expect(() => readOptions(['--rtt', 'soon'])).toThrow(
    '--rtt takes a whole number from 0 to 10000, not "soon"',
  );
  expect(() => readOptions(['--port', '70000'])).toThrow('--port');
  expect(() => readOptions(['--speed', '1'])).toThrow('--speed');
});
