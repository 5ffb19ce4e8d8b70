import { type Attack, givesWay, holds } from './attack.ts';
import { knockPorts } from './ports.ts';

const portByPort: Attack = {
  id: 'search-with-feedback',
  family: 'search',
  title: 'the search for the first knock, port by port',
  tries: 'to see a difference when the right port is touched: then each stage is found by itself',
  how: 'touches the port of the first knock and ten others, and compares what the port itself and the guarded ports answer',
  holding: 'the port of the first knock looks like any other',
  notApplicable: (system) =>
    knockPorts(system)[0]?.protocol === 'tcp' ? undefined : 'the first knock is no TCP port that could be looked at',
  run: async (scene) => {
    const ports = knockPorts(scene.system);
    const first = ports[0]?.port ?? 0;
    const others = Array.from({ length: 10 }, (_, index) => first + 7 + index * 13).filter(
      (port) => !ports.some((own) => own.port === port) && !scene.system.guarded.includes(port),
    );
    const { attacker, guarded, target = scene.context.router } = scene.system;
    const touched = await attacker.look(target, [first, ...guarded]);
    const elsewhere = await attacker.look(target, [...others, ...guarded]);
    const alike = others.filter((port) => elsewhere.states[port] === touched.states[first]);
    const changed = guarded.filter((port) => elsewhere.states[port] !== touched.states[port]);
    const combinations = 65_535 ** ports.length;
    const left = `${combinations.toExponential(1)} sequences of ${ports.length} ports remain`;
    if (alike.length === 0) return givesWay(`port ${first} answers otherwise than ${others.length} others`);
    if (changed.length > 0) return givesWay(`the guarded ports answer otherwise after a touch of port ${first}`);
    return holds(
      `port ${first} is ${touched.states[first]}, as ${alike.length} of ${others.length} others are; ${left}`,
    );
  },
};

export const searches: readonly Attack[] = [portByPort];
