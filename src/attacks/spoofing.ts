import { type Attack, givesWay, holds } from './attack.ts';
import { forgedKnocks, scannedPorts, syns } from './ports.ts';

const openingForAnother: Attack = {
  id: 'opening-for-another',
  family: 'spoofing',
  title: 'a knock in somebody else’s name',
  tries: 'to let an address in that has not knocked: a confederate, or a server that is to be attacked from inside',
  how: 'the sequence in packets that claim to come from the bystander',
  holding: 'nothing opens to the bystander',
  inherent: {
    reason:
      'Nothing in a SYN, a datagram or an echo request proves where it came from; who knows the sequence can open for anybody.',
    unlessOneTime: true,
  },
  notApplicable: (system) => {
    if (system.bystander === undefined) return 'nobody else lives beside the attacker';
    return forgedKnocks(system, '') === undefined ? 'the knock is not made of packets that could be forged' : undefined;
  },
  run: async ({ system, context, openTo }) => {
    const { attacker, bystander = attacker } = system;
    const packets = forgedKnocks(system, bystander.address ?? '') ?? [];
    for (const packet of packets) await attacker.forge(system.target ?? context.router, [packet]);
    const opened = await openTo(bystander);
    const text = `${packets.length} packets as if from ${bystander.address}`;
    return opened.length > 0 ? givesWay(`${text} opened ${opened.join(', ')} to it`) : holds(`${text} opened nothing`);
  },
};

const banningTheAdministrator: Attack = {
  id: 'banning-the-administrator',
  family: 'spoofing',
  title: 'the administrator shut out by forged packets',
  tries: 'to turn the trap against its owner',
  how: 'a SYN to the trap and a scan of the common ports that claim to come from the administrator',
  holding: 'the administrator’s knock opens afterwards, if not at once, then when a stage is forgotten',
  run: async ({ system, context, openFor, openTo }) => {
    const { attacker, administrator, trap } = system;
    const ports = trap === undefined ? scannedPorts(system) : [trap, ...scannedPorts(system)];
    await attacker.forge(system.target ?? context.router, syns(administrator.address ?? '', ports));
    const text = `after ${ports.length} packets as if from ${administrator.address}`;
    await openFor(administrator);
    const opened = await openTo(administrator);
    if (opened.length > 0) return holds(`${text} his knock opens ${opened.join(', ')}`);
    await context.clock.advance(system.stageTimeout ?? '15s');
    await context.clock.advance('1s');
    await openFor(administrator);
    if ((await openTo(administrator)).length === 0)
      return givesWay(`${text} his knock opens nothing, and not later either`);
    return holds(`${text} his knock opens on the second try, ${system.stageTimeout ?? '15s'} later`);
  },
};

export const spoofing: readonly Attack[] = [openingForAnother, banningTheAdministrator];
