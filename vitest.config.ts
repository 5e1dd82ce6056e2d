import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: [
      'src/**/*.test.ts',
      'ui/**/*.test.{ts,tsx}',
      'extension/**/*.test.ts',
      'e2e/lab/**/*.test.ts',
      'e2e/generator/**/*.test.ts',
      'e2e/servers/**/*.test.ts',
      'scripts/**/*.test.ts',
      'bench/**/*.test.ts',
    ],
    setupFiles: ['src/testing/seed.ts'],
    testTimeout: 20_000,
    // One for each core. The default leaves one out, so that on two cores nothing would run in parallel.
    maxWorkers: '100%',
  },
});
