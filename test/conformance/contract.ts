import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Area, areas, type Case } from '../../src/conformance/case.ts';
import { cases } from '../../src/conformance/cases.ts';
import { type LabSession, openLab } from '../../src/conformance/open-lab.ts';
import { type CaseResult, runCases } from '../../src/conformance/run-cases.ts';

/** Every case, in one lab with the twin as this RouterOS. */
export function twinKeepsTheContract(ros: '6.49' | '7'): void {
  let session: LabSession;
  beforeAll(async () => {
    session = await openLab(`contract-${ros}-${process.pid}`, { kind: 'twin', ros });
  });
  afterAll(async () => await session[Symbol.asyncDispose]());

  test.each(areas)('%s', { timeout: 300_000 }, async (area) => {
    const asked = casesOf(area);
    const results = await runCases(session, asked);
    const count = (verdict: CaseResult['verdict']): number =>
      results.filter((result) => result.verdict === verdict).length;
    expect(results.filter(({ verdict }) => verdict === 'differs' || verdict === 'error').map(shown)).toEqual([]);
    // What the twin is known not to do has to be so: otherwise the note has to go.
    expect(count('known')).toBe(asked.filter(({ twin }) => twin !== undefined).length);
    expect(count('same')).toBeGreaterThan(count('skipped'));
  });
}

const casesOf = (wanted: Area): Case[] => cases.filter(({ area }) => area === wanted);

function shown(result: CaseResult): unknown {
  const { id, asked } = result.case;
  return { id, asked, ...result, case: undefined };
}
