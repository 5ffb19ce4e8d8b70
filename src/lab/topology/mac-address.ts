import { createHash } from 'node:crypto';

/** A locally administered address that a node's interface has in every lab. */
export function deriveMacAddress(node: string, interfaceName: string): string {
  const bytes = createHash('sha256').update(`${node}/${interfaceName}`).digest().subarray(0, 5);
  return ['02', ...Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))].join(':');
}
