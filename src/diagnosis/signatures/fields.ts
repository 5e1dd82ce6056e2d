import type { HeaderFields } from '../../model/header-fields.ts';
import type { FieldMark } from './signature.ts';

export function hasField(fields: HeaderFields, { name, value }: FieldMark): boolean {
  const told = fields.value(name);
  return told !== null && value.test(told);
}
