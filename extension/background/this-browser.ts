import type { Browser } from '../../src/model/capture.ts';

/** The part of `navigator` that is used. Only Chromium has `userAgentData`. */
interface Agent {
  readonly userAgent: string;
  readonly userAgentData?: {
    readonly brands: readonly { readonly brand: string; readonly version: string }[];
  };
}

/** The browser that the extension runs in. Only Firefox has its full version in the user agent; Chromium froze it. */
export function thisBrowser(agent: Agent): Browser {
  const brands = agent.userAgentData?.brands ?? [];
  // One of the brands is made up, so that no code relies on their order (GREASE in UA client hints).
  const brand = brands.find(({ brand }) => /chrom/i.test(brand));
  if (brand !== undefined) return { name: brand.brand, version: brand.version };
  const [, name = 'unknown', version = ''] = /(Firefox|Chrome)\/([\d.]+)/.exec(agent.userAgent) ?? [];
  return { name, version };
}
