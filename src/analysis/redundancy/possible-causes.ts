import { isLogged } from '../../model/evidence-sources.ts';
import { OPENING_BY_REQUEST } from '../clock-slack.ts';
import { type ConnectionUse, usableFrom } from '../connections/connection-index.ts';
import { REDUNDANCY_CAUSES, type RedundancyCause } from './causes.ts';
import { openedAt } from './nearby-connections.ts';
import { obstaclesBetween, type Wanted } from './obstacles.ts';

/**
 * Adds every cause that may make `use` redundant given `earlier`, whatever the missing facts are.
 * @param wasOpen null if that is unknown too
 */
export function addPossibleCauses(
  earlier: ConnectionUse,
  use: ConnectionUse,
  wanted: Wanted | null,
  wasOpen: boolean | null,
  causes: Set<RedundancyCause>,
): void {
  const found = wanted === null ? null : obstaclesBetween(earlier.record, wanted, 1);
  if (found === null) {
    for (const cause of REDUNDANCY_CAUSES) causes.add(cause);
    return;
  }
  const { by, possible } = found;
  if (by.length > 1) return;
  const [only] = by;
  // A host that speaks HTTP/1.1 may have been asked over HTTP/2 before that was known.
  const mayFollow421 = (only === undefined || only === 'PROTOCOL') && !isLogged(use.record);
  if (mayFollow421) causes.add('AFTER-421');
  if (only !== undefined) {
    if (wasOpen !== false) causes.add(only);
    return;
  }
  // One of the possible obstacles, or none of them.
  if (wasOpen !== false) for (const each of possible) causes.add(each);
  if (wasOpen !== true) causes.add('CLOSED');
  if (openedAt(use) < usableFrom(earlier) + OPENING_BY_REQUEST) causes.add('RACE');
}
