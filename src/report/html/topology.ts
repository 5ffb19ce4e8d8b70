import type { EventOf, NodeRow } from '../../trace/events.ts';
import { type Content, html, type Markup } from './markup.ts';
import { code, fold, scroll, type TableRow, table } from './parts.ts';

type Lab = EventOf<'lab-up'>;

const box = { width: 168, height: 58, gap: 18 };
const row = { height: 138, bus: 34, first: 28 };
const joint = { width: 190, height: 0, gap: 28 };

/** A node that joins several networks stands at the left, as high as its networks; the others hang from their network. */
interface Drawing {
  readonly networks: readonly { readonly name: string; readonly subnet?: string; readonly y: number }[];
  readonly joints: readonly { readonly node: NodeRow; readonly x: number }[];
  readonly busFrom: number;
  readonly hosts: readonly (readonly NodeRow[])[];
  readonly width: number;
  readonly height: number;
}

/** Networks as lines, nodes with their addresses, drawn from what the lab says about itself. */
export function topologyDrawing(lab: Lab, label: string, anchor: string): Markup {
  const drawing = layOut(lab);
  const { width, height } = drawing;
  return html`${scroll(
    label,
    html`<svg class="topology" id="${anchor}-drawing" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}"><defs><marker id="${anchor}-talk-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="6" markerHeight="6" orient="auto-start-reverse"><path d="M0 0L10 5L0 10z"/></marker></defs>
${drawing.networks.map((network, index) => networkShapes(drawing, network, index))}
${drawing.joints.map((one) => jointShapes(drawing, one))}</svg>`,
  )}<p class="topology-step muted" role="status"></p>${fold('Addresses as a table', addressTable(lab))}`;
}

function layOut({ networks, nodes }: Lab): Drawing {
  const joining = nodes.filter((node) => networksOf(node).length > 1);
  const hosts = networks.map(({ name }) => nodes.filter((node) => onlyOn(node, name)));
  const busFrom = joining.length === 0 ? 10 : 10 + joining.length * (joint.width + joint.gap) - joint.gap;
  const most = Math.max(1, ...hosts.map((all) => all.length));
  return {
    networks: networks.map((network, index) => ({ ...network, y: row.first + index * row.height + row.bus })),
    joints: joining.map((node, index) => ({ node, x: 10 + index * (joint.width + joint.gap) })),
    busFrom,
    hosts,
    height: row.first + networks.length * row.height,
    width: busFrom + box.gap + most * (box.width + box.gap) + 10,
  };
}

function networksOf({ endpoints }: NodeRow): string[] {
  return [...new Set(endpoints.map(({ network }) => network))];
}

function onlyOn(node: NodeRow, network: string): boolean {
  const all = networksOf(node);
  return all.length === 1 && all[0] === network;
}

function networkShapes(drawing: Drawing, network: Drawing['networks'][number], index: number): Markup {
  const { y, name, subnet } = network;
  const right = drawing.width - 10;
  return html`<g>
<text class="net-name" x="${drawing.busFrom + box.gap}" y="${y - 10}">${shorten(name, 24)} <tspan class="net-subnet">${subnet && shorten(subnet, 24)}</tspan></text>
<line class="bus" x1="${drawing.busFrom}" y1="${y}" x2="${right}" y2="${y}"/>
${(drawing.hosts[index] ?? []).map((node, place) => hostShapes(drawing, node, place, y))}</g>
`;
}

function hostShapes({ busFrom }: Drawing, node: NodeRow, place: number, busY: number): Markup {
  const x = busFrom + box.gap + place * (box.width + box.gap);
  const y = busY + 22;
  const middle = x + box.width / 2;
  const [endpoint] = node.endpoints;
  return html`<line class="drop" x1="${middle}" y1="${busY}" x2="${middle}" y2="${y}"/>
<g data-node="${node.name}" data-addresses="${addressesOf(node)}" data-wire="${busY}"><rect class="node" x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="6"/>
<text class="node-name" x="${x + 12}" y="${y + 24}">${hostLabel(node)}</text>
<text class="node-address" x="${x + 12}" y="${y + 44}">${shorten(endpoint?.address ?? 'no address', 21)}</text></g>
`;
}

/** For the page's script, which shows who talks to whom. */
function addressesOf({ endpoints }: NodeRow): string {
  return endpoints.flatMap(({ address }) => (address === undefined ? [] : [address.split('/')[0]])).join(' ');
}

/** The kind only where the name leaves room for it. */
function hostLabel({ name, kind }: NodeRow): Content {
  if (name.length > 12 || kind === name) return shorten(name, 18);
  return html`${name} <tspan class="node-kind">${shorten(kind, 9)}</tspan>`;
}

function jointShapes({ networks, busFrom }: Drawing, { node, x }: Drawing['joints'][number]): Markup {
  const own = networks.filter(({ name }) => networksOf(node).includes(name));
  const top = (own[0]?.y ?? 0) - 50;
  const bottom = (own.at(-1)?.y ?? 0) + 40;
  const right = x + joint.width;
  const wires = own.map(({ y }) => html`<line class="bus" x1="${right}" y1="${y}" x2="${busFrom}" y2="${y}"/>`);
  return html`<g>${wires}
<g data-node="${node.name}" data-addresses="${addressesOf(node)}"><rect class="node node-joint" x="${x}" y="${top}" width="${joint.width}" height="${bottom - top}" rx="8"/></g>
<text class="node-name" x="${x + 12}" y="${top + 22}">${shorten(node.name, 20)}${node.kind !== node.name && html` <tspan class="node-kind">${shorten(node.kind, 10)}</tspan>`}</text>
${own.map(({ name, y }) => portShapes(node, name, right, x, y))}</g>
`;
}

function portShapes({ endpoints }: NodeRow, network: string, right: number, left: number, y: number): Markup {
  const own = endpoints.filter((endpoint) => endpoint.network === network);
  const label = own.map((endpoint) => endpoint.interface).join(', ');
  const address = own.map((endpoint) => endpoint.address ?? 'no address').join(', ');
  return html`<circle class="port" cx="${right}" cy="${y}" r="4.5"/>
<text class="port-name" x="${left + 12}" y="${y + 5}">${shorten(label, 22)}</text><text class="node-address" x="${left + 12}" y="${y + 23}">${shorten(address, 24)}</text>
`;
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

function addressTable({ nodes }: Lab): Markup {
  const columns = [
    { name: 'Node' },
    { name: 'Kind' },
    { name: 'Interface' },
    { name: 'Network' },
    { name: 'Address', kind: 'code' },
    { name: 'MAC', kind: 'code' },
  ] as const;
  const rows = nodes.flatMap(({ name, kind, endpoints }): TableRow[] => {
    if (endpoints.length === 0) return [{ cells: [name, kind, 'none', '', '', ''] }];
    return endpoints.map(({ interface: port, network, address, mac }) => {
      return { cells: [name, kind, port, network, address && code(address), mac && code(mac)] };
    });
  });
  return table('Addresses', columns, rows);
}
