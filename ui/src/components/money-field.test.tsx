import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { fireEvent } from '@testing-library/dom';
import { expect, it } from 'vitest';
import { MoneyField } from './field';

function Amount() {
  const [value, setValue] = useState('');
  return <MoneyField label="Jumlah" value={value} onChange={setValue} />;
}

it('takes a pasted amount for what it is, and typed digits as ever', async () => {
  const user = userEvent.setup();
  render(<Amount />);
  const field = screen.getByLabelText('Jumlah') as HTMLInputElement;
  for (const text of ['50000.00', '50.000,00', 'Rp 50,000.00', '50.000']) {
    await user.clear(field);
    await user.click(field);
    await user.paste(text);
    expect(field.value, text).toBe('50.000');
  }
  // In place of what is selected, and between what stands there.
  await user.clear(field);
  await user.type(field, '1250');
  expect(field.value).toBe('1.250');
  await user.keyboard('{Backspace}');
  expect(field.value).toBe('125');
  field.setSelectionRange(1, 2);
  await user.paste('70,00');
  expect(field.value).toBe('1.705');
  fireEvent.change(field, { target: { value: '50000.00' } });
  expect(field.value).toBe('50.000');
});
