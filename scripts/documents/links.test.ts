import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const IMAGES = 'docs/images';
const DOCUMENTS = [
  ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md'],
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const read = (document: string): string => readFileSync(join(ROOT, document), 'utf8');

/** A document's links within this repository, as paths from its root: `docs/report.md#the-report`. */
function targetsOf(document: string): string[] {
  return [...read(document).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) =>
      target.startsWith('#') ? document + target : normalize(join(dirname(document), target)),
    );
}

/** As GitHub names them. */
function anchorsOf(document: string): string[] {
  return [...read(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function leadsNowhere(target: string): boolean {
  const [file = '', anchor] = target.split('#');
  return !existsSync(join(ROOT, file)) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
}

it.each(DOCUMENTS)('every link and picture of %s leads somewhere', (document) => {
  expect(targetsOf(document).filter(leadsNowhere)).toEqual([]);
});

it('every picture is used in a document and is small', () => {
  const shown = new Set(DOCUMENTS.flatMap(targetsOf));
  const pictures = readdirSync(join(ROOT, IMAGES)).map((name) => `${IMAGES}/${name}`);
  expect(pictures.filter((picture) => !shown.has(picture))).toEqual([]);
  expect(pictures.filter((picture) => statSync(join(ROOT, picture)).size > 150_000)).toEqual([]);
});
