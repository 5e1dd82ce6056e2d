import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { Evidence } from '../../src/model/evidence.ts';
import { readFixtureText } from '../../src/testing/fixtures.ts';
import type { ImportReply } from './messages.ts';
import { readFiles } from './read-files.ts';

const HAR = 'chromium/101.har.json.gz';
const FIXTURES = new URL('../../src/sources/fixtures/', import.meta.url);

async function read(...files: File[]) {
  const replies: ImportReply[] = [];
  await readFiles(files, (reply) => replies.push(reply));
  const events = replies.flatMap((reply): readonly Evidence[] =>
    reply.kind === 'events' ? reply.events : [],
  );
  return { replies, events, last: replies.at(-1) };
}

function fixture(name: string): File {
  return new File([new Uint8Array(readFileSync(new URL(name, FIXTURES)))], name);
}

test('a gzip file gives the same events as the plain one, whatever its name', async () => {
  const plain = await read(new File([readFixtureText(HAR)], 'x'));
  const packed = await read(fixture(HAR));
  expect(plain.last).toEqual({ kind: 'done' });
  expect(plain.events.filter(({ kind }) => kind === 'request').length).toBeGreaterThan(5);
  expect(packed.events).toEqual(plain.events);
});

test('two files of one kind keep their requests apart', async () => {
  const { events } = await read(fixture(HAR), fixture(HAR));
  const keys = events.flatMap((event) => (event.kind === 'request' ? [event.key] : []));
  const half = new Set(keys.slice(0, keys.length / 2));
  expect(keys.slice(keys.length / 2).some((key) => half.has(key))).toBe(false);
});

test('the parts of a Firefox log are read as one, ordered by time', async () => {
  const lines = readFixtureText('firefox/t7.moz_log.gz').split('\n');
  const middle = lines.findIndex((line) => line.includes('Recevied421'));
  const second = new File([lines.slice(middle).join('\n')], 't7.0.moz_log');
  const first = new File([`${lines.slice(0, middle).join('\n')}\n`], 't7.1.moz_log');
  const whole = await read(new File([lines.join('\n')], 't7.moz_log'));
  expect(whole.events.length).toBeGreaterThan(500);
  expect((await read(second, first)).events).toEqual(whole.events);
});

test('progress counts the bytes of the file on disk', async () => {
  const file = fixture(HAR);
  const { replies } = await read(file);
  const progress = replies.flatMap((reply) => (reply.kind === 'progress' ? [reply.bytes] : []));
  expect(progress.every((bytes) => bytes > 0 && bytes <= file.size)).toBe(true);
});

test('the HAR in a zip archive is read, and a broken archive is reported', async () => {
  const packed = zipSync({ 'har.har': strToU8(readFixtureText(HAR)) });
  const zip = await read(new File([new Uint8Array(packed)], 'har.zip'));
  const plain = await read(fixture(HAR));
  const [archive, ...events] = zip.events;
  expect(archive).toEqual({ kind: 'archive', contents: { read: ['har.har'], notRead: [], others: 0 } });
  expect(events).toEqual(plain.events);
  const broken = await read(new File([new Uint8Array([0x50, 0x4b, 3, 4, 0])], 'logs.zip'));
  expect(broken.events).toMatchObject([{ problem: { code: 'broken-archive' } }]);
});

test('a truncated gzip fails with a message', async () => {
  const cut = gzipSync(readFixtureText(HAR)).subarray(0, 2_000);
  const broken = await read(new File([new Uint8Array(cut)], 'cut.har.gz'));
  expect(broken.last?.kind).toBe('failed');
});
