import { originOf } from '../../model/origin.ts';
import { asArray, asBoolean, asNumber, asObject, asString, type JsonObject } from '../json.ts';

/** Makes a value fit, or returns undefined where that is not possible. A value that fits is returned unchanged. */
export type Shape = (value: unknown) => unknown;

interface Fields {
  /** Always present afterwards: the shape, and the replacement for a value that does not fit. */
  readonly required: Readonly<Record<string, readonly [Shape, fallback: unknown]>>;
  /** Removed where they do not fit. */
  readonly optional: Readonly<Record<string, Shape>>;
}

export const text: Shape = (value) => asString(value) ?? undefined;
/** An origin in the normal form of this project. */
export const origin: Shape = (value) => {
  const written = asString(value);
  return written !== null && originOf(written) === written ? written : undefined;
};
export const flag: Shape = (value) => asBoolean(value) ?? undefined;
export const decimal: Shape = (value) => asNumber(value) ?? undefined;
export const integer: Shape = (value) => {
  const number = asNumber(value);
  return number === null ? undefined : Math.trunc(number);
};

/** An integer in this range, including both ends. */
export function integerIn(least: number, most = Number.MAX_SAFE_INTEGER): Shape {
  return (value) => {
    const number = Math.trunc(asNumber(value) ?? Number.NaN);
    return number >= least && number <= most ? number : undefined;
  };
}

export function either(...shapes: readonly Shape[]): Shape {
  return (value) => shapes.map((shape) => shape(value)).find((fitted) => fitted !== undefined);
}

export function oneOf(...values: readonly string[]): Shape {
  return (value) => values.find((known) => known === value);
}

export const nothing: Shape = (value) => (value === null ? null : undefined);

/** A list without the items that cannot be made to fit. */
export function list(item: Shape): Shape {
  return (value) => {
    const given = asArray(value);
    if (given === null) return undefined;
    const fitted = given.map(item);
    if (fitted.every((one, index) => one === given[index])) return given;
    return fitted.filter((one) => one !== undefined);
  };
}

/** An object in which these fields fit; other fields are not changed. */
export function object({ required, optional }: Fields): Shape {
  return (value) => {
    const given = asObject(value);
    return given === null ? undefined : conform(given, { required, optional });
  };
}

/** Most objects fit as they are and are returned unchanged: then there is nothing to compare later. */
function conform(given: JsonObject, { required, optional }: Fields): JsonObject {
  const changes: [key: string, value: unknown][] = [];
  for (const key in optional) {
    if (!Object.hasOwn(given, key)) continue;
    const fitted = optional[key]?.(given[key]);
    if (fitted !== given[key]) changes.push([key, fitted]);
  }
  for (const key in required) {
    const [shape, fallback] = required[key] ?? [() => undefined, null];
    const value = Object.hasOwn(given, key) ? given[key] : undefined;
    const fitted = shape(value) ?? fallback;
    if (fitted !== value) changes.push([key, fitted]);
  }
  if (changes.length === 0) return given;
  const fields = new Map(Object.entries(given));
  for (const [key, value] of changes) {
    if (value === undefined) fields.delete(key);
    else fields.set(key, value);
  }
  return Object.fromEntries(fields);
}
