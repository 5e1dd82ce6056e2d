import { expect, it } from 'vitest';
import { readOptions } from './command-options.ts';

it('the port and the round trip are optional', () => {
  expect(readOptions([])).toEqual({ port: 0, roundTrip: 0 });
  expect(readOptions(['--port', '8443', '--rtt=20'])).toEqual({ port: 8443, roundTrip: 20 });
});

it('an error names the invalid option and value', () => {
  expect(() => readOptions(['--rtt', 'soon'])).toThrow(
    '--rtt takes a whole number from 0 to 10000, not "soon"',
  );
  expect(() => readOptions(['--port', '70000'])).toThrow('--port');
  expect(() => readOptions(['--speed', '1'])).toThrow('--speed');
});
