import type { Browser } from '../../src/model/capture.ts';

/** What is used of `navigator`; `userAgentData` is Chromium's only. */
interface Agent {
  readonly userAgent: string;
  readonly userAgentData?: {
    readonly brands: readonly { readonly brand: string; readonly version: string }[];
  };
}

/** Which browser this is. The full version is in the user agent only where that is not frozen (Firefox). */
export function thisBrowser(agent: Agent): Browser {
  const brands = agent.userAgentData?.brands ?? [];
  // Among the brands is a made-up one, so that nobody relies on their order (the GREASE of UA client hints).
  const brand = brands.find(({ brand }) => /chrom/i.test(brand));
  if (brand !== undefined) return { name: brand.brand, version: brand.version };
  const [, name = 'unknown', version = ''] = /(Firefox|Chrome)\/([\d.]+)/.exec(agent.userAgent) ?? [];
  return { name, version };
}
