import { readFile, writeFile } from 'node:fs/promises';
import { FIREFOX_CONFOUNDERS } from '../../e2e/generator/firefox/plan.ts';
import { CONFOUNDERS } from '../../e2e/generator/plan.ts';
import type { Evaluation } from './evaluate.ts';
import type { FirefoxEvaluation } from './firefox/evaluate.ts';
import { runsTable } from './firefox/runs-table.ts';
import { misroutedTable } from './misrouted-table.ts';
import type { RedundancyEvaluation } from './redundancy.ts';
import { boundsTable, redundancyRunsTable, redundancyTable } from './redundancy-tables.ts';
import {
  calibrationTable,
  connectionsTable,
  healthyTable,
  netLogTable,
  roundTripsTable,
  sourcesTable,
  subjectsTable,
} from './tables.ts';

/** Tables by the name of their place in the document. */
type Tables = Readonly<Record<string, string>>;

export function hiddenTables(evaluation: Evaluation): Tables {
  return {
    netlog: netLogTable(evaluation, CONFOUNDERS),
    sources: sourcesTable(evaluation),
    connections: connectionsTable(evaluation),
    calibration: calibrationTable(evaluation),
    'round-trips': roundTripsTable(evaluation),
    subjects: subjectsTable(evaluation, CONFOUNDERS),
    misrouted: misroutedTable(evaluation),
  };
}

export function fieldTables(evaluation: Evaluation): Tables {
  return {
    'field-netlog': netLogTable(evaluation, ['field']),
    'field-sources': sourcesTable(evaluation),
    'field-healthy': healthyTable(evaluation),
    'field-calibration': calibrationTable(evaluation),
  };
}

export function firefoxTables(evaluation: FirefoxEvaluation): Tables {
  return {
    'firefox-runs': runsTable(evaluation),
    'firefox-sources': sourcesTable(evaluation),
    'firefox-healthy': healthyTable(evaluation),
    'firefox-calibration': calibrationTable(evaluation),
    'firefox-subjects': subjectsTable(evaluation, FIREFOX_CONFOUNDERS),
    'firefox-connections': connectionsTable(evaluation),
  };
}

export function redundancyTables(evaluation: RedundancyEvaluation): Tables {
  return {
    'redundancy-runs': redundancyRunsTable(evaluation),
    redundancy: redundancyTable(evaluation),
    'redundancy-bounds': boundsTable(evaluation),
  };
}

/** Writes every table into its place, between `<!-- table: NAME -->` and `<!-- end -->`. Throws when a place is missing. */
export function withTables(text: string, tables: Tables): string {
  return Object.entries(tables).reduce((document, [name, table]) => {
    const place = new RegExp(`(<!-- table: ${name} -->\\n)[^]*?(<!-- end -->)`);
    if (!place.test(document)) throw new Error(`docs/accuracy.md has no place for the table "${name}"`);
    return document.replace(place, (_, before, after) => `${before}\n${table}\n\n${after}`);
  }, text);
}

export async function writeTables(file: URL, tables: Tables): Promise<string> {
  const document = withTables(await readFile(file, 'utf8'), tables);
  await writeFile(file, document);
  return document;
}
