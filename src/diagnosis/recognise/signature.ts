import type { Header } from '../../model/capture.ts';

/** One response, as far as it is known. Its text comes from untrusted servers. */
export interface Answer {
  readonly status: number | null;
  /** Null when no source has them. */
  readonly headers: readonly Header[] | null;
  /** Its beginning; empty when there was none, null when it is not known. */
  readonly body: string | null;
}

/** A header that must be there and match. Names are lower case. */
export interface FieldMark {
  readonly name: string;
  readonly value: RegExp;
}

/** One response that a product writes itself, recognised by its body, its headers, or both. */
export interface Page {
  readonly statuses: readonly number[];
  /**
   * What its body says, or that it is empty. The body is the best evidence, because proxies keep it. Left out where
   * only headers are compared; such a page matches only when the body is unknown, since another body is another page.
   */
  readonly body?: RegExp | 'empty';
  /** All must match; the values of a name that occurs twice are joined by commas (RFC 9110 section 5.3). */
  readonly fields?: readonly FieldMark[];
  /** Headers that this product never sets on it. */
  readonly without?: readonly string[];
  /** The name of the fork that writes it, where that has another name than the product. */
  readonly fork?: string;
  /** How sure it is that this product wrote it, 0 to 1. */
  readonly confidence: number;
}

/** How a product's responses are recognised. */
export interface Signature {
  /** Its name in the `server` field. */
  readonly server?: RegExp;
  /** Headers that show that a response passed through it, whichever server wrote it. */
  readonly passed?: readonly FieldMark[];
  /** It puts its own name over that of the server behind it, so its name alone says little. */
  readonly renames?: boolean;
  readonly pages: readonly Page[];
}
