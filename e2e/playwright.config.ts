import { defineConfig } from 'playwright/test';

/**
 * Real browsers against real servers. No retries, because a test that passes only when repeated hides a race. One
 * worker, because two browsers on two cores disturb each other's timing.
 */
export default defineConfig({
  testDir: './tests',
  outputDir: '../test-results/e2e',
  workers: 1,
  retries: 0,
  timeout: 90_000,
  forbidOnly: Boolean(process.env.CI),
  expect: { timeout: 15_000 },
});
