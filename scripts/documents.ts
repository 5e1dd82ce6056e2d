// Writes the lists of docs/privacy.md from the data that the sanitiser uses.
import { readFile, writeFile } from 'node:fs/promises';
import { privacyLists, withLists } from './documents/privacy-lists.ts';

const DOCUMENT = new URL('../docs/privacy.md', import.meta.url);

await writeFile(DOCUMENT, withLists(await readFile(DOCUMENT, 'utf8'), privacyLists()));
