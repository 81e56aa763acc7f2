import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

// The ramp and every other value live in tokens.css; Mantine only points at them,
// so a colour is changed in one place.
const pandan = Array.from({ length: 10 }, (_, i) => `var(--pandan-${i})`) as unknown as MantineColorsTuple;

export const theme = createTheme({
  primaryColor: 'pandan',
  primaryShade: { light: 7, dark: 4 },
  colors: { pandan },
  autoContrast: false,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 'sm',
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '10px', xl: '10px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '24px' },
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: { defaultProps: { centered: true, radius: 'lg', overlayProps: { color: 'transparent', className: 'Scrim' }, transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { position: 'right', size: 420, overlayProps: { color: 'transparent', className: 'Scrim' }, transitionProps: { duration: 150 } } },
    Menu: { defaultProps: { shadow: 'none', position: 'bottom-end', transitionProps: { duration: 80 } } },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 80 } } },
  },
});

/** Mantine's own variables, expressed in our tokens: the same mapping serves light and dark. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-3)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-anchor': 'var(--accent-ink)',
    '--mantine-color-error': 'var(--bad-ink)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
    '--mantine-primary-color-light': 'var(--accent-soft)',
    '--mantine-primary-color-contrast': 'var(--on-accent)',
    '--mantine-shadow-xs': 'var(--shadow-float)',
    '--mantine-shadow-sm': 'var(--shadow-float)',
    '--mantine-shadow-md': 'var(--shadow-float)',
    '--mantine-shadow-lg': 'var(--shadow-float)',
    '--mantine-shadow-xl': 'var(--shadow-float)',
  },
  light: {},
  dark: {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
  },
});
