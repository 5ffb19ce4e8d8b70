import type { Source } from '../../core/source.ts';
import { findRosVersion } from '../../scenario/ros-version.ts';

/** The first header decides; RouterOS 7 where there is none. */
export function rosOf(sources: readonly Source[]): string {
  return sources.map(({ text }) => findRosVersion(text)).find((ros) => ros !== undefined) ?? '7';
}
