import type { RequestRecord } from '../../model/capture.ts';
import type { Nearness } from './feature-weights.ts';

type Places = Readonly<Record<Nearness, string>>;

/** Records are immutable, and each feature asks for the place of each. */
const placesOf = new WeakMap<RequestRecord, Places>();

/** Where on its host a request goes: to one URL but for its query, or into the first of its directories. */
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
  // The root is a place of its own.
  return { host: '', target: `${method} ${path}`, directory: slash < 0 ? path : path.slice(0, slash + 1) };
}
