import { asString } from '../json.ts';

/** `disabled`, `enabled`, `enabled without client certs`, … (net/base/privacy_mode.cc). */
export function privacyModeOf(value: unknown): boolean | null {
  const mode = asString(value);
  return mode === null ? null : mode !== 'disabled';
}
