import type { Header } from '../../model/capture.ts';
import type { Product } from '../products.ts';

/** One answer, as far as it is known. Text of servers nobody vouches for. */
export interface Answer {
  readonly status: number | null;
  /** Null when no source tells them. */
  readonly headers: readonly Header[] | null;
  /** Its beginning; empty when it had none, null when it is not known. */
  readonly body: string | null;
}

/** A header that must be there and look like this. Names are lower case. */
export interface FieldMark {
  readonly name: string;
  readonly value: RegExp;
}

/** One answer that a product writes itself, known by what it says, by its headers, or by both. */
export interface Page {
  readonly statuses: readonly number[];
  /**
   * What its body says (the surest: it survives proxies), or that it is empty. Left out for what the headers alone
   * show, which counts only where no source tells the body: another body is another page.
   */
  readonly body?: RegExp | 'empty';
  /** All of them; a name that comes twice counts as its values joined by commas (RFC 9110 section 5.3). */
  readonly fields?: readonly FieldMark[];
  /** Headers that this product never sets on it. */
  readonly without?: readonly string[];
  /** How sure it is that this product wrote it, 0 to 1. */
  readonly confidence: number;
}

/** How a product is recognised, as data. */
export interface Signature {
  readonly product: Product;
  /** Its name in the `server` field. */
  readonly server?: RegExp;
  /** What shows that an answer passed through it, whoever wrote it. */
  readonly passed?: readonly FieldMark[];
  /** It puts its own name over that of the server behind it, so its name alone says little. */
  readonly renames?: boolean;
  readonly pages: readonly Page[];
}
