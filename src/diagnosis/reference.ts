/** A page that says more. */
export interface Reference {
  readonly title: string;
  readonly url: string;
}
