import { execFileSync, spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { InputError } from '../input/read-input.ts';
import { writeFileWhole } from './write-output.ts';

const folder = mkdtempSync(join(tmpdir(), 'coalescope-write-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('replaces a file, and leaves no temporary file', async () => {
  const path = join(folder, 'report.txt');
  writeFileSync(path, 'before');
  await writeFileWhole(path, ['af', 'ter']);
  expect(readFileSync(path, 'utf8')).toBe('after');
  expect(readdirSync(folder)).toEqual(['report.txt']);
});

it.skipIf(process.platform === 'win32')(
  'writes to the target of a symbolic link, and keeps the link',
  async () => {
    const [target, link] = [join(folder, 'target.txt'), join(folder, 'link.txt')];
    writeFileSync(target, 'before');
    symlinkSync(target, link);
    await writeFileWhole(link, ['after']);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('after');
  },
);

// A pipe instead of `/dev/null`, which a failing test could replace on the machine it runs on.
it.skipIf(process.platform === 'win32')('writes to a pipe, which stays a pipe', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const [read] = await Promise.all([readFile(pipe, 'utf8'), writeFileWhole(pipe, ['a', 'b'])]);
  expect(read).toBe('ab');
  expect(lstatSync(pipe).isFIFO()).toBe(true);
});

it.skipIf(process.platform === 'win32')('lets only this user read a private file', async () => {
  const modeOf = (path: string) => statSync(path).mode & 0o077;
  const [open, closed] = [join(folder, 'open.txt'), join(folder, 'closed.txt')];
  await writeFileWhole(open, ['x']);
  await writeFileWhole(closed, ['x'], { isPrivate: true });
  expect([modeOf(open), modeOf(closed)]).toEqual([0o066 & ~process.umask(), 0]);
  // Also where a file that others may read is replaced.
  await writeFileWhole(open, ['y'], { isPrivate: true });
  expect(modeOf(open)).toBe(0);
});

it('removes what a killed run left of the same file, and nothing else', async () => {
  const own = mkdtempSync(join(folder, 'killed-'));
  // Ended before this line: no process has its id any more.
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const left = `.report.txt.${hostname()}-${pid}.tmp`;
  const others = [
    `.other.txt.${hostname()}-${pid}.tmp`,
    `.report.txt.elsewhere-${pid}.tmp`,
    '.report.txt.bak',
  ];
  for (const name of [left, ...others]) writeFileSync(join(own, name), 'x');
  await writeFileWhole(join(own, 'report.txt'), ['whole']);
  expect(readdirSync(own).sort()).toEqual([...others, 'report.txt'].sort());
});

it('rejects a folder, and leaves it as it is', async () => {
  const path = join(folder, 'folder');
  mkdirSync(path);
  await expect(writeFileWhole(path, ['x'])).rejects.toThrow(InputError);
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
