import type { Header, RequestRecord } from '../../model/capture.ts';
import { SOURCE_TRAITS } from '../../model/evidence-sources.ts';
import { HeaderFields } from '../../model/header-fields.ts';
import { Memo } from '../../model/memo.ts';
import { hostOf } from '../../model/origin.ts';
import { cookiesOf, foreignDomain } from './cookies.ts';

/** Features of an answer that identify the software and the site. */
export const ANSWER_FEATURES = [
  'server',
  'x-powered-by',
  'via',
  'strict-transport-security',
  'set-cookie',
  'cookie-domain',
  'content-type',
  'validator',
  'error-page',
] as const;
export type AnswerFeature = (typeof ANSWER_FEATURES)[number];

/** `key` is the compared form, without versions and ids; `shown` is the server's own text. */
export interface FeatureValue {
  readonly key: string;
  readonly shown: string;
}

/** Null if this answer does not show the feature; a header that is known to be missing has an empty value. */
export type AnswerFeatures = Readonly<Record<AnswerFeature, FeatureValue | null>>;

const ABSENT: FeatureValue = { key: '', shown: '' };
/** The longest server text that fits in a sentence. */
const MOST_SHOWN = 60;

const known = new WeakMap<RequestRecord, AnswerFeatures>();

/** The features of a request's last answer; null when no source reports its headers. Records are immutable, so the result is kept. */
export function featuresOf(record: RequestRecord): AnswerFeatures | null {
  if (record.responseHeaders === null) return null;
  let features = known.get(record);
  if (features === undefined) {
    features = read(record, record.responseHeaders);
    known.set(record, features);
  }
  return features;
}

/** Like {@link featuresOf}, but also null for redirects and 304 responses, which have few headers. */
export function comparableFeatures(record: RequestRecord): AnswerFeatures | null {
  const { status } = record;
  return status === null || (status >= 300 && status < 400) ? null : featuresOf(record);
}

function read(record: RequestRecord, headers: readonly Header[]): AnswerFeatures {
  const fields = new HeaderFields(headers);
  const value = (name: string): string => fields.value(name) ?? '';
  const well = record.status !== null && record.status >= 200 && record.status < 300;
  const whole = record.sources.some((source) => SOURCE_TRAITS[source].responseHeaders === 'all');
  const type = value('content-type').split(';')[0]?.trim().toLowerCase() ?? '';
  const hsts = value('strict-transport-security');
  const validator = value('etag') || value('last-modified');
  const cookies = fields.value('set-cookie') === null ? [] : cookiesOf(headers);
  const foreign = cookies.length === 0 ? null : foreignDomain(cookies, hostOf(record.url));
  return {
    server: SOFTWARE.get(value('server')),
    'x-powered-by': SOFTWARE.get(value('x-powered-by')),
    via: SOFTWARE.get(value('via')),
    // Many sites send it on documents only.
    'strict-transport-security':
      well && type === 'text/html' && (whole || hsts !== '')
        ? { key: hsts.toLowerCase().replace(/\s/g, ''), shown: shown(hsts) }
        : null,
    'set-cookie': cookies.length === 0 ? null : asValue(cookies.map(({ family }) => family).join(' ')),
    'cookie-domain': foreign === null ? null : asValue(foreign),
    'content-type': well && type !== '' ? asValue(type) : null,
    validator: well && validator !== '' ? asValue(validator) : null,
    'error-page': errorPage(record),
  };
}

/**
 * Names without versions, comments and machine ids: `Apache/2.4.71 (Debian)` is `apache`, and
 * `1.1 58e46…ea22.cloudfront.net (CloudFront)` is `cloudfront.net`.
 */
function software(text: string): FeatureValue {
  if (text === '') return ABSENT;
  const words = text
    .toLowerCase()
    .replace(/\([^)]*\)/g, ' ')
    .split(/[\s,]+/)
    .map((word) => word.replace(/\/.*$/, ''))
    .map((word) =>
      /[0-9]/.test(word)
        ? word
            .split('.')
            .slice(-2)
            .join('.')
            .replace(/[0-9.-]+$/, '')
        : word,
    )
    .filter((word) => /[a-z]/.test(word));
  return { key: [...new Set(words)].sort().join(' '), shown: shown(text) };
}

/** The title of an error page, without numbers and names, which vary. */
function errorPage({ status, responseBody: body, url }: RequestRecord): FeatureValue | null {
  if (status === null || status < 400 || body === null || body.trim() === '') return null;
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(body)?.[1] ?? body.replace(/<[^>]*>/g, ' ');
  const text = title
    .replaceAll(hostOf(url) ?? '\n', '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MOST_SHOWN);
  return text === '' ? null : { key: text.toLowerCase().replace(/[0-9]+/g, '#'), shown: text };
}

/** Memoised because a site has few server names, which are on every answer. */
const SOFTWARE = new Memo(software);

function asValue(text: string): FeatureValue {
  return { key: text.toLowerCase(), shown: shown(text) };
}

function shown(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
