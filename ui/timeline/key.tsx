const WORDS: readonly (readonly [look: string, words: string])[] = [
  ['bar', 'an attempt, in the colour of its origin'],
  ['striped', 'coalesced: the connection was opened for another origin'],
  ['421', 'misdirected: answered 421'],
  ['hidden', 'hidden from the page and from DevTools'],
  ['derived', 'derived: follows by a rule of this browser'],
  ['inferred', 'inferred: a guess, with its percentage in the tooltip'],
  ['unknown', 'unknown: not told by any source'],
  ['setup', 'DNS, TCP or QUIC, TLS: what opening the connection took'],
  ['merged', 'several attempts too short to tell apart: zoom in'],
  ['resent', 'sent again by the browser'],
  ['page', 'sent again by the page itself'],
];

/** What the looks mean. */
export function Key({ id }: { readonly id: string }) {
  return (
    <section id={id} class="tl-key" aria-label="What the marks mean">
      <dl>
        {WORDS.map(([look, words]) => (
          <>
            <dt class={`tl-key-${look}`} aria-hidden="true">
              {look === '421' || look === 'hidden' ? '×' : ''}
            </dt>
            <dd>{words}</dd>
          </>
        ))}
      </dl>
    </section>
  );
}
