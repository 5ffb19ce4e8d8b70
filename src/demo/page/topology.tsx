import { type Drawing, draw, placeOf, size, wayOf } from './drawing.ts';
import type { Flight } from './flights.ts';
import type { Model } from './model.ts';

export interface FlyingPacket extends Flight {
  readonly key: number;
  readonly delayMs: number;
}

interface TopologyProps {
  readonly lab: NonNullable<Model['lab']>;
  readonly flying: readonly FlyingPacket[];
  readonly label: string;
}

/** The network, and the packets that the trace has just told of. */
export function Topology({ lab, flying, label }: TopologyProps) {
  const drawing = draw(lab);
  const { width, height, places, networks, router } = drawing;
  const busy = new Set(flying.flatMap(({ from, to }) => [from, to].map((end) => placeOf(drawing, end)?.node.name)));
  return (
    <svg class="topology" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {networks.map(({ name, subnet, y }) => (
        <g key={name}>
          <line class="wire" x1={14 + size.router} y1={y} x2={width - 8} y2={y} />
          <text class="network" x={14 + size.router + 12} y={y - 8}>
            {name} <tspan class="address">{subnet}</tspan>
          </text>
        </g>
      ))}
      {router && (
        <g>
          <rect class="router" x={router.x} y={router.y} width={size.router} height={height - 28} rx="10" />
          <text class="name" x={router.x + 12} y={height / 2 - 4}>
            router
          </text>
          {networks.map(({ name, y }) => {
            const own = router.node.endpoints.find(({ network }) => network === name);
            return (
              own && (
                <g key={name}>
                  <circle class="joint" cx={router.x + size.router} cy={y} r="5" />
                  <text class="address" x={router.x + size.router - 10} y={y + 5} text-anchor="end">
                    {own.address?.split('/')[0] ?? own.interface}
                  </text>
                </g>
              )
            );
          })}
        </g>
      )}
      {[...places.values()]
        .filter(({ node }) => node.name !== 'router')
        .map(({ node, x, y }) => (
          <g key={node.name}>
            <line class="wire" x1={x + size.node / 2} y1={y - 22} x2={x + size.node / 2} y2={y} />
            <rect
              class={busy.has(node.name) ? 'node busy' : 'node'}
              x={x}
              y={y}
              width={size.node}
              height={size.height}
              rx="8"
            />
            <text class="name" x={x + 12} y={y + 23}>
              {node.name}
            </text>
            <text class="address" x={x + 12} y={y + 43}>
              {node.endpoints[0]?.address?.split('/')[0] ?? ''}
            </text>
          </g>
        ))}
      {flying.map((packet) => (
        <Packet key={packet.key} packet={packet} way={flightPath(drawing, packet)} />
      ))}
    </svg>
  );
}

/** What met silence is drawn as far as the router, which is where firewalls are. */
function flightPath(drawing: Drawing, { from, to, outcome }: FlyingPacket): string | undefined {
  return wayOf(drawing, from, outcome === 'filtered' ? 'router' : to);
}

function Packet({ packet, way }: { readonly packet: FlyingPacket; readonly way: string | undefined }) {
  if (way === undefined) return null;
  const { label, flags, outcome, delayMs, isAnswer } = packet;
  const style = { offsetPath: `path('${way}')`, animationDelay: `${delayMs}ms` };
  return (
    <g class={`packet ${outcome}${isAnswer ? ' answer' : ''}`} style={style}>
      <rect x="-25" y="-15" width="50" height="30" rx="8" />
      <text class="port-number" text-anchor="middle" y={flags === '' ? 4 : -2}>
        {outcome === 'filtered' ? `${label} ✕` : label}
      </text>
      <text class="flags" text-anchor="middle" y="10">
        {flags}
      </text>
    </g>
  );
}
