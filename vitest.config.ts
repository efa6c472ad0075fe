import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      'test/page/**',
      'test/live/**',
      'test/ci/**',
      'test/package/**',
      'test/vitest/expect-panel.test.ts',
      'test/promptfoo-live/**',
    ],
    testTimeout: 60_000,
    maxWorkers: '100%',
    isolate: false, // files leave nothing behind, and a worker for each would be a third of the time
  },
});
