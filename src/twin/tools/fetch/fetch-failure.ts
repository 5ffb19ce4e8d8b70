import { RouterosError, trapCategories } from '../../../routeros/routeros-error.ts';

export const fetchFailure = (what: string): RouterosError =>
  new RouterosError(`failure: ${what}`, { category: trapCategories.general });

/** Why no answer came, as RouterOS says it (language-facts 11). */
export function connectionFailure(error: unknown): RouterosError {
  if (error instanceof RouterosError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ABORT_ERR') return new RouterosError('interrupted', { category: trapCategories.interrupted });
  if (code === 'ECONNREFUSED') return fetchFailure('connection refused');
  if (code === 'ETIMEDOUT') return fetchFailure('connection timeout');
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code)) return fetchFailure('SSL: ssl: no trusted CA certificate found (6)');
  return fetchFailure(`connecting: ${error instanceof Error ? error.message : String(error)}`);
}
