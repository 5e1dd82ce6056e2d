/** A page with more information. */
export interface Reference {
  readonly title: string;
  readonly url: string;
}
