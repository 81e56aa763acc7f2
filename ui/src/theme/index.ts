import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import './tokens.css';
import './components.css';
import './screens.css';
import './network.css';
import './people.css';
import './counter.css';

export { cssVariables, theme } from './theme';
