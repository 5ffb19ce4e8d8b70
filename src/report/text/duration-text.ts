/** A duration as people say it: `812 ms`, `1.24 s`, `2 min 5 s`. */
export function durationText(durationMs: number): string {
  const ms = Math.round(durationMs);
  if (ms < 1000) return `${ms} ms`;
  const seconds = ms / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return join([Math.floor(whole / 60), 'min'], [whole % 60, 's']);
  return join([Math.floor(whole / 3600), 'h'], [Math.floor((whole % 3600) / 60), 'min']);
}

function join(...parts: readonly [number, string][]): string {
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}
