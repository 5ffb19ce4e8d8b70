import { formatDuration } from '../../routeros/duration.ts';
import { keyed, nothing, num, str } from '../../routeros/value.ts';
import { duration } from '../menu/duration-types.ts';
import type { ActionSpec, MenuSpec, Props } from '../menu/menu-spec.ts';
import type { PropertySpec, PropertyType } from '../menu/property-type.ts';
import { integer, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';

const figure = integer(0, Number.MAX_SAFE_INTEGER);

/** Scripts and the API get bytes; `print` shows `256.0MiB` (language-facts 8). */
const size: PropertyType = {
  ...figure,
  shown: (bytes) => {
    const kib = Number(bytes) / 1024;
    return kib < 10 * 1024 ? `${kib.toFixed(1)}KiB` : `${(kib / 1024).toFixed(1)}MiB`;
  },
};
const percent: PropertyType = { ...figure, shown: (value) => `${value}%` };
const megahertz: PropertyType = { ...figure, shown: (value) => `${value}MHz` };

const read = (type: PropertyType): PropertySpec => ({ type, readonly: true });

const memoryBytes = 256 * 1024 * 1024;

/** Of the twin's own process, which a script that watches memory may as well watch. */
function freeMemory(): string {
  return String(Math.max(memoryBytes - process.memoryUsage.rss(), memoryBytes / 16));
}

export function resource(twin: Twin): MenuSpec {
  return {
    path: 'system resource',
    differs: 'processor and board are invented',
    kind: 'settings',
    noSet: true,
    neverExported: true,
    // In the order of `print` (language-facts 8).
    properties: {
      uptime: read(duration),
      version: read(word),
      'build-time': read(word),
      'factory-software': read(word),
      'free-memory': read(size),
      'total-memory': read(size),
      cpu: read(word),
      'cpu-count': read(figure),
      'cpu-frequency': read(megahertz),
      'cpu-load': read(percent),
      'free-hdd-space': read(size),
      'total-hdd-space': read(size),
      'write-sect-since-reboot': read(figure),
      'write-sect-total': read(figure),
      'architecture-name': read(word),
      'board-name': read(word),
      platform: read(word),
    },
    computed: () => figuresOf(twin),
    actions: { monitor: monitor() },
  };
}

function figuresOf(twin: Twin): Props {
  const { version, files } = twin;
  const used = files.files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return {
    uptime: formatDuration(Math.floor(twin.uptimeMs / 1000) * 1000),
    version: `${version.text} (stable)`,
    'build-time': version.major === 6 ? 'Feb/27/2025 15:52:12' : '2024-11-26 12:09:40',
    'factory-software': version.major === 6 ? '6.44' : '7.1',
    'free-memory': freeMemory(),
    'total-memory': String(memoryBytes),
    cpu: 'twin',
    'cpu-count': '1',
    'cpu-frequency': '2000',
    'cpu-load': '0',
    'free-hdd-space': String(files.freeBytes),
    'total-hdd-space': String(files.freeBytes + used),
    'write-sect-since-reboot': '0',
    'write-sect-total': '0',
    'architecture-name': 'x86_64',
    'board-name': 'CHR knocklab twin',
    platform: 'MikroTik',
  };
}

/** `/system resource monitor`: says once how it is, also without `once`. */
function monitor(): ActionSpec {
  return {
    params: ['once', 'as-value', 'interval', 'duration'],
    switches: ['once', 'as-value'],
    run: async ({ asValue, print }) => {
      const free = freeMemory();
      if (asValue)
        return keyed([
          ['cpu-used', num(0n)],
          ['cpu-used-per-core', str('0')],
          ['free-memory', num(BigInt(free))],
        ]);
      const kib = Math.floor(Number(free) / 1024);
      print(`           cpu-used: 0%\n  cpu-used-per-core: 0%\n        free-memory: ${kib}KiB\n\n`);
      return nothing;
    },
  };
}

/** `/system resource cpu`: one, with nothing to do. */
export function processors(): MenuSpec {
  return {
    path: 'system resource cpu',
    kind: 'list',
    fixed: true,
    noSet: true,
    neverExported: true,
    columns: ['cpu', 'load', 'irq', 'disk'],
    properties: { cpu: read(word), load: read(percent), irq: read(percent), disk: read(percent) },
    dynamicRows: () => [{ id: '*1', dynamic: false, props: { cpu: 'cpu0', load: '0', irq: '0', disk: '0' } }],
  };
}
