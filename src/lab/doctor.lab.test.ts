import { expect, test } from 'vitest';
import { examine, isHealthy } from './doctor.ts';

test('finds everything on a machine on which the lab tests run', async () => {
  const diagnosis = await examine();
  expect([diagnosis.node, diagnosis.sandbox, ...diagnosis.tools, ...diagnosis.kernel].filter(({ ok }) => !ok)).toEqual(
    [],
  );
  expect(diagnosis.kernel.map(({ name }) => name)).toContain('xt_set');
  expect(diagnosis.remedies).toEqual([]);
  expect(isHealthy(diagnosis)).toBe(true);
});
