import * as z from 'zod';

const noPort = 'is no port: 1 to 65535';
export const port = z.int(noPort).min(1, noPort).max(65535, noPort);
/** One port or a list of them. */
export const ports = z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(port).min(1));
export const duration = z.string().regex(/^(?:\d+(?:ms|[wdhms]))+$/, 'is no duration such as 31s, 1m30s or 500ms');
