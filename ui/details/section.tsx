import type { ComponentChildren } from 'preact';

/** A name and its value; null leaves the row out. */
export type FactRow = readonly [string, ComponentChildren] | null;

interface SectionProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

/** One part of the details, with a heading of its own. */
export function Section({ title, children }: SectionProps) {
  return (
    <section class="section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** Names and values side by side. */
export function Facts({ rows }: { readonly rows: readonly FactRow[] }) {
  return (
    <dl class="facts">
      {rows.map(
        (row) =>
          row && (
            <div key={row[0]}>
              <dt>{row[0]}</dt>
              <dd>{row[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
