import { runCommand } from '../../../process/run-command.ts';
import type { Props } from '../../menu/menu-spec.ts';
import { type Finding, msOf, timed } from './finding.ts';

/** `type=icmp`: a train of echo requests, judged by its losses and its times (MikroTik's manual, "Netwatch"). */
export async function probeByEchoes(address: string, props: Props): Promise<Finding> {
  const number = (name: string, byDefault: number): number => Number(props[name] ?? byDefault);
  const count = number('packet-count', 10);
  const timeoutMs = msOf(props, 'timeout', 3000);
  const gapMs = Math.max(2, msOf(props, 'packet-interval', 50));
  const source = props['src-address'];
  const { stdout } = await runCommand(
    [
      'ping',
      '-n',
      '-c',
      String(count),
      '-i',
      String(gapMs / 1000),
      '-W',
      String(timeoutMs / 1000),
      '-s',
      String(Math.max(0, number('packet-size', 50) - 28)),
      '-t',
      String(number('ttl', 255)),
      '-M',
      'do',
      ...(source === undefined ? [] : ['-I', source]),
      address,
    ],
    { timeoutMs: timeoutMs + count * gapMs + 2000 },
  );
  const times = [...stdout.matchAll(/ time=([\d.]+) ms/g)].map(([, ms]) => Number(ms));
  const expired =
    props['accept-icmp-time-exceeded'] === 'yes' ? (stdout.match(/Time to live exceeded/g) ?? []).length : 0;
  return judge(props, { sent: count, responses: Math.min(count, times.length + expired), times });
}

interface Train {
  readonly sent: number;
  readonly responses: number;
  readonly times: readonly number[];
}

function judge(props: Props, { sent, responses, times }: Train): Finding {
  const lost = sent - responses;
  const percent = Math.floor((100 * lost) / Math.max(1, sent));
  const counts = {
    'sent-count': String(sent),
    'response-count': String(responses),
    'loss-count': String(lost),
  };
  const rtt = statistics(times);
  const holds = (name: string, value: number | undefined, byDefault: number): boolean =>
    value === undefined || value <= msOf(props, name, byDefault);
  const isUp =
    responses > 0 &&
    percent <= Number((props['thr-loss-percent'] ?? '85').replace('%', '')) &&
    lost <= Number(props['thr-loss-count'] ?? Number.POSITIVE_INFINITY) &&
    holds('thr-max', rtt['rtt-max'], 1000) &&
    holds('thr-avg', rtt['rtt-avg'], 100) &&
    holds('thr-stdev', rtt['rtt-stdev'], 250) &&
    holds('thr-jitter', rtt['rtt-jitter'], 1000);
  const { figures, told } = timed(rtt);
  return {
    isUp,
    figures: { ...counts, 'loss-percent': `${percent}%`, ...figures },
    told: { ...counts, 'loss-percent': String(percent), ...told },
  };
}

function statistics(times: readonly number[]): Readonly<Record<string, number>> {
  if (times.length === 0) return {};
  const average = times.reduce((sum, ms) => sum + ms, 0) / times.length;
  const [least, most] = [Math.min(...times), Math.max(...times)];
  return {
    'rtt-min': least,
    'rtt-max': most,
    'rtt-avg': average,
    'rtt-jitter': most - least,
    'rtt-stdev': Math.sqrt(times.reduce((sum, ms) => sum + (ms - average) ** 2, 0) / times.length),
  };
}
