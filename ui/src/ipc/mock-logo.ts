import type { Operations } from './contract.gen';

type Handlers = { [N in 'company_logo_get' | 'company_logo_set' | 'company_logo_remove']: (input: Operations[N]['input']) => Operations[N]['output'] };

/** A logo kept in memory, as it was given. */
export function logoHandlers(): Handlers {
  const none = { png_base64: null, width: null, height: null };
  let logo: Operations['company_logo_get']['output'] = none;
  return {
    company_logo_get: () => structuredClone(logo),
    company_logo_set: (input) => {
      logo = { png_base64: input.content_base64, width: 48, height: 16 };
      return structuredClone(logo);
    },
    company_logo_remove: () => {
      logo = none;
      return structuredClone(logo);
    },
  };
}
