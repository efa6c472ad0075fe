import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Whatever runs whole programs for a minute: the package as installed, and vitest within vitest.
    include: ['test/package/**/*.test.ts', 'test/vitest/expect-panel.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
