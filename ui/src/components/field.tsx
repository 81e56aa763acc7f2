import { ChevronDown, Eye, EyeOff } from 'lucide-react';
import { useId, useLayoutEffect, useRef, useState, type InputHTMLAttributes, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoneyDigits } from '@/lib/format';
import { rupiahIn } from '@/lib/money';
import { Icon } from './icon';

interface FieldBase {
  label: string;
  help?: ReactNode;
  error?: ReactNode;
}

interface Wires {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

/** Label above, control, then help or the error in its place. */
export function Field({ label, help, error, children }: FieldBase & { children: (wires: Wires) => ReactNode }) {
  const id = useId();
  const note = error || help;
  return (
    <div className={`Field ${error ? 'wrong' : ''}`}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': note ? `${id}-note` : undefined, 'aria-invalid': error ? true : undefined })}
      {note && (
        <p id={`${id}-note`} className={error ? 'Help t-bad' : 'Help'} role={error ? 'alert' : undefined}>
          {note}
        </p>
      )}
    </div>
  );
}

type Native = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value' | 'size'>;

interface TextProps extends FieldBase, Native {
  value: string;
  onChange: (value: string) => void;
  unit?: ReactNode;
  mono?: boolean;
  inputRef?: RefObject<HTMLInputElement | null>;
}

export function TextField({ label, help, error, value, onChange, unit, mono, inputRef, ...rest }: TextProps) {
  return (
    <Field label={label} help={help} error={error}>
      {(wires) => (
        <div className="Input">
          <input
            {...wires}
            {...rest}
            ref={inputRef}
            className={mono ? 'CodeText' : undefined}
            spellCheck={mono ? false : rest.spellCheck}
            autoCapitalize={mono ? 'off' : undefined}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
          {unit && <span className="unit">{unit}</span>}
        </div>
      )}
    </Field>
  );
}

export function PasswordField({ label, help, error, value, onChange, ...rest }: TextProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} help={help} error={error}>
      {(wires) => (
        <div className="Input">
          <input {...wires} {...rest} type={shown ? 'text' : 'password'} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
          <button
            type="button"
            className="InputBtn"
            aria-label={shown ? t('common:hidePassword') : t('common:showPassword')}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            <Icon as={shown ? EyeOff : Eye} size={14} />
          </button>
        </div>
      )}
    </Field>
  );
}

interface NumberProps extends FieldBase, Native {
  value: number | null;
  onChange: (value: number | null) => void;
  unit?: ReactNode;
  inputRef?: RefObject<HTMLInputElement | null>;
}

/** A whole number; empty is null. */
export function NumberField({ value, onChange, unit, label, help, error, inputRef, ...rest }: NumberProps) {
  return (
    <Field label={label} help={help} error={error}>
      {(wires) => (
        <div className="Input">
          <input
            {...wires}
            {...rest}
            ref={inputRef}
            className="tn"
            inputMode="numeric"
            value={value === null ? '' : String(value)}
            onChange={(event) => {
              const digits = event.currentTarget.value.replace(/\D/g, '').slice(0, 9);
              onChange(digits === '' ? null : Number(digits));
            }}
          />
          {unit && <span className="unit">{unit}</span>}
        </div>
      )}
    </Field>
  );
}

interface MoneyProps extends FieldBase, Native {
  /** Decimal text, as on the wire; empty for none. */
  value: string;
  onChange: (value: string) => void;
}

