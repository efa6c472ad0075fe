import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/promptfoo-live/**/*.test.ts'],
    globalSetup: ['test/promptfoo-live/installed.ts'],
    maxWorkers: 2, // a test waits for the processes that it starts
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
});
