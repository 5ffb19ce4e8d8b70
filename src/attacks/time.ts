import { type Attack, type GuardedSystem, givesWay, holds } from './attack.ts';

function needsEnd({ openTimeout }: GuardedSystem): string | undefined {
  return openTimeout === undefined ? 'the door does not close by time' : undefined;
}

const overstaying: Attack = {
  id: 'overstaying',
  family: 'time',
  title: 'coming back after the time is up',
  tries: 'to use a door that should be closed again',
  how: 'the administrator’s knock; his time and a second more pass; his address tries again',
  holding: 'nothing is open any more',
  notApplicable: needsEnd,
  run: async ({ system, context, openFor, openTo }) => {
    const { administrator, openTimeout = '0s' } = system;
    await openFor(administrator);
    if ((await openTo(administrator)).length === 0) throw new Error('the administrator’s own knock did not open');
    await context.clock.advance(openTimeout);
    await context.clock.advance('1s');
    const opened = await openTo(administrator);
    const text = `${openTimeout} and a second after the knock`;
    return opened.length > 0
      ? givesWay(`${text} ${opened.join(', ')} still open`)
      : holds(`${text} everything is closed`);
  },
};

const outlivingConnection: Attack = {
  id: 'outliving-connection',
  family: 'time',
  title: 'a connection that outlives its permission',
  tries: 'to stay inside for ever with one connection that was opened in time',
  how: 'a TCP connection to a guarded port, opened after the knock and used again when the time is up',
  holding: 'nothing is carried over it any more',
  notApplicable: needsEnd,
  run: async ({ system, context, openFor, openTo }) => {
    const { administrator, openTimeout = '0s' } = system;
    await openFor(administrator);
    const [port] = await openTo(administrator);
    if (port === undefined) throw new Error('the administrator’s own knock did not open');
    await using connection = await administrator.hold(system.target ?? context.router, port);
    if (!(await connection.carries())) throw new Error(`a connection to port ${port} carried nothing from the start`);
    await context.clock.advance(openTimeout);
    await context.clock.advance('1s');
    const carries = await connection.carries();
    const text = `a connection to port ${port}, ${openTimeout} after the knock,`;
    return carries ? givesWay(`${text} still carries data`) : holds(`${text} carries nothing any more`);
  },
};

export const times: readonly Attack[] = [overstaying, outlivingConnection];
