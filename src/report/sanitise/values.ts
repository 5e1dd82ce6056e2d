import { REDACTED } from './secrets.ts';

/** Applies a rule to every text in a value, however deep. Returns the value itself when no text changes. */
export function deepMapped(value: unknown, rule: (text: string) => string): unknown {
  if (typeof value === 'string') return rule(value);
  if (Array.isArray(value)) return mapped(value, (item) => deepMapped(item, rule));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([key, item]) => [key, item, deepMapped(item, rule)] as const);
  if (fields.every(([, before, after]) => before === after)) return value;
  return Object.fromEntries(fields.map(([key, , after]) => [key, after]));
}

/** Applies a rule to the items of a list. Returns the list itself when no item changes. */
export function mapped(list: readonly unknown[], rule: (value: unknown) => unknown): readonly unknown[] {
  const judged = list.map(rule);
  return judged.every((item, index) => item === list[index]) ? list : judged;
}

/** An empty value of the same type. Numbers, booleans and null reveal nothing and are kept. */
export function emptied(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? '' : REDACTED;
  if (Array.isArray(value)) return [];
  return typeof value === 'object' && value !== null ? {} : value;
}
