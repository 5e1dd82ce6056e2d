import { expect, it } from 'vitest';
import { readFixtureText } from '../../testing/fixtures.ts';
import { asArray, asObject, type JsonObject, parseJson } from '../json.ts';
import { NetLogEventDispatcher } from './event-dispatcher.ts';
import { NetLogConstants } from './events/netlog-constants.ts';
import { SourceTable } from './source-table.ts';

/** The events of a run, to be read repeatedly with new source ids as one long log. */
function grown(fixture: string) {
  const log = asObject(parseJson(readFixtureText(fixture)));
  const constants = NetLogConstants.read(log?.constants);
  const raw = (asArray(log?.events) ?? []).map(asObject).filter((event) => event !== null);
  return { constants, raw };
}

function renumbered(value: unknown, offset: number): JsonObject {
  const source = asObject(value) ?? {};
  return { ...source, id: Number(source.id) + offset };
}

it('holds no more sources after forty runs in one log than after twenty', () => {
  const { constants, raw } = grown('chromium/102.netlog.json.gz');
  const dispatcher = new NetLogEventDispatcher({
    emit: () => undefined,
    errorName: String,
    readCertificate: () => null,
  });
  const held: number[] = [];
  for (let run = 0; run < 40; run += 1) {
    for (const event of raw) {
      const { params, source } = event;
      const dependency = asObject(params)?.source_dependency;
      const again = {
        ...event,
        source: renumbered(source, run * 10_000),
        ...(dependency !== undefined && {
          params: { ...asObject(params), source_dependency: renumbered(dependency, run * 10_000) },
        }),
      };
      const read = constants?.event(again);
      if (read) dispatcher.apply(read);
    }
    held.push(dispatcher.size);
  }
  expect(held[0]).toBeGreaterThan(50);
  expect(Math.max(...held.slice(30))).toBeLessThan(Math.max(...held.slice(10, 20)) * 1.25);
});

it('remembers finished sources for a while, and open ones until they finish', () => {
  const table = new SourceTable((id) => ({ id }), 10);
  const open = table.at(0);
  for (let id = 1; id <= 100; id += 1) {
    table.at(id);
    table.finish(id);
    expect(table.get(id)).toEqual({ id });
    expect(table.size).toBeLessThanOrEqual(22);
  }
  expect(table.get(0)).toBe(open);
  expect(table.get(91)).toEqual({ id: 91 });
  expect(table.get(50)).toBeUndefined();
  expect(table.get(null)).toBeUndefined();
  table.finish(12_345);
  expect(table.get(12_345)).toBeUndefined();
  expect([...table.open()]).toEqual([open]);
});
