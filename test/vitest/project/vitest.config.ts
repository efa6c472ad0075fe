import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { 'empanel/vitest': process.env['EMPANEL_VITEST'] ?? 'empanel/vitest' } },
  test: { include: ['*.panel.ts'], testTimeout: 30_000 },
});
