/** Two overlapping squares: a shared connection. Drawn as SVG, since not every font has the character. */
export function SharedMark() {
  return (
    <svg class="shared-mark" role="img" aria-label="coalesced" viewBox="0 0 12 12" width="11" height="11">
      <rect x="1" y="1" width="7" height="7" rx="1.5" />
      <rect x="4" y="4" width="7" height="7" rx="1.5" />
    </svg>
  );
}
