import type { Header } from '../../model/capture.ts';
import type { FieldMark } from './signature.ts';

/** The values of a header, joined by commas as RFC 9110 section 5.3 has it; null when it is not there. */
export function fieldValue(headers: readonly Header[], name: string): string | null {
  const values = headers
    .filter((header) => header.name.toLowerCase() === name)
    .map(({ value }) => value.trim());
  return values.length === 0 ? null : values.join(', ');
}

export function hasField(headers: readonly Header[], { name, value }: FieldMark): boolean {
  const told = fieldValue(headers, name);
  return told !== null && value.test(told);
}
