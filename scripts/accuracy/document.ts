import { readFile, writeFile } from 'node:fs/promises';
import type { Evaluation } from './evaluate.ts';
import {
  calibrationTable,
  confoundersTable,
  connectionsTable,
  netLogTable,
  roundTripsTable,
  sourcesTable,
} from './tables.ts';

const TABLES: Readonly<Record<string, (evaluation: Evaluation) => string>> = {
  netlog: netLogTable,
  sources: sourcesTable,
  connections: connectionsTable,
  calibration: calibrationTable,
  'round-trips': roundTripsTable,
  subjects: confoundersTable,
};

/** Puts every table into its place, between `<!-- table: NAME -->` and `<!-- end -->`. Throws when a place is missing. */
export function withTables(text: string, evaluation: Evaluation): string {
  return Object.entries(TABLES).reduce((document, [name, make]) => {
    const place = new RegExp(`(<!-- table: ${name} -->\\n)[^]*?(<!-- end -->)`);
    if (!place.test(document)) throw new Error(`docs/accuracy.md has no place for the table "${name}"`);
    return document.replace(place, (_, before, after) => `${before}\n${make(evaluation)}\n\n${after}`);
  }, text);
}

export async function writeTables(file: URL, evaluation: Evaluation): Promise<string> {
  const document = withTables(await readFile(file, 'utf8'), evaluation);
  await writeFile(file, document);
  return document;
}
