import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { readAdditions } from './document.ts';
import { isThere, membersOf } from './members.ts';
import { Scratch } from './scratch.ts';

const ADDITIONS = readAdditions('docs/adding.md');
const memberOf = (title: string) => `new-${title.toLowerCase().replaceAll(/\W+/g, '-')}`;

/** One new member in every union: each error names the member that it is about. */
describe('docs/adding.md', { timeout: 180_000 }, () => {
  const scratch = new Scratch();
  afterAll(() => scratch.remove());
  for (const { file, union, title } of ADDITIONS) scratch.addTo(file, union, memberOf(title));
  const errors = [...scratch.errors('extension'), ...scratch.errors('src/node')];

  it('describes five kinds of additions', () => {
    expect(ADDITIONS.map(({ title }) => title)).toEqual([
      'A source of evidence',
      'A product',
      'A kind of finding',
      'A browser',
      'A column',
    ]);
  });

  it.each(ADDITIONS)('$title: lists exactly the files that the compiler asks for', ({ title, asked }) => {
    const about = errors.filter(({ message }) => message.includes(memberOf(title)));
    expect([...new Set(about.map(({ file }) => file))].sort()).toEqual([...asked].sort());
  });

  it('explains every error', () => {
    const members = ADDITIONS.map(({ title }) => memberOf(title));
    expect(errors.filter(({ message }) => !members.some((member) => message.includes(member)))).toEqual([]);
  });

  it.each(ADDITIONS.flatMap(({ file, union, tested }) => tested.map((path) => ({ file, union, path }))))(
    '$path has every member of $union',
    ({ file, union, path }) => {
      const members = membersOf(file, union);
      expect(members.length).toBeGreaterThan(4);
      const missing = members.filter((member) => !isThere(path, member, file));
      expect(missing).toEqual([]);
      expect(isThere(path, 'not-a-member', file)).toBe(false);
    },
  );

  it.each(ADDITIONS.flatMap(({ file, others }) => [file, ...others]))('names %s, which exists', (path) => {
    expect(existsSync(path)).toBe(true);
  });
});
