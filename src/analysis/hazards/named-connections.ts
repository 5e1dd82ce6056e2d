import type { Certificate } from '../../model/capture.ts';
import { append } from '../../model/lists.ts';
import { hostOf } from '../../model/origin.ts';
import type { AnalysedConnection } from '../analysis.ts';
import { namesThatCover, plainName } from '../connections/certificate-names.ts';

/** The most certificates read for one name: enough for any site, and never quadratic. */
const MOST_FOR_A_NAME = 64;

/**
 * For each certificate that was seen in a pool, the connections that were opened for a host that it names, in the pool's
 * order. Of certificates that name the same of these hosts, one is enough.
 */
export function* namedByEach(pool: readonly AnalysedConnection[]): Generator<AnalysedConnection[], void> {
  const byName = connectionsByName(pool);
  const uses = new Map<string, number>();
  const known = new Set<string>();
  for (const certificate of certificatesIn(pool)) {
    const names = [...new Set(certificate.names.map(plainName))].filter((name) => byName.has(name)).sort();
    const key = names.join(' ');
    if (known.has(key) || names.some((name) => (uses.get(name) ?? 0) >= MOST_FOR_A_NAME)) continue;
    known.add(key);
    for (const name of names) uses.set(name, (uses.get(name) ?? 0) + 1);
    const positions = new Set(names.flatMap((name) => byName.get(name) ?? []));
    yield [...positions].sort((a, b) => a - b).flatMap((position) => pool[position] ?? []);
  }
}

/** Positions in the pool, by each name that covers the host that a connection was opened for. */
function connectionsByName(pool: readonly AnalysedConnection[]): Map<string, number[]> {
  const byName = new Map<string, number[]>();
  for (const [position, { record }] of pool.entries()) {
    const host = record.openedFor === null ? null : hostOf(record.openedFor);
    for (const name of host === null ? [] : namesThatCover(host)) append(byName, name, position);
  }
  return byName;
}

/** Each certificate once. Only HTTP/2 and HTTP/3 connections are shared. */
function certificatesIn(pool: readonly AnalysedConnection[]): Iterable<Certificate> {
  const certificates = new Map<string, Certificate>();
  for (const { record } of pool) {
    if (record.certificate === null || record.protocol === null || record.protocol === 'http/1.1') continue;
    certificates.set(record.certificate.names.join(' '), record.certificate);
  }
  return certificates.values();
}
