import type { TFunction } from 'i18next';
import { formatDayTime, formatMoney, formatNumber, formatSpan } from '@/lib/format';
import { toFailure } from '@/ipc/error';

export { toFailure };

/** A refusal for want of a permission says it in words, and who could help: roles that have it, people where they may be known. */
function denied(params: Record<string, unknown>, t: TFunction): { permission: string; who: string } {
  const permission = String(params['permission'] ?? '');
  const roles = (Array.isArray(params['roles']) ? (params['roles'] as { code: string; name: string }[]) : []).map(({ code, name }) => t(`user:roles.${code}` as 'user:roles.admin', { defaultValue: name }));
  const people = Array.isArray(params['people']) ? (params['people'] as string[]) : [];
  return {
    permission: t(`access:can.${permission}` as 'access:can.voucher.view', { defaultValue: permission }),
    who: [roles.length > 0 ? t('access:whoRoles', { roles: roles.join(', ') }) : '', people.length > 0 ? t('access:whoPeople', { people: people.join(', ') }) : ''].filter(Boolean).join(' '),
  };
}

/** Parameters as a person reads them: lists with commas, sums as money, moments in the shop's time, and `seconds` also as `time`, a span. */
function readable(params: Record<string, unknown> | undefined): Record<string, unknown> {
  const { seconds } = params ?? {};
  const all = typeof seconds === 'number' ? { ...params, time: formatSpan(Math.abs(seconds)) } : (params ?? {});
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => {
      if (Array.isArray(value)) return [name, value.join(', ')];
      // A port is a name in digits, not an amount.
      if (name === 'port') return [name, String(value)];
      if (typeof value === 'number') return [name, formatNumber(value)];
      if (typeof value === 'string' && /^-?\d+\.\d\d$/.test(value)) return [name, formatMoney(value)];
      return [name, typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? formatDayTime(value) : value];
    }),
  );
}

/**
 * The sentence for an error code: `title` says what happened, `hint` what was kept and what to do.
 * In `errors.json` they are one text; the first sentence is the title.
 */
export function describeError(error: unknown, t: TFunction): { title: string; hint: string } {
  const { code, params } = toFailure(error);
  const refusal = code === 'permission_denied' ? denied(params ?? {}, t) : undefined;
  const sentence = t(`errors:${code}` as 'errors:interface_fault', { ...readable(params), ...(refusal ? { permission: refusal.permission } : {}), defaultValue: t('errors:unknown_code') });
  const text = refusal?.who ? `${sentence} ${refusal.who}` : sentence;
  const end = text.search(/[.!?] /);
  return end < 0 ? { title: text, hint: '' } : { title: text.slice(0, end + 1), hint: text.slice(end + 2) };
}

interface FieldError {
  field: string;
  rule: string;
  params: Record<string, unknown> | null;
}

/** The texts of `input_invalid`, by the field's name in the input (`terms.price_sell`). */
export function fieldErrors(error: unknown, t: TFunction): Record<string, string> {
  if (!error) return {};
  const { code, params } = toFailure(error);
  const fields = code === 'input_invalid' && Array.isArray(params?.['fields']) ? (params['fields'] as FieldError[]) : [];
  return Object.fromEntries(fields.map(({ field, rule, params: facts }) => [field, t(`field:${rule}` as 'field:required', { ...facts, defaultValue: t('field:bad_format') })]));
}
