import type { RouterosError } from '../routeros-error.ts';
import type { Frame } from './frame.ts';
import type { Runtime } from './runtime.ts';

/** RouterOS 7.23 and later name the parameter, earlier ones only point at it. */
export function unknownParameter(runtime: Runtime, frame: Frame, name: string, offset: number): RouterosError {
  return runtime.errorAt(runtime.dialect === '7' ? `bad parameter ${name}` : 'expected end of command', frame, offset);
}
