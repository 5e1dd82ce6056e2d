/** A picture of a shoe in one hue (degrees), as SVG. */
export function shoe(hue: number): string {
  const color = (lightness: number): string => `hsl(${hue} 62% ${lightness}%)`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200" role="img" aria-label="A shoe">
  <rect width="320" height="200" fill="${color(93)}"/>
  <ellipse cx="166" cy="158" rx="120" ry="10" fill="${color(82)}"/>
  <path d="M52 74c10 14 34 16 48-2 10 22 44 44 92 50 40 5 76 8 80 24H50c-8-24-8-52 2-72z" fill="${color(52)}"/>
  <path d="M50 132h222c6 4 6 14 0 20H52c-6-4-6-16-2-20z" fill="${color(98)}" stroke="${color(40)}" stroke-width="3"/>
  <path d="M118 92l22-14M138 104l22-15M160 113l20-15" stroke="${color(98)}" stroke-width="6" stroke-linecap="round"/>
  <path d="M56 112c28 8 62 8 82-2" stroke="${color(36)}" stroke-width="5" fill="none" stroke-linecap="round"/>
</svg>
`;
}
