import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/ci/**/*.test.ts'],
    globalSetup: ['test/ci/packed.ts'],
    fileParallelism: false, // one machine, with one installation
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
