import { describe, expect, it } from 'vitest';
import { i18next } from '@/i18n';
import { describeError } from './errors';

describe('a refusal for want of a permission', () => {
  const failure = { code: 'permission_denied', params: { permission: 'voucher.void', roles: [{ code: 'super_admin', name: 'x' }, { code: 'role_7', name: 'Kepala loket' }], people: ['Hendra Saputra'] } };

  it('names the permission in words, the roles that have it and whom to ask', () => {
    expect(describeError(failure, i18next.t)).toEqual({
      title: 'Peran Anda tidak boleh melakukan ini.',
      hint: 'Minta pemilik atau admin memberi izin Membatalkan kode. Yang boleh: Pemilik, Kepala loket. Tanya Hendra Saputra.',
    });
  });

  it('says what it knows when nobody may be named', () => {
    expect(describeError({ code: 'permission_denied', params: { permission: 'later.unknown' } }, i18next.t).hint).toBe('Minta pemilik atau admin memberi izin later.unknown.');
  });
});
