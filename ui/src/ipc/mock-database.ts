import type { BootState, FirstName, Transport } from './client';
import type { Operations } from './contract.gen';

type Handlers = { [N in FirstName]: (input: Operations[N]['input']) => Operations[N]['output'] };

/** A choice of the database kept in memory; the server `db.sinardesa.net` is well, every other name is not known. */
export function databaseHandlers(): Handlers {
  let state: Operations['database_get']['output'] = { data_dir: '~/.local/share/simpul', now: 'embedded', next: null, outside: null, is_fixed: false };
  return {
    database_get: () => structuredClone(state),
    database_script: (input) => ({
      role: 'simpul_0a1b2c3d',
      script: `-- Simpul: roles and database "${input.database}". Run as an administrator of the server:\n\\set ON_ERROR_STOP on\nCREATE ROLE "simpul_0a1b2c3d" LOGIN;\n`,
    }),
    database_test: (input) => {
      const good = (login: 'app' | 'owner', code: string, detail: string) => ({ login, code, status: 'good' as const, detail });
      if (input.host !== 'db.sinardesa.net') {
        return { is_usable: false, contents: null, steps: [{ login: 'app', code: 'dns_failed', status: 'bad', detail: `the name ${input.host} is not known` }] };
      }
      return {
        is_usable: true,
        contents: 'empty',
        steps: [
          good('app', 'name_found', '203.0.113.7'), good('app', 'port_open', 'db.sinardesa.net:5432'), good('app', 'tls_good', 'verify-full'), good('app', 'login_accepted', 'simpul_0a1b2c3d@db.sinardesa.net:5432/simpul'),
          good('app', 'version_good', 'PostgreSQL 17.2'), { login: 'app', code: 'locale_not_c', status: 'warning', detail: 'the database sorts by id_ID.UTF-8' }, good('app', 'rights_good', 'simpul_app'),
          good('app', 'database_empty', 'no tables'), good('owner', 'owner_rights_good', 'simpul_owner'), good('owner', 'schema_older', 'database 0, program 15'),
        ],
      };
    },
    database_choose: (input) => {
      const { outside } = input;
      state = { ...state, next: outside ? 'outside' : 'embedded', outside: outside ? { host: outside.host, port: outside.port, database: outside.database, tls: outside.tls, user: 'simpul_0a1b2c3d', owner_user: 'simpul_owner', has_certificate: outside.certificate !== undefined } : null };
      return structuredClone(state);
    },
  };
}

/** A start that asks where the data are to be, and goes on once it is told. `calls` is filled with what was asked. */
export function askingBoot(calls: { name: string; input: unknown }[] = []): NonNullable<Transport['boot']> {
  const handlers = databaseHandlers();
  let state: BootState = { stage: 'choosing', error: null };
  const listeners = new Set<(state: BootState) => void>();
  return {
    follow(onState) {
      listeners.add(onState);
      onState(state);
      return () => void listeners.delete(onState);
    },
    retry: async () => undefined,
    async first(name, input) {
      calls.push({ name, input });
      const answer = (handlers[name] as (input: unknown) => unknown)(input);
      if (name === 'database_choose') {
        state = { stage: 'ready' };
        for (const listener of listeners) listener(state);
      }
      return answer;
    },
  };
}
