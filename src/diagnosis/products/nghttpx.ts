import type { ProductKnowledge } from './product.ts';

export const NGHTTPX: ProductKnowledge = {
  name: 'nghttpx',
  /** It only passes responses on: recorded with its name on Apache's page. */
  signature: {
    server: /^nghttpx$/i,
    passed: [{ name: 'via', value: /\bnghttpx\b/i }],
    renames: true,
    pages: [],
  },
  causes: [],
  sniFix: null,
  poolFix: null,
  guide: null,
};
