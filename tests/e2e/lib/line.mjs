// What lies between a program and the things it speaks to: a line to a router that can be cut, held and taken away, and
// a printer that takes whatever comes.
import { connect, createServer } from 'node:net';
import { once } from 'node:events';

async function listening(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
}

/** A line to a router, to be given to the program in its stead. */
export async function openLine(t, router) {
  const pairs = new Set();
  let state = 'whole';
  const server = createServer((near) => {
    if (state === 'away') return near.destroy();
    const far = connect(router.port, router.host);
    const pair = [near, far];
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      for (const one of pair) one.destroy();
    };
    for (const [one, other] of [pair, [far, near]]) {
      one.on('data', (chunk) => other.write(chunk));
      one.on('error', end).on('close', end);
    }
    if (state === 'held') for (const one of pair) one.pause();
  });
  const port = await listening(server);
  const cut = () => {
    for (const pair of pairs) for (const one of pair) one.destroy();
  };
  t.after(() => {
    server.close();
    cut();
  });
  return {
    host: '127.0.0.1', port, cut,
    /** Nothing passes any more, and nobody is told. */
    hold: () => {
      state = 'held';
      for (const pair of pairs) for (const one of pair) one.pause();
    },
    /** Who is there is cut off, who comes is turned away. */
    takeAway: () => {
      state = 'away';
      cut();
    },
    mend: () => {
      state = 'whole';
      for (const pair of pairs) for (const one of pair) one.resume();
    },
  };
}

/** A printer on the network; counts what was sent to it. */
export async function openPrinter(t) {
  const printed = { slips: 0, bytes: 0 };
  const server = createServer((socket) => {
    let bytes = 0;
    socket.on('data', (chunk) => {
      bytes += chunk.length;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      printed.bytes += bytes;
      if (bytes > 0) printed.slips += 1;
    });
  });
  const port = await listening(server);
  t.after(() => server.close());
  return { target: `127.0.0.1:${port}`, printed };
}
