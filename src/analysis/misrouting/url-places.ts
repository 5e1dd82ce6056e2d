import type { RequestRecord } from '../../model/capture.ts';
import type { Nearness } from './feature-weights.ts';

type Places = Readonly<Record<Nearness, string>>;

/** Memoised because each feature needs the place of each record, and records are immutable. */
const placesOf = new WeakMap<RequestRecord, Places>();

/** Where on its host a request goes: its URL without the query, or its first directory. */
export function placeOf(record: RequestRecord, near: Nearness): string {
  let places = placesOf.get(record);
  if (places === undefined) {
    places = readPlaces(record);
    placesOf.set(record, places);
  }
  return places[near];
}

function readPlaces({ method, url }: RequestRecord): Places {
  const path = /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? '';
  const slash = path.indexOf('/', 1);
  // The root counts as a place of its own.
  return { host: '', target: `${method} ${path}`, directory: slash < 0 ? path : path.slice(0, slash + 1) };
}
