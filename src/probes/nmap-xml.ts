import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import type { PortState } from '../trace/events.ts';

/** What nmap found out, read from its XML. */
export interface NmapReport {
  readonly version: string;
  readonly hostUp: boolean;
  /** The ports that nmap lists one by one. */
  readonly ports: readonly PortState[];
  /** The ports that it only counts ("Not shown"), by state. */
  readonly others: readonly PortGroup[];
}

interface PortGroup {
  readonly state: PortState['state'];
  readonly count: number;
  readonly protocol: PortState['protocol'];
  /** Whether a port belongs to the group. */
  has(port: number): boolean;
}

const stateSchema = z.enum(['open', 'closed', 'filtered', 'unfiltered', 'open|filtered', 'closed|filtered']);
const protocolSchema = z.enum(['tcp', 'udp']);

const serviceSchema = z.object({
  '@name': z.string().default(''),
  '@product': z.string().optional(),
  '@version': z.string().optional(),
  '@extrainfo': z.string().optional(),
});

const portSchema = z.object({
  '@protocol': protocolSchema,
  '@portid': z.coerce.number(),
  state: z.object({ '@state': stateSchema, '@reason': z.string().optional() }),
  service: serviceSchema.optional(),
});

const extraPortsSchema = z.object({
  '@state': stateSchema,
  '@count': z.coerce.number(),
  extrareasons: z
    .array(z.object({ '@proto': protocolSchema.default('tcp'), '@ports': z.string().default('') }))
    .default([]),
});

const hostSchema = z.object({
  status: z.object({ '@state': z.string() }),
  ports: z
    .union([
      z.object({ port: z.array(portSchema).default([]), extraports: z.array(extraPortsSchema).default([]) }),
      z.literal('').transform(() => ({ port: [], extraports: [] })),
    ])
    .default({ port: [], extraports: [] }),
});

const reportSchema = z.object({
  nmaprun: z.object({
    '@version': z.string(),
    host: z.array(hostSchema).default([]),
    runstats: z.object({
      finished: z.object({ '@exit': z.string(), '@errormsg': z.string().optional() }),
      hosts: z.object({ '@up': z.coerce.number(), '@total': z.coerce.number() }),
    }),
  }),
});

type Host = z.infer<typeof hostSchema>;

/** Reads nmap's XML of a scan of one address. Throws an Error that says what is wrong with it: never "no ports". */
export function parseNmapXml(xml: string): NmapReport {
  const { nmaprun } = readReport(xml);
  const { finished, hosts } = nmaprun.runstats;
  if (finished['@exit'] !== 'success')
    throw new Error(`nmap ended with "${finished['@errormsg'] ?? finished['@exit']}"`);
  if (hosts['@total'] === 0) throw new Error('nmap scanned no address');
  const host = nmaprun.host.find(({ status }) => status['@state'] === 'up');
  return {
    version: nmaprun['@version'],
    hostUp: host !== undefined,
    ports: host?.ports.port.map(portState) ?? [],
    others: host === undefined ? [] : portGroups(host),
  };
}

/** The parser takes a cut file without a word, so the validator has to have seen it first. */
function readReport(xml: string): z.infer<typeof reportSchema> {
  if (xml.trim() === '') throw new Error('nmap wrote nothing');
  const validity = XMLValidator.validate(xml);
  if (validity !== true) throw new Error(`the XML is cut or damaged: ${validity.err.msg}`);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseAttributeValue: false,
    htmlEntities: true,
    isArray: (name) => ['host', 'port', 'extraports', 'extrareasons'].includes(name),
  });
  const parsed = reportSchema.safeParse(parser.parse(xml));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`the XML is not nmap's or was cut: ${issue?.path.join('/')}: ${issue?.message}`);
}

function portState({ '@protocol': protocol, '@portid': port, state, service }: z.infer<typeof portSchema>): PortState {
  const reason = state['@reason'];
  const name = service === undefined ? '' : serviceText(service);
  return {
    port,
    protocol,
    state: state['@state'],
    ...(reason === undefined ? {} : { reason }),
    ...(name === '' ? {} : { service: name }),
  };
}

/** `ssh`, or with -sV `ssh: MikroTik RouterOS sshd (protocol 2.0)`. */
function serviceText(service: z.infer<typeof serviceSchema>): string {
  const { '@name': name, '@product': product, '@version': version, '@extrainfo': extra } = service;
  const found = [product, version, extra === undefined ? undefined : `(${extra})`].filter((part) => part !== undefined);
  return found.length === 0 ? name : `${name}: ${found.join(' ')}`;
}

function portGroups({ ports }: Host): PortGroup[] {
  return ports.extraports.flatMap(({ '@state': state, '@count': total, extrareasons }) =>
    [...Map.groupBy(extrareasons, (reason) => reason['@proto'])].map(([protocol, reasons]) => {
      const numbers = new Set(reasons.flatMap((reason) => expandPorts(reason['@ports'])));
      // Old versions of nmap give no list of the ports, only the number of all.
      const count = numbers.size > 0 ? numbers.size : total;
      return { state, protocol, count, has: (port) => numbers.has(port) };
    }),
  );
}

/** `1,3-4,6-7` */
function expandPorts(list: string): number[] {
  return list
    .split(',')
    .filter((range) => range !== '')
    .flatMap((range) => {
      const [first = 0, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
}
