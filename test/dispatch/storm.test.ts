import { test } from 'vitest';
import { dispatch } from '../../src/dispatch/dispatch.ts';
import { limited, noPace, orders, seat } from './world.ts';

// 40 calls of 5 ms in flight could send twenty times what the server takes, and more.
const rpm = 12_000;
const rows = 500;
const idealMs = (rows / rpm) * 60_000;

test.concurrent.for([
  { title: 'that tells its limits', headers: true, retryAfter: Math.ceil, pace: noPace },
  { title: 'that tells a Retry-After only', headers: false, retryAfter: Math.ceil, pace: noPace },
  { title: 'whose limit is declared', headers: false, retryAfter: Math.ceil, pace: { ...noPace, rpm } },
])(
  'At twenty times the limit of a server $title no ballot is lost, at 95% of the limit or more',
  async (world, { expect }) => {
    const judge = limited({ rpm, burst: rpm / 60, latencyMs: 5, ...world });
    const { done, wallMs } = await dispatch(orders([seat(judge, { pace: world.pace })], { rows })).finished;
    expect(done).toEqual({ cast: rows, abstained: 0, invalid: 0, failed: 0 });
    expect(idealMs / wallMs).toBeGreaterThan(0.95);
  },
);

test.concurrent('A lane that keeps to what the server tells is hardly ever rejected', async ({ expect }) => {
  const burst = rpm / 30;
  const judge = limited({ rpm, burst, level: burst, latencyMs: 5, headers: true, retryAfter: Math.ceil });
  await dispatch(orders([seat(judge)], { rows: 800 })).finished;
  expect(judge.rejected()).toBeLessThan(10);
});

test.concurrent('A limit on tokens is kept to: what replies really used is what counts', async ({ expect }) => {
  const judge = limited({ rpm: 1e9, burst: 1e9, latencyMs: 2, headers: false, retryAfter: Math.ceil });
  const tpm = 600_000; // 10,000 a second, of which a call uses 120 and may use 200
  const { wallMs } = await dispatch(orders([seat(judge, { pace: { ...noPace, tpm } })], { rows: 600 })).finished;
  const beyondBurst = 600 * 120 - 5 * 10_000;
  expect(wallMs).toBeGreaterThan((beyondBurst / 10_000) * 1000 * 0.9);
  expect(wallMs).toBeLessThan((beyondBurst / 10_000) * 1000 * 1.2);
});