/** Whole rupiah, grouped while typing; the caret stays beside the digit it was at. */
export function MoneyField({ value, onChange, label, help, error, ...rest }: MoneyProps) {
  const ref = useRef<HTMLInputElement>(null);
  const fromEnd = useRef<number | null>(null);
  const text = value === '' ? '' : formatMoneyDigits(value);
  useLayoutEffect(() => {
    const input = ref.current;
    if (!input || fromEnd.current === null || document.activeElement !== input) return;
    let at = input.value.length;
    for (let left = fromEnd.current; at > 0 && left > 0; at -= 1) {
      if (/\d/.test(input.value[at - 1] ?? '')) left -= 1;
    }
    input.setSelectionRange(at, at);
    fromEnd.current = null;
  }, [text]);
  return (
    <Field label={label} help={help} error={error}>
      {(wires) => (
        <div className="Input">
          <span className="unit">Rp</span>
          <input
            {...wires}
            {...rest}
            ref={ref}
            className="num grow"
            inputMode="numeric"
            value={text}
            onPaste={(event) => {
              event.preventDefault();
              const { value: before, selectionStart: from, selectionEnd: to } = event.currentTarget;
              const after = before.slice(to ?? before.length).replace(/\D/g, '');
              fromEnd.current = after.length;
              onChange(`${before.slice(0, from ?? 0)}${rupiahIn(event.clipboardData.getData('text'))}${after}`.replace(/\D/g, '').replace(/^0+(?=\d)/, '').slice(0, 13));
            }}
            onChange={(event) => {
              const { value: typed, selectionStart } = event.currentTarget;
              // What is not typed sign by sign (a filled-in or a dropped amount) may carry cents.
              const { inputType } = event.nativeEvent as InputEvent;
              if (inputType === undefined || /^insert(From|Replacement)/.test(inputType)) return onChange(rupiahIn(typed).slice(0, 13));
              fromEnd.current = typed.slice(selectionStart ?? typed.length).replace(/\D/g, '').length;
              onChange(typed.replace(/\D/g, '').replace(/^0+(?=\d)/, '').slice(0, 13));
            }}
          />
        </div>
      )}
    </Field>
  );
}

export interface Option {
  value: string;
  label: string;
  disabled?: boolean;
}

export function SelectField({ label, help, error, value, onChange, options, placeholder, ...rest }: FieldBase & {
  value: string; onChange: (value: string) => void; options: Option[]; placeholder?: string; disabled?: boolean; name?: string; autoFocus?: boolean; 'data-autofocus'?: boolean;
}) {
  return (
    <Field label={label} help={help} error={error}>
      {(wires) => (
        <div className="Input select">
          <select {...wires} {...rest} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
            {placeholder !== undefined && (
              <option value="" disabled>
                {placeholder}
              </option>
            )}
            {options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ))}
          </select>
          <Icon as={ChevronDown} size={14} />
        </div>
      )}
    </Field>
  );
}

export function CheckField({ label, checked, onChange, help, disabled }: {
  label: ReactNode; checked: boolean; onChange: (checked: boolean) => void; help?: ReactNode; disabled?: boolean;
}) {
  return (
    <label className="CheckField">
      <input type="checkbox" className="Check" checked={checked} disabled={disabled} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>
        {label}
        {help && <span className="Help">{help}</span>}
      </span>
    </label>
  );
}

/** A few exclusive choices side by side; arrows move between them, as in any radio group. */
export function Seg<T extends string>({ label, value, onChange, options }: {
  label: string; value: T; onChange: (value: T) => void; options: { value: T; label: ReactNode }[];
}) {
  const name = useId();
  return (
    <div className="Seg" role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} className={option.value === value ? 'on' : ''}>
          <input type="radio" className="sr" name={name} value={option.value} checked={option.value === value} onChange={() => onChange(option.value)} />
          {option.label}
        </label>
      ))}
    </div>
  );
}

/** Exclusive choices shown as cards: designs of a sheet, kinds of a database. */
export function Choice<T extends string>({ label, value, onChange, options, columns = 3 }: {
  label: string; value: T; onChange: (value: T) => void; options: { value: T; title: string; detail?: string; picture?: ReactNode }[]; columns?: number;
}) {
  const name = useId();
  return (
    <div className="Choice" role="radiogroup" aria-label={label} style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
      {options.map((option) => (
        <label key={option.value} className={option.value === value ? 'on' : ''}>
          <input type="radio" className="sr" name={name} value={option.value} checked={option.value === value} onChange={() => onChange(option.value)} />
          {option.picture}
          <span>{option.title}</span>
          {option.detail && <span className="sm q">{option.detail}</span>}
        </label>
      ))}
    </div>
  );
}
