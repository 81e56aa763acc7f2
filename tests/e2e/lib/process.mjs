// Programs that run beside the tests.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const patience = 120_000;

/**
 * Starts a program and waits for a line that matches; answers the match and how to stop it.
 * What the program printed is in the error when it does not come up.
 */
export async function start(t, command, args, { ready, env = {}, cwd } = {}) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  let ended = false;
  const exit = once(child, 'exit').then(([code]) => {
    ended = true;
    return code;
  });
  const stop = async () => {
    if (!ended) child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
    const code = await exit;
    clearTimeout(late);
    return code;
  };
  /** As a power cut ends it. */
  const kill = async () => {
    child.kill('SIGKILL');
    await exit;
  };
  t.after(stop);
  const match = await new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`${command} ${args.join(' ')}: ${why}\n${printed.slice(-4000)}`));
    const timer = setTimeout(() => fail('not ready in time'), patience);
    const hear = (chunk) => {
      printed += chunk;
      const found = ready ? ready.exec(printed) : [''];
      if (!found) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', (error) => fail(error.message));
    void exit.then((code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
    if (!ready) {
      clearTimeout(timer);
      resolve(['']);
    }
  });
  return { match, stop, kill, pid: child.pid, printed: () => printed };
}
