import { execFileSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { InputError } from '../input/read-input.ts';
import { writeFileWhole } from './write-output.ts';

const folder = mkdtempSync(join(tmpdir(), 'coalescope-write-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('replaces a file, and leaves nothing beside it', async () => {
  const path = join(folder, 'report.txt');
  writeFileSync(path, 'before');
  await writeFileWhole(path, ['af', 'ter']);
  expect(readFileSync(path, 'utf8')).toBe('after');
  expect(readdirSync(folder)).toEqual(['report.txt']);
});

it.skipIf(process.platform === 'win32')(
  'writes to the file that a link leads to, and leaves the link',
  async () => {
    const [target, link] = [join(folder, 'target.txt'), join(folder, 'link.txt')];
    writeFileSync(target, 'before');
    symlinkSync(target, link);
    await writeFileWhole(link, ['after']);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('after');
  },
);

// As `/dev/null` is, which nobody should be without after a test that fails.
it.skipIf(process.platform === 'win32')('writes into a pipe, which stays one', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const [read] = await Promise.all([readFile(pipe, 'utf8'), writeFileWhole(pipe, ['a', 'b'])]);
  expect(read).toBe('ab');
  expect(lstatSync(pipe).isFIFO()).toBe(true);
});

it('says of a folder that it cannot be written, and leaves it', async () => {
  const path = join(folder, 'folder');
  mkdirSync(path);
  await expect(writeFileWhole(path, ['x'])).rejects.toThrow(InputError);
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
