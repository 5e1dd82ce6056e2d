const ENTRIES: readonly (readonly [look: string, meaning: string])[] = [
  ['bar', 'an attempt, in the colour of its origin'],
  ['striped', 'coalesced: the connection was opened for another origin'],
  ['421', 'misdirected: answered 421'],
  ['hidden', 'hidden from the page and from DevTools'],
  ['derived', 'derived: follows from a rule of this browser'],
  ['inferred', 'inferred: an estimate, with its probability in the tooltip'],
  ['unknown', 'unknown: not shown by any source'],
  ['setup', 'connection setup: DNS, TCP or QUIC, TLS'],
  ['merged', 'several attempts, too short to draw separately: zoom in'],
  ['resent', 'sent again by the browser'],
  ['page', 'sent again by the page itself'],
];

/** Explains the marks of the timeline. */
export function TimelineKey({ id }: { readonly id: string }) {
  return (
    <section id={id} class="tl-key" aria-label="What the marks mean">
      <dl>
        {ENTRIES.map(([look, meaning]) => (
          <>
            <dt class={`tl-key-${look}`} aria-hidden="true">
              {look === '421' || look === 'hidden' ? '×' : ''}
            </dt>
            <dd>{meaning}</dd>
          </>
        ))}
      </dl>
    </section>
  );
}
