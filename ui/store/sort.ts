export interface Sort<Key extends string> {
  readonly key: Key;
  readonly descending: boolean;
}

export type SortValue = number | string | null;

/** Sorts `rows` by one column. Equal rows keep their order; rows without a value come last. */
export function sortRows<Row, Key extends string>(
  rows: readonly Row[],
  { key, descending }: Sort<Key>,
  valueFor: (row: Row, key: Key) => SortValue,
): Row[] {
  const sign = descending ? -1 : 1;
  const keyed = rows.map((row) => ({ row, value: valueFor(row, key) }));
  keyed.sort((a, b) => compareValues(a.value, b.value, sign));
  return keyed.map(({ row }) => row);
}

/** The sort after a click on a column's head: ascending, then reversed. */
export function toggleSort<Key extends string>(sort: Sort<Key>, key: Key): Sort<Key> {
  return { key, descending: sort.key === key ? !sort.descending : false };
}

function compareValues(a: SortValue, b: SortValue, sign: number): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * COLLATOR.compare(String(a), String(b));
}

// Connection ids and hosts contain numbers: "9" sorts before "10".
const COLLATOR = new Intl.Collator('en', { numeric: true });
